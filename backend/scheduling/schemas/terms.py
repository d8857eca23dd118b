"""What a contract of employment says, from a day on."""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR
from backend.scheduling.schemas.people import Day, refuse_days

WageKind = Literal["hourly", "daily", "monthly"]
Weekday = Annotated[int, Meta(ge=0, le=6)]


class TermsInput(Input):
    """Minutes of a week by contract (0: by the plan), and the wage in won for an hour, a day or a month.

    Without `until_on` it holds until the next one's day; `workdays` are weekdays, 0 is Monday, and empty
    where the plan says them. `probation_percent` of the wage is paid until `probation_until`, in it.
    """

    weekly_min: Annotated[int, Meta(ge=0, le=4080, examples=[1200])]
    days_per_week: Annotated[int, Meta(ge=0, le=7, examples=[5])]
    wage_kind: WageKind
    wage_won: Annotated[int, Meta(ge=0, le=100_000_000, examples=[10_320])]
    extra_hours_agreed: bool = False
    """Agreed to work above the contract (기간제법 제6조), and under 18 an hour and five more (제69조)."""
    until_on: Day | None = None
    workdays: Annotated[list[Weekday], Meta(max_length=7, examples=[[0, 1, 2, 3, 4]])] = []
    probation_until: Day | None = None
    probation_percent: Annotated[int, Meta(ge=50, le=100, examples=[100])] = 100
    simple_labour: bool = True
    """Cleaning and its like: no less than the minimum wage in probation, either (최저임금법 제5조 제2항)."""
    rest_weekday: Weekday | None = None
    """The paid day off of the week (주휴일), where one was agreed on; work on it is holiday work."""

    def __post_init__(self) -> None:
        refuse_days(until_on=self.until_on, probation_until=self.probation_until)
        self.workdays = sorted(set(self.workdays))
        if self.workdays and len(self.workdays) != self.days_per_week:
            detail = "as many weekdays as the days of a week"
            raise UnacceptableFields(errors=[FieldProblem("/workdays", "mismatch", detail)])
        if self.rest_weekday in self.workdays:
            detail = "the day off is no day of work"
            raise UnacceptableFields(errors=[FieldProblem("/rest_weekday", "mismatch", detail)])
        if self.probation_percent < 100 and self.probation_until is None:
            detail = "until when is the wage lower?"
            raise UnacceptableFields(errors=[FieldProblem("/probation_until", "missing", detail)])


class TermsView(Struct):
    """`below_minimum_on`: the first day on which the law's minimum is above this wage, as known today."""

    from_on: date
    weekly_min: int
    days_per_week: int
    wage_kind: WageKind
    wage_won: int
    extra_hours_agreed: bool
    until_on: date | None
    workdays: list[int]
    probation_until: date | None
    probation_percent: int
    simple_labour: bool
    rest_weekday: int | None
    below_minimum_on: date | None = None

    @classmethod
    def of(cls, row: Any) -> "TermsView":
        return cls(**dict(row))


class TermsGap(Struct):
    """Days, both in it, on which nothing holds between two contracts."""

    from_on: date
    until_on: date


class TermsList(Struct):
    """From the first day of each on, until the next one's or its own last; the newest first."""

    items: list[TermsView]
    gaps: list[TermsGap] = []


def check_from(day: date) -> None:
    """Raises UnacceptableFields for terms from a day in the distant past or future."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        detail = f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}"
        raise UnacceptableFields(errors=[FieldProblem("/from_on", "out-of-range", detail)])
