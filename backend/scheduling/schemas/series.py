"""Series: rules that make shifts."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR
from backend.scheduling.schemas.shifts import BreakMin, OpenBy, Seats
from backend.scheduling.schemas.sites import Note
from backend.scheduling.service.guards import Finding

Rule = Annotated[str, Meta(min_length=1, max_length=300, examples=["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"])]
Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5, examples=["06:00"])]
Minutes = Annotated[int, Meta(ge=5, le=1440, examples=[180])]
OnHoliday = Literal["skip", "keep"]
Scope = Literal["all", "following", "one"]
Day = Annotated[date, Meta(examples=["2026-12-01"])]


def check_days(**days: date | UnsetType | None) -> None:
    """Raises UnacceptableFields for days in the distant past or future, and for an end before the start."""
    problems = [
        FieldProblem(f"/{name}", "out-of-range", f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
        for name, day in days.items()
        if isinstance(day, date) and not EARLIEST_YEAR <= day.year <= LATEST_YEAR
    ]
    first, last = days.get("from_on"), days.get("until_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        problems.append(FieldProblem("/until_on", "before-start", "the end must not be before the start"))
    if problems:
        raise UnacceptableFields(errors=problems)


class SeriesShape(Input, kw_only=True):
    """`begins` is by the site's clocks; the shift ends so many minutes later by the same clocks."""

    site_id: UUID
    rrule: Rule
    from_on: Day
    until_on: Day | None = None
    begins: Clock
    minutes: Minutes
    on_holiday: OnHoliday = "skip"

    def __post_init__(self) -> None:
        check_days(from_on=self.from_on, until_on=self.until_on)


class SeriesInput(SeriesShape, kw_only=True):
    seats: Seats = 1
    position_id: UUID | None = None
    break_min: BreakMin = 0
    note: Note = ""
    open_by: OpenBy | None = None
    id: UUID | None = None


class SeriesChange(Input):
    """What is to change: of all coming shifts, of those from the day `on`, or of that day's alone."""

    scope: Scope
    on: Day | None = None
    rrule: Rule | UnsetType = UNSET
    until_on: Day | UnsetType | None = UNSET
    begins: Clock | UnsetType = UNSET
    minutes: Minutes | UnsetType = UNSET
    on_holiday: OnHoliday | UnsetType = UNSET
    seats: Seats | UnsetType = UNSET
    position_id: UUID | UnsetType | None = UNSET
    break_min: BreakMin | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    open_by: OpenBy | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        check_days(on=self.on, until_on=self.until_on)
        if self.scope != "all" and self.on is None:
            raise UnacceptableFields(errors=[FieldProblem("/on", "missing", "from which day on, or which")])

    def fields(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = {name: getattr(self, name) for name in self.__struct_fields__[2:]}
        found = {name: value for name, value in given.items() if value is not UNSET}
        if isinstance(self.begins, str):
            found["begins"] = time.fromisoformat(self.begins)
        return found


class SeriesView(Struct, kw_only=True):
    """A series; `words_ko` and `words_en` say its rule. Shifts are planned up to `materialised_until`."""

    id: UUID
    site_id: UUID
    site_name: str
    position_id: UUID | None
    rrule: str
    from_on: date
    until_on: date | None
    begins: str
    minutes: int
    seats: int
    break_min: int
    note: str
    open_by: OpenBy | None
    on_holiday: OnHoliday
    materialised_until: date | None
    ended_at: datetime | None
    words_ko: str
    words_en: str


class SeriesChanged(SeriesView, kw_only=True):
    """After a change: who had to be taken off shifts, since they work elsewhere then or a rule refuses it."""

    taken_off: list[Finding]


class SeriesPage(Struct):
    items: list[SeriesView]
    next_cursor: str | None


class NextShift(Struct):
    on: date
    starts_at: datetime
    ends_at: datetime
    holiday: str | None


class SeriesPreview(Struct):
    """The next shifts that a rule would make, at most twelve."""

    next: list[NextShift]
    words_ko: str
    words_en: str
