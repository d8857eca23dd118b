"""Contracts with clients."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR
from backend.scheduling.schemas.series import SeriesView

ContractName = Annotated[str, Meta(min_length=1, max_length=120, pattern=NOT_BLANK, examples=["2027년 청소"])]
MonthlyWon = Annotated[int, Meta(ge=0, le=2_000_000_000, examples=[3_200_000])]
ContractNote = Annotated[str, Meta(max_length=2000)]
Day = Annotated[date, Meta(examples=["2027-01-01"])]


def check_days(from_on: date | UnsetType, until_on: date | UnsetType | None) -> None:
    """Raises UnacceptableFields for days in the distant past or future, and for an end before the start."""
    problems = [
        FieldProblem(f"/{name}", "out-of-range", f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
        for name, day in (("from_on", from_on), ("until_on", until_on))
        if isinstance(day, date) and not EARLIEST_YEAR <= day.year <= LATEST_YEAR
    ]
    if isinstance(from_on, date) and isinstance(until_on, date) and until_on < from_on:
        problems.append(FieldProblem("/until_on", "before-start", "the end must not be before the start"))
    if problems:
        raise UnacceptableFields(errors=problems)


class ContractInput(Input):
    """`until_on` is its last day; without one it goes on."""

    name: ContractName
    from_on: Day
    until_on: Day | None = None
    monthly_won: MonthlyWon | None = None
    note: ContractNote = ""
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_days(self.from_on, self.until_on)


class ContractChange(Input):
    name: ContractName | UnsetType = UNSET
    from_on: Day | UnsetType = UNSET
    until_on: Day | UnsetType | None = UNSET
    monthly_won: MonthlyWon | UnsetType | None = UNSET
    note: ContractNote | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_days(self.from_on, self.until_on)

    def fields(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in given.items() if value is not UNSET}


class ContractView(Struct):
    """What was agreed. Its `line_ids` are series."""

    id: UUID
    client_id: UUID
    name: str
    from_on: date
    until_on: date | None
    monthly_won: int | None
    note: str
    ended_at: datetime | None
    line_ids: list[UUID]


class ContractsView(Struct):
    items: list[ContractView]


class LinesView(Struct):
    items: list[SeriesView]
