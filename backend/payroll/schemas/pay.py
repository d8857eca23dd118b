"""What people see of pay: a period with its people, one person's statement, and slips."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import NOT_BLANK, Input
from backend.payroll.rules.statement import Hours, Remark, Statement

SheetState = Literal["open", "approved", "locked"]
Reason = Annotated[str, Meta(max_length=300)]
MOST_DEDUCTIONS = 20
MOST_RELEASED = 2_000


class Deduction(Input):
    """What is taken off, by the name that stands on the slip, in won."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=NOT_BLANK, examples=["국민연금"])]
    won: Annotated[int, Meta(ge=1, le=100_000_000, examples=[99_000])]


class DeductionsInput(Input):
    items: Annotated[list[Deduction], Meta(max_length=MOST_DEDUCTIONS)]


class DeductionsView(Struct):
    items: list[Deduction]
    deducted_won: int


class ReleaseInput(Input):
    """For whom (None: everybody of the period), and why, where a slip corrects an earlier one."""

    member_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_RELEASED)] | None = None
    reason: Reason = ""


class SlipContent(Struct, frozen=True):
    """Everything that stands on a slip (근로기준법 제48조 제2항, 시행령 제27조의2). Names stay, as JSON."""

    organisation: str
    name: str
    number: str | None
    born_on: date | None
    from_on: date
    until_on: date
    payday: date
    worked_days: int
    statement: Statement
    deductions: tuple[Deduction, ...]
    deducted_won: int
    net_won: int


class SlipBrief(Struct):
    """`given_at` is when the person gets it; `seen_at` when they first opened it."""

    id: UUID
    version: int
    payday: date
    total_won: int
    released_at: datetime
    given_at: datetime
    seen_at: datetime | None
    reason: str


class SlipView(Struct):
    """One slip, and whether a newer version of it has been given."""

    id: UUID
    member_id: UUID
    period_id: UUID
    version: int
    released_at: datetime
    given_at: datetime
    seen_at: datetime | None
    reason: str
    newest: bool
    content: SlipContent


class PayPeriodView(Struct):
    id: UUID
    from_on: date
    until_on: date


class MonthSize(Struct):
    """Why a month's pay follows the rules for five or more people, or not (근로기준법 시행령 제7조의2)."""

    month_on: date
    five_or_more: bool
    by_month: date | None
    person_days: int
    operating_days: int
    days_below: int


class PersonPay(Struct):
    """One person's pay of the period. `final`: the sheet is locked, so that nothing in it moves."""

    member_id: UUID
    name: str
    number: str | None
    state: SheetState
    final: bool
    total_won: int
    deducted_won: int
    hours: Hours
    errors: int
    warnings: int
    worst: Remark | None
    """The remark to look at first: an error or a warning."""
    slip: SlipBrief | None
    slip_differs: bool
    """The newest slip says something else than would be said now."""


class PayView(Struct):
    """A period's pay: who has something to look at comes first, then by name. `payday` None: not decided."""

    period: PayPeriodView
    earlier: PayPeriodView | None
    later: PayPeriodView | None
    payday: date | None
    pack: str
    months: list[MonthSize]
    total_won: int
    deducted_won: int
    people: list[PersonPay]


class StatementView(Struct):
    """One person's pay of a period, line by line, with what is taken off and every slip."""

    period: PayPeriodView
    member_id: UUID
    name: str
    number: str | None
    state: SheetState
    final: bool
    payday: date | None
    worked_days: int
    statement: Statement
    deductions: list[Deduction]
    deducted_won: int
    net_won: int
    slips: list[SlipBrief]


class ReleasedView(Struct):
    """Who has a new slip now, and whose was the same already."""

    released: list[UUID]
    unchanged: list[UUID]
    payday: date
    given_at: datetime


class Estimate(Struct):
    """A period that no slip was given for yet. `missing` names what the organisation has not decided."""

    period: PayPeriodView
    payday: date | None
    final: bool
    worked_days: int
    statement: Statement | None
    missing: list[str]


class MyPay(Struct):
    """One's own pay: what the periods that run come to so far, and slips, the newest first."""

    estimates: list[Estimate]
    slips: list["OwnSlip"]


class OwnSlip(Struct):
    """A slip of one's own; of several versions the newest, the others by its page."""

    id: UUID
    from_on: date
    until_on: date
    payday: date
    total_won: int
    net_won: int
    version: int
    given_at: datetime
    seen_at: datetime | None
