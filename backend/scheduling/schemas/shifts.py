"""Shifts, and who is on them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.identity.schemas import Input
from backend.scheduling.schemas.moments import Moment, check_moments
from backend.scheduling.schemas.sites import Note
from backend.scheduling.service.guards import Finding

State = Literal["draft", "published", "cancelled"]
Seats = Annotated[int, Meta(ge=1, le=100, examples=[2])]
BreakMin = Annotated[int, Meta(ge=0, le=480, examples=[30])]
OpenBy = Literal["claim", "request"]
"""How the crew takes a free seat: at once, or by asking. None: the office fills it."""


class ShiftInput(Input):
    site_id: UUID
    starts_at: Moment
    ends_at: Moment
    seats: Seats = 1
    note: Note = ""
    position_id: UUID | None = None
    break_min: BreakMin = 0
    open_by: OpenBy | None = None
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_moments(starts_at=self.starts_at, ends_at=self.ends_at)


class ShiftChange(Input):
    starts_at: Moment | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    seats: Seats | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    position_id: UUID | UnsetType | None = UNSET
    break_min: BreakMin | UnsetType = UNSET
    open_by: OpenBy | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        check_moments(starts_at=self.starts_at, ends_at=self.ends_at)

    def fields(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in given.items() if value is not UNSET}


class AssignedView(Struct):
    """Somebody on a shift. `fixed`: set by a person, so the automatic roster leaves it."""

    member_id: UUID
    name: str
    fixed: bool
    confirmed_at: datetime | None


class ShiftView(Struct):
    id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    seats: int
    note: str
    state: State
    position_id: UUID | None
    break_min: int
    open_by: OpenBy | None
    series_id: UUID | None
    occurrence: date | None
    assigned: list[AssignedView]

    @classmethod
    def of(cls, row: Any) -> "ShiftView":
        """From a row of `queries.SHIFTS`."""
        assigned = msgspec.json.decode(row["assigned"], type=list[AssignedView])
        return cls(**{name: row[name] for name in cls.__struct_fields__[:-1]}, assigned=assigned)


class AssignView(ShiftView, kw_only=True):
    """A shift with somebody new on it, and what the rules say to that, none of it a refusal."""

    findings: list[Finding]

    @classmethod
    def with_(cls, shift: ShiftView, findings: list[Finding]) -> "AssignView":
        return cls(**{name: getattr(shift, name) for name in shift.__struct_fields__}, findings=findings)


class ShiftPage(Struct):
    items: list[ShiftView]
    next_cursor: str | None
