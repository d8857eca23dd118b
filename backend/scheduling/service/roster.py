"""The planner's board: who works where in some weeks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.pages import cursor_after, keys_of
from backend.scheduling.queries import roster as queries
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR, monday_of
from backend.scheduling.schemas.roster import (
    RosterLeave,
    RosterPerson,
    RosterPosition,
    RosterSeat,
    RosterShift,
    RosterSite,
    RosterView,
)

DAY = timedelta(days=1)
PAGE = 2_000
"""Shifts of one page: a week of a firm of 300 people fits into one."""
MOST = 10_000
"""People, sites, positions, and times off; more than any board shows."""


async def roster(actor: Actor, week: date, days: int, site_id: UUID | None, cursor: str | None) -> RosterView:
    """The weeks from the one that holds `week`: the shifts in the sites that the actor plans, and everybody.

    Raises NotFound for a site that the actor does not plan.
    """
    first = _first_day(week)
    after = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    sites = _sites_asked(actor, site_id)
    span = _span(first, days)
    async with transaction():
        rows = await fetch(queries.SHIFTS, *span, sites, *after, PAGE + 1)
        page = rows[:PAGE]
        seats = await fetch(queries.SEATS, [row["id"] for row in page])
        on_page = list({seat["member_id"] for seat in seats})
        people = await fetch(queries.PEOPLE, *span, on_page, MOST)
        leave = await fetch(queries.LEAVE, span[0], first + days * DAY, first, MOST)
        places = await fetch(queries.PLACES, sites, list({row["site_id"] for row in page}), MOST)
        used = list({row["position_id"] for row in page} - {None})
        positions = await fetch(queries.POSITIONS, used, MOST)
    if site_id is not None and not places:
        raise NotFound()
    more = cursor_after(page[-1]["starts_at"], page[-1]["id"]) if len(rows) > PAGE else None
    return RosterView(
        first_on=first,
        days=days,
        people=_people(people, leave),
        sites=[RosterSite(row["id"], row["name"], row["timezone"]) for row in places],
        positions=[RosterPosition(row["id"], row["name"], row["color"]) for row in positions],
        shifts=_shifts(page, seats, people, places, positions),
        next_cursor=more,
    )


def _first_day(week: date) -> date:
    """The Monday of it. Raises UnacceptableFields for a week in the distant past or future."""
    if not EARLIEST_YEAR <= week.year <= LATEST_YEAR:
        detail = f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}"
        raise UnacceptableFields(errors=[FieldProblem("/week", "out-of-range", detail)])
    return monday_of(week)


def _sites_asked(actor: Actor, site_id: UUID | None) -> list[UUID] | None:
    if site_id is None:
        own = actor.scope_filter("plan_shifts")
        return None if own is None else list(own)
    if not actor.may("plan_shifts", site_id):
        raise NotFound()
    return [site_id]


def _span(first: date, days: int) -> tuple[datetime, datetime, datetime, datetime]:
    """The days by the clocks of any site, a day wider on each side, and as they are."""
    start = datetime.combine(first, time())
    end = start + days * DAY
    return (start - DAY).replace(tzinfo=UTC), (end + DAY).replace(tzinfo=UTC), start, end


def _people(people: Sequence[Any], leave: Sequence[Any]) -> list[RosterPerson]:
    away: dict[UUID, list[RosterLeave]] = {}
    for row in leave:
        away.setdefault(row["member_id"], []).append(
            RosterLeave(row["from_on"], row["until_on"], row["part"])
        )
    return [
        RosterPerson(row["id"], row["name"], row["planned_min"], row["contract_min"], away.get(row["id"], []))
        for row in people
    ]


def _shifts(
    shifts: Sequence[Any],
    seats: Sequence[Any],
    people: Sequence[Any],
    places: Sequence[Any],
    positions: Sequence[Any],
) -> list[RosterShift]:
    person, place, position = (
        {row["id"]: at for at, row in enumerate(rows)} for rows in (people, places, positions)
    )
    on: dict[UUID, list[RosterSeat]] = {}
    for seat in seats:
        taken = RosterSeat(person[seat["member_id"]], seat["fixed"], seat["confirmed"])
        on.setdefault(seat["shift_id"], []).append(taken)
    return [
        RosterShift(
            id=row["id"],
            site=place[row["site_id"]],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            seats=row["seats"],
            on=on.get(row["id"], []),
            draft=row["state"] == "draft",
            position=position.get(row["position_id"]),
            break_min=row["break_min"],
            open_by=row["open_by"],
            repeats=row["repeats"],
            note=row["note"],
        )
        for row in shifts
    ]
