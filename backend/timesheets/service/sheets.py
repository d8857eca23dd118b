"""Reading sheets: what everybody worked, was to work, and missed in some days."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.database import transaction
from backend.scheduling.rules.holidays import holidays_of
from backend.scheduling.schemas.planning import PlanningChoices
from backend.timesheets.queries import sheets as queries
from backend.timesheets.rules.build import sheet_of
from backend.timesheets.rules.scene import Ground, Leave, LoneOut, Matter, Scene, Seat, Session
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.schemas.choices import SheetChoices

AROUND = timedelta(days=2)
"""How much further than its days a read reaches: every zone, and work that began the day before."""
Breaks = tuple[tuple[datetime, datetime], ...]


async def read_sheets(
    from_on: date, until_on: date, member_ids: Sequence[UUID] | None = None, *, exceptions: bool = True
) -> list[Sheet]:
    """The sheets of some days as they are now, both days in them, by the members' ids.

    Without members: of everybody who was employed then, or has worked. A member who is asked for always has
    a sheet, be it empty. Without `exceptions` those are not looked for: pay does not ask.
    """
    since, until = moments_around(from_on, until_on)
    async with transaction():
        ground = await read_ground(from_on, until_on)
        if member_ids is None:
            everybody, some = await queries.people(from_on, until_on, since, until), None
        else:
            everybody = some = sorted(member_ids)
        scenes = await _scenes(everybody, some, since, until)
    return [sheet_of(scene, from_on, until_on, ground, exceptions=exceptions) for scene in scenes]


def moments_around(from_on: date, until_on: date) -> tuple[datetime, datetime]:
    """From when to when something may belong to these days, in any zone."""
    since = datetime.combine(from_on, time(), UTC) - AROUND
    return since, datetime.combine(until_on, time(), UTC) + AROUND + timedelta(days=1)


async def read_ground(from_on: date, until_on: date) -> Ground:
    """What holds for everybody in these days."""
    row = await queries.ground()
    planning = msgspec.json.decode(row["planning"] or "{}", type=PlanningChoices)
    changes = msgspec.json.decode(row["holidays"], type=list[tuple[date, bool]])
    # A leave that reaches into these days was counted with the holidays of all of its own.
    years = range(from_on.year - 1, until_on.year + 2)
    return Ground(
        now=clock.now(),
        zone=row["timezone"],
        day_rule=planning.day_rule,
        choices=msgspec.json.decode(row["choices"] or "{}", type=SheetChoices),
        holidays=holidays_of(years, changes) if planning.five_or_more else frozenset(),
        zones=dict(msgspec.json.decode(row["zones"], type=list[tuple[UUID, str]])),
    )


async def _scenes(
    everybody: Sequence[UUID], some: list[UUID] | None, since: datetime, until: datetime
) -> list[Scene]:
    scenes = {member_id: Scene(member_id) for member_id in everybody}
    nobody = Scene(UUID(int=0))  # owners without a sheet, and who is outside the days after all

    def of(row: queries.Row) -> Scene:
        return scenes.get(row["member_id"], nobody)

    flags = await queries.flags(since, until, some)
    for row in await queries.sessions(since, until, some):
        of(row).sessions.append(_session(row, flags))
    for row in await queries.seats(since, until, some):
        seat = Seat(row["id"], row["starts_at"], row["ends_at"], row["site_id"], row["break_min"])
        of(row).seats.append(seat)
    for row in await queries.leave(since, until, some):
        names = ("id", "kind", "from_on", "until_on", "part", "starts_at", "ends_at", "minutes")
        terms = {"weekly_min": row["weekly_min"], "days_per_week": row["days_per_week"]}
        of(row).leaves.append(Leave(**{name: row[name] for name in names}, **terms))
    for row in await queries.lone_outs(since, until, some):
        out = LoneOut(row["id"], row["believed_at"], row["site_id"], row["shift_id"])
        of(row).lone_outs.append(out)
    for row in await queries.matters(since, until, some):
        of(row).matters.append(Matter(row["code"], row["ref"], row["at"]))
    return list(scenes.values())


def _session(row: queries.Row, flags: Mapping[UUID, list[str]]) -> Session:
    breaks = row["breaks"]
    return Session(
        id=row["id"],
        starts_at=row["started_at"],
        ended_at=row["ended_at"],
        closed_by=row["closed_by"],
        site_id=row["site_id"],
        shift_id=row["shift_id"],
        travel=row["travel"],
        breaks=() if breaks == "[]" else msgspec.json.decode(breaks, type=Breaks),
        on_break_since=row["on_break_since"],
        flags=_flags(row, flags),
        shift_ends_at=row["shift_ends_at"],
    )


def _flags(row: queries.Row, flags: Mapping[UUID, list[str]]) -> tuple[str, ...]:
    """Of its IN and its OUT, each once."""
    found = [*flags.get(row["id"], ()), *flags.get(row["out_punch"], ())]
    if row["closed_by"] == "next_in":
        found.append("missing_out")
    return tuple(dict.fromkeys(found))
