"""Sheets as people see them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.attendance.schemas.punches import PunchView
from backend.identity.schemas import Input
from backend.timesheets.rules.figures import Figures
from backend.timesheets.rules.sheet import LeaveKind

SheetState = Literal["open", "approved", "locked"]
ActKind = Literal["approved", "moved_on", "locked", "reopened", "right", "not_right", "left_out"]
WhyNot = Literal["odd", "own", "locked", "not_right", "not_approved", "not_over"]
Revision = Annotated[str, Meta(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]
Reason = Annotated[str, Meta(min_length=2, max_length=500, pattern=r"\S.*\S")]
Text = Annotated[str, Meta(max_length=500)]


class SeenInput(Input):
    """`revision` is of the sheet that the actor saw."""

    revision: Revision


class ReasonInput(Input):
    reason: Reason


class RemarkInput(Input):
    """What a person says about their own sheet; what is not right has a word on it."""

    right: bool
    text: Text = ""


class LateAnswerInput(Input):
    answer: Literal["reopen", "leave"]
    reason: Reason


class PeriodView(Struct):
    """Both days are in it. `over` by the organisation's calendar."""

    id: UUID
    from_on: date
    until_on: date
    over: bool
    approved: int
    locked: int
    questions: int


class PeriodPage(Struct):
    items: list[PeriodView]
    next_cursor: str | None


class RemarkView(Struct):
    right: bool
    at: datetime
    text: str
    about_this: bool
    """Whether the sheet is still what was looked at."""


class SheetRow(Struct):
    """One person's period in a list."""

    member_id: UUID
    name: str
    state: SheetState
    moved_on: bool
    revision: str
    figures: Figures
    exceptions: int
    codes: list[str]
    """Which kinds of exceptions, each once."""
    questions: int
    remark: RemarkView | None


class SheetPage(Struct):
    items: list[SheetRow]
    next_cursor: str | None


class RestView(Struct):
    starts_at: datetime
    ends_at: datetime


class StretchView(Struct):
    session_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    zone: str
    breaks: list[RestView]
    site_id: UUID | None
    shift_id: UUID | None
    travel: bool
    open: bool
    flags: list[str]
    minutes: int


class PlannedView(Struct):
    shift_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    zone: str
    site_id: UUID
    break_min: int


class AbsenceView(Struct):
    leave_id: UUID
    kind: LeaveKind
    day: date
    starts_at: datetime
    ends_at: datetime
    minutes: int


class AnomalyView(Struct):
    code: str
    day: date
    at: datetime
    minutes: int | None
    session_id: UUID | None
    shift_id: UUID | None
    ref: UUID | None


class ActView(Struct):
    """`by_name` is null where it followed from a change of the record."""

    id: UUID
    kind: ActKind
    at: datetime
    by_member: UUID | None
    by_name: str | None
    reason: str


class CorrectionBeside(Struct):
    """A correction of these days, in force or not."""

    id: UUID
    kind: str | None
    at: datetime | None
    replaces: UUID | None
    punch_id: UUID | None
    state: str
    reason: str
    asked_at: datetime
    asked_by_name: str
    decided_by_name: str | None
    decision_reason: str | None
    answer: str | None
    answer_reason: str | None


class QuestionView(Struct):
    """Something that came after a lock. `kind` and the site are of the punch, where it is one."""

    id: UUID
    period_id: UUID
    from_on: date
    until_on: date
    member_id: UUID
    name: str
    about: Literal["punch", "correction"]
    ref: UUID
    at: datetime
    asked_at: datetime
    kind: str | None
    site_id: UUID | None
    site_name: str | None
    answer: Literal["reopen", "leave"] | None
    answered_at: datetime | None
    answered_by: UUID | None
    answered_by_name: str | None
    reason: str | None


class QuestionList(Struct):
    """The first 200 that wait."""

    items: list[QuestionView]


class SiteName(Struct):
    id: UUID
    name: str


class SheetView(Struct):
    """One person's period in full, with what it was made of beside it."""

    period_id: UUID
    from_on: date
    until_on: date
    over: bool
    member_id: UUID
    name: str
    zone: str
    state: SheetState
    moved_on: bool
    revision: str
    figures: Figures
    stretches: list[StretchView]
    planned: list[PlannedView]
    absences: list[AbsenceView]
    exceptions: list[AnomalyView]
    sites: list[SiteName]
    punches: list[PunchView]
    corrections: list[CorrectionBeside]
    questions: list[QuestionView]
    acts: list[ActView]
    remark: RemarkView | None
    approved_at: datetime | None
    locked_at: datetime | None


class LeftOver(Struct):
    """Who is not among them, and why; `codes` are the exceptions."""

    member_id: UUID
    name: str
    why: WhyNot
    codes: list[str]


class BulkView(Struct):
    """What was done at once: for how many, and who is left."""

    done: int
    left: list[LeftOver]


class OwnSheetRow(Struct):
    """One of one's own periods."""

    period_id: UUID
    from_on: date
    until_on: date
    over: bool
    state: SheetState
    figures: Figures
    exceptions: int
    remark: RemarkView | None


class OwnSheets(Struct):
    """The latest first."""

    items: list[OwnSheetRow]
