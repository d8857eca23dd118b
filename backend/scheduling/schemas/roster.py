"""A planner's board: everybody and every shift of some weeks, small enough for a phone."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.scheduling.schemas.shifts import OpenBy


class RosterLeave(Struct):
    """Approved time off, first and last day included."""

    from_on: date
    until_on: date
    part: Literal["day", "morning", "afternoon", "hours"]


class RosterPerson(Struct, omit_defaults=True):
    """Somebody who can be planned. `planned_min`: of these days at all sites, without breaks."""

    id: UUID
    name: str
    planned_min: int
    contract_min: int | None = None
    """Minutes of a week by their contract, as it is on the first day. None: nothing was agreed."""
    leave: list[RosterLeave] = []


class RosterSite(Struct):
    id: UUID
    name: str
    timezone: str


class RosterPosition(Struct):
    id: UUID
    name: str
    color: str


class RosterSeat(Struct, omit_defaults=True):
    """Somebody on a shift: `person` counts in `people` from 0, since 1,500 ids weigh more than numbers."""

    person: int
    fixed: bool = True
    confirmed: bool = False


class RosterShift(Struct, omit_defaults=True):
    """`site` and `position` count in `sites` and `positions` from 0. What is left out has its default."""

    id: UUID
    site: int
    starts_at: datetime
    ends_at: datetime
    seats: int = 1
    on: list[RosterSeat] = []
    draft: bool = False
    position: int | None = None
    break_min: int = 0
    open_by: OpenBy | None = None
    repeats: bool = False
    note: str = ""


class RosterView(Struct):
    """One page of the shifts that start on these days, with everybody and every place that it names."""

    first_on: date
    days: int
    people: list[RosterPerson]
    sites: list[RosterSite]
    positions: list[RosterPosition]
    shifts: list[RosterShift]
    next_cursor: str | None
