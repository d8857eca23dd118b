"""A period's pay as the office looks at it: everybody with totals, or one person line by line."""

from datetime import timedelta
from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.payroll.queries import slips as slip_queries
from backend.payroll.schemas.pay import (
    MonthSize,
    PayPeriodView,
    PayView,
    PersonPay,
    SlipBrief,
    SlipContent,
    StatementView,
)
from backend.payroll.service import slips
from backend.payroll.service.deductions import deductions, total_of
from backend.payroll.service.paydays import payday
from backend.payroll.service.statements import Pay, Stated, read_pay
from backend.scheduling.service.terms import known_member
from backend.timesheets.service.periods import Period, current, period, period_of

DAY = timedelta(days=1)
WORST_FIRST = {"error": 0, "warning": 1}


async def pay_view(_actor: Actor, period_id: UUID | None) -> PayView:
    """A period's pay (None: the one that holds today). Raises NotFound and ChoiceNeeded."""
    async with transaction():
        asked = await current() if period_id is None else await period(period_id)
        pay = await read_pay(asked)
        day = await payday(asked, pay.settings.settings)
        contents = await slips.contents(asked, day or asked.until_on, pay)
        newest = await slips.newest(asked.id, list(pay.people))
        earlier, later = await period_of(asked.from_on - DAY), await period_of(asked.until_on + DAY)
    people = [
        _person(member_id, stated, contents[member_id], newest.get(member_id), paid=day is not None)
        for member_id, stated in pay.people.items()
    ]
    people.sort(key=_place)
    return PayView(
        period=of(asked),
        earlier=of(earlier) if earlier else None,
        later=of(later) if later else None,
        payday=day,
        pack=pay.settings.settings.pack or "",
        months=_months(pay),
        total_won=sum(person.total_won for person in people),
        deducted_won=sum(person.deducted_won for person in people),
        people=people,
    )


async def statement_view(_actor: Actor, period_id: UUID, member_id: UUID) -> StatementView:
    """One person's pay of a period, also of somebody who has left. Raises NotFound and ChoiceNeeded."""
    async with transaction():
        asked = await period(period_id)
        await known_member(member_id)
        pay = await read_pay(asked, [member_id])
        stated = pay.people[member_id]
        taken = (await deductions(asked.id, [member_id])).get(member_id, [])
        named = (await fetch(slip_queries.PEOPLE, [member_id]))[0]
        day = await payday(asked, pay.settings.settings)
        versions = await slips.versions(asked.id, member_id)
    deducted = total_of(taken)
    return StatementView(
        period=of(asked),
        member_id=member_id,
        name=named["name"],
        number=named["number"],
        state=stated.state,
        final=stated.final,
        payday=day,
        worked_days=stated.worked_days,
        statement=stated.statement,
        deductions=taken,
        deducted_won=deducted,
        net_won=stated.statement.total_won - deducted,
        slips=versions,
    )


def of(one: Period) -> PayPeriodView:
    return PayPeriodView(one.id, one.from_on, one.until_on)


def _person(
    member_id: UUID,
    stated: Stated,
    content: SlipContent,
    newest: tuple[str, SlipBrief] | None,
    *,
    paid: bool,
) -> PersonPay:
    digest, brief = newest or ("", None)
    levels = [one.level for one in stated.statement.remarks]
    serious = [one for one in stated.statement.remarks if one.level != "note"]
    return PersonPay(
        member_id=member_id,
        name=content.name,
        number=content.number,
        state=stated.state,
        final=stated.final,
        total_won=stated.statement.total_won,
        deducted_won=content.deducted_won,
        hours=stated.statement.hours,
        errors=levels.count("error"),
        warnings=levels.count("warning"),
        worst=min(serious, key=lambda one: WORST_FIRST[one.level], default=None),
        slip=brief,
        slip_differs=brief is not None and (not paid or digest != slips.digest_of(content)),
    )


def _place(person: PersonPay) -> tuple[int, str, str]:
    """Who has an error comes first, then who has a warning, then everybody by name."""
    rank = WORST_FIRST[person.worst.level] if person.worst else len(WORST_FIRST)
    return rank, person.name, str(person.member_id)


def _months(pay: Pay) -> list[MonthSize]:
    names = MonthSize.__struct_fields__
    return [MonthSize(**{name: getattr(size, name) for name in names}) for size in pay.sizes.values()]
