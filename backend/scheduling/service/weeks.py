"""Planning a week like another one."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.events import WeekCopied
from backend.scheduling.queries import shifts as queries
from backend.scheduling.rules import times as rules
from backend.scheduling.schemas.shifts import WeekCopyView

DAY = timedelta(days=1)


async def copy_week(actor: Actor, from_week: date, to_week: date) -> WeekCopyView:
    """Plan a week like another: the same times by each site's clocks, as drafts, with the same people.

    What is planned there already stays, and is not planned twice.
    """
    source, target = rules.monday_of(from_week), rules.monday_of(to_week)
    _refuse_weeks(source, target)
    async with transaction():
        shifts = await _shifts_of_week(actor, source)
        copies = _moved(shifts, days=(target - source).days)
        made = {row["id"] for row in await fetch(queries.COPY_SHIFTS, *copies)}
        pairs = [(old["id"], new) for old, new in zip(shifts, copies[0], strict=True) if new in made]
        old_ids, new_ids = [old for old, _ in pairs], [new for _, new in pairs]
        seats = await fetch(queries.COPY_ASSIGNMENTS, old_ids, new_ids)
        if new_ids:
            await record(WeekCopied(new_id(), source, target, new_ids), by=actor)
    return WeekCopyView(created=len(new_ids), assigned=len(seats), shift_ids=new_ids)


def _refuse_weeks(source: date, target: date) -> None:
    if source == target:
        raise UnacceptableFields(errors=[FieldProblem("/to_week", "same-week", "the weeks are the same")])
    if abs(target - clock.now().date()) > rules.PLANNABLE:
        raise UnacceptableFields(
            errors=[FieldProblem("/to_week", "out-of-range", "more than a year from now")]
        )


async def _shifts_of_week(actor: Actor, monday: date) -> list[Any]:
    """The shifts whose first day, by their site's clocks, is in the week."""
    start = datetime.combine(monday, time(), UTC)
    own = actor.scope_filter("plan_shifts")
    rows = await fetch(
        queries.SHIFTS_TO_COPY, start - DAY, start + 8 * DAY, None if own is None else list(own)
    )
    return [
        row for row in rows if rules.monday_of(rules.local_day(row["starts_at"], row["timezone"])) == monday
    ]


def _moved(shifts: list[Any], *, days: int) -> tuple[list[Any], ...]:
    """The columns of the new shifts."""
    times = [rules.moved(row["starts_at"], row["ends_at"], days, row["timezone"]) for row in shifts]
    return (
        [new_id() for _ in shifts],
        [row["site_id"] for row in shifts],
        [starts_at for starts_at, _ in times],
        [ends_at for _, ends_at in times],
        [row["seats"] for row in shifts],
        [row["note"] for row in shifts],
        [row["position_id"] for row in shifts],
        [row["break_min"] for row in shifts],
        [row["open_by"] for row in shifts],
    )
