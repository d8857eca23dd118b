"""Leave: asked for, decided, and the ledger of what was earned and taken."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.rules.leave import Lot, Part
from backend.scheduling.schemas.shifts import ShiftView
from backend.scheduling.schemas.times import ShortNote, WallClock, check_days
from backend.scheduling.service.candidates import Candidate

LeaveKind = Literal["annual", "sick", "family", "public", "unpaid"]
LeaveState = Literal["asked", "approved", "refused", "withdrawn"]
Why = Literal["monthly", "yearly", "taken", "given_back", "expired", "by_hand"]
Reason = Annotated[str, Meta(max_length=500)]
LONGEST_LEAVE_DAYS = 366
MOST_MINUTES = 60 * 24 * 100


class LeaveInput(Input):
    """Leave that somebody asks for. Parts of a day are of one day; `begins` and `ends` belong to hours."""

    kind: LeaveKind
    from_on: date
    until_on: date
    part: Part = "day"
    begins: WallClock | None = None
    ends: WallClock | None = None
    reason: Reason = ""
    member_id: UUID | None = None
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_days({"/from_on": self.from_on, "/until_on": self.until_on})
        problems = []
        if self.until_on < self.from_on:
            problems.append(FieldProblem("/until_on", "before-start", "the last day is before the first"))
        elif (self.until_on - self.from_on).days >= LONGEST_LEAVE_DAYS:
            problems.append(FieldProblem("/until_on", "too-long", "at most a year"))
        if self.part != "day" and self.until_on != self.from_on:
            problems.append(FieldProblem("/part", "one-day", "a part of a day is of one day"))
        problems += [
            FieldProblem(f"/{name}", "hours", "given with hours, and only then")
            for name, given in (("begins", self.begins), ("ends", self.ends))
            if (given is not None) != (self.part == "hours")
        ]
        if problems:
            raise UnacceptableFields(errors=problems)


class CoverInput(Input):
    """Who takes a shift of the person on leave. Null: the seat is open. The person themself: they come."""

    shift_id: UUID
    member_id: UUID | None


class DecisionInput(Input):
    approve: bool
    reason: Reason = ""
    cover: Annotated[list[CoverInput], Meta(max_length=200)] = []


class EntryInput(Input):
    """A change of a balance by hand: what was left when the organisation began here, or a gift."""

    kind: LeaveKind
    minutes: Annotated[int, Meta(ge=-MOST_MINUTES, le=MOST_MINUTES)]
    on_day: date
    note: ShortNote = ""
    expires_on: date | None = None
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_days({"/on_day": self.on_day, "/expires_on": self.expires_on or self.on_day})
        if self.minutes == 0:
            raise UnacceptableFields(errors=[FieldProblem("/minutes", "zero", "more or less than nothing")])
        if self.expires_on is not None and (self.expires_on <= self.on_day or self.minutes < 0):
            raise UnacceptableFields(errors=[FieldProblem("/expires_on", "before-start", "after the day")])


class RequestView(Struct):
    """`minutes` is what it takes from the balance; `balance_min` what is left of it now, null where the kind
    has no limit."""

    id: UUID
    member_id: UUID
    name: str
    kind: LeaveKind
    from_on: date
    until_on: date
    part: Part
    starts_at: datetime
    ends_at: datetime
    minutes: int
    reason: str
    state: LeaveState
    asked_at: datetime
    decided_at: datetime | None
    decided_by: UUID | None
    decided_by_name: str | None
    answer: str
    balance_min: int | None


class RequestPage(Struct):
    items: list[RequestView]
    next_cursor: str | None


class BalanceView(Struct):
    """The sum of the ledger's entries of a kind; `days` by the person's own day. Where nothing was ever
    granted, it is below zero by what was taken (`limited` false)."""

    kind: LeaveKind
    minutes: int
    days: float
    limited: bool
    expiring: list[Lot]


class EntryView(Struct):
    id: UUID
    kind: LeaveKind
    minutes: int
    on_day: date
    why: Why
    expires_on: date | None
    request_id: UUID | None
    note: str
    recorded_at: datetime
    recorded_by: UUID | None


class LeaveView(Struct):
    """Somebody's leave: balances, the newest entries of the ledger, and the newest requests.

    `earns` says whether annual leave is earned here, and if not, why: no terms are known, less than 15 hours
    a week, or fewer than five people in the organisation.
    """

    member_id: UUID
    day_min: int
    earns: Literal["yes", "no_terms", "under_15h", "under_five"]
    balances: list[BalanceView]
    entries: list[EntryView]
    requests: list[RequestView]


class CoverShift(Struct):
    """A shift of the person during the leave, and who could take it, the most suitable first."""

    shift: ShiftView
    site_name: str
    candidates: list[Candidate]


class CoverView(Struct):
    shifts: list[CoverShift]
