"""One's own pay: what the running period comes to so far, and the slips that one was given."""

from datetime import timedelta

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.payroll.errors import ChoiceNeeded
from backend.payroll.queries import slips as queries
from backend.payroll.schemas.pay import Estimate, MyPay, OwnSlip
from backend.payroll.service.overview import of
from backend.payroll.service.paydays import payday
from backend.payroll.service.settings import decided
from backend.payroll.service.statements import read_pay
from backend.timesheets.service.periods import Period, current, period_of

DAY = timedelta(days=1)
MOST_SLIPS = 60


async def my_pay(actor: Actor) -> MyPay:
    """The period that runs, the one before it until its slip is there, and all slips."""
    async with transaction():
        rows = await fetch(queries.OWN, actor.member, clock.now(), MOST_SLIPS)
        given = {row["period_id"] for row in rows}
        running = await current()
        before = await period_of(running.from_on - DAY)
        wanted = [one for one in (running, before) if one is not None and one.id not in given]
        estimates = [await _estimate(actor, one) for one in wanted]
    names = OwnSlip.__struct_fields__
    return MyPay(
        estimates=[one for one in estimates if one.missing or _says_something(one)],
        slips=[OwnSlip(**{name: row[name] for name in names}) for row in rows],
    )


async def _estimate(actor: Actor, period: Period) -> Estimate:
    settings = await decided()
    estimate = Estimate(
        period=of(period),
        payday=await payday(period, settings.settings),
        final=False,
        worked_days=0,
        statement=None,
        missing=settings.missing,
    )
    try:
        stated = (await read_pay(period, [actor.member])).people[actor.member]
    except ChoiceNeeded as needed:
        estimate.missing = [str(name) for name in needed.extra["choices"]]  # type: ignore[attr-defined]
        return estimate
    estimate.final, estimate.worked_days = stated.final, stated.worked_days
    estimate.statement = stated.statement
    return estimate


def _says_something(estimate: Estimate) -> bool:
    """An office manager without a contract who did not work is not told that they earned nothing."""
    made = estimate.statement
    return made is not None and bool(made.lines or made.remarks or estimate.worked_days)
