"""The automatic roster: what it is asked, how far it is, and what it proposes and why."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.schemas.moments import Moment, check_moments
from backend.scheduling.schemas.publications import SiteIds

RosteringState = Literal["waiting", "running", "done", "cancelled", "failed", "applied"]
Mode = Literal["fill", "repair"]
"""Fill open seats, or keep the plan as it is but for what must change."""
Weight = Annotated[int, Meta(ge=0, le=10)]


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """How much each wish counts against the others; 0: not at all. An empty seat is always worse."""

    wishes: Weight = 5
    continuity: Weight = 3
    """The same people at the same site."""
    fairness: Weight = 3
    """Nights and weekends, the last four weeks included."""
    travel: Weight = 2
    cost: Weight = 2
    """Wages, and hours beyond what the contract says."""


class _Range(msgspec.Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    from_: Moment
    to: Moment

    def __post_init__(self) -> None:
        check_moments(**{"from": self.from_, "to": self.to})
        if self.to <= self.from_:
            raise UnacceptableFields(
                errors=[FieldProblem("/to", "before-start", "the end must be after the start")]
            )


class RosteringInput(_Range, forbid_unknown_fields=True, rename={"from_": "from"}, kw_only=True):
    """Fill the open seats of the shifts that start in this range, at these sites or everywhere."""

    id: UUID | None = None
    site_ids: SiteIds | None = None
    seconds: Annotated[int, Meta(ge=1, le=120)] = 30
    mode: Mode = "fill"
    weights: Weights = Weights()


class CallOffInput(_Range, forbid_unknown_fields=True, rename={"from_": "from"}, kw_only=True):
    """Somebody does not come: their shifts in this range that have not begun are free."""

    member_id: UUID
    reason: Annotated[str, Meta(max_length=500)] = ""
    id: UUID | None = None


class Progress(Struct):
    """`value` is the price of the best roster so far, `bound` what none can be below, if that is known."""

    value: int | None
    bound: float | None
    seconds: float
    seats: int
    filled: int


class Reason(Struct):
    """What spoke for (less than 0) or against a choice; `code` is a weight, a rule, or a part of them."""

    code: str
    points: int


class Proposed(Struct):
    """Somebody for a seat, and why they."""

    shift_id: UUID
    member_id: UUID
    name: str
    why: list[Reason]


class SeatHeld(Struct):
    """A seat of the plan as it is."""

    shift_id: UUID
    member_id: UUID
    name: str


class WhyNot(Struct):
    member_id: UUID
    name: str
    codes: list[str]


class EmptySeat(Struct):
    """Seats that stay empty, and why nobody was found: the nearest to possible first."""

    shift_id: UUID
    seats: int
    why_not: list[WhyNot]


class Outcome(Struct):
    """Who would be put on, who taken off for it, and what stays empty."""

    proposal: list[Proposed] = []
    taken_off: list[SeatHeld] = []
    empty: list[EmptySeat] = []


class RosteringView(Struct):
    id: UUID
    state: RosteringState
    mode: Mode
    from_at: datetime
    to_at: datetime
    seconds: int
    absent_id: UUID | None
    """Who called off, when that is why."""
    called_off: list[UUID]
    """The shifts that are without them now."""
    asked_at: datetime
    finished_at: datetime | None
    progress: Progress | None
    proposal: list[Proposed]
    taken_off: list[SeatHeld]
    empty: list[EmptySeat]
    changes: int
    """Seats that differ from the plan as it is."""


class RosteringSummary(Struct):
    id: UUID
    state: RosteringState
    mode: Mode
    from_at: datetime
    to_at: datetime
    absent_id: UUID | None
    asked_at: datetime


class RosteringList(Struct):
    items: list[RosteringSummary]


class SeatRef(Input):
    shift_id: UUID
    member_id: UUID


class RosteringApplication(Input):
    leave_out: Annotated[list[SeatRef], Meta(max_length=5_000)] = []
    """Of the proposal: these seats stay as they are."""
