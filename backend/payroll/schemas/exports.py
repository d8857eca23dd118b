"""Exports and the layouts of their files."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input
from backend.payroll.rules.export_fields import Kind
from backend.payroll.rules.export_tables import FIXED, Column, Layout, unknown
from backend.payroll.rules.export_values import HoursAs, Type
from backend.payroll.rules.export_words import Language

MOST_COLUMNS = 60
SHOWN_ROWS = 5

FileFormat = Literal["xlsx", "csv", "json"]
MappingName = Annotated[str, Meta(min_length=1, max_length=60, pattern=NOT_BLANK, examples=["더존 급여"])]
Source = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        pattern=r"^[a-z_]+(\.[a-z_0-9]+)?$",
        examples=["total_won"],
        description="A field, `won.<code>` or `minutes.<code>` of a line of pay, or `fixed`",
    ),
]
Heading = Annotated[str, Meta(max_length=60, examples=["지급총액"])]


class ColumnInput(Input):
    """One column. Without a heading it has the field's own; `value` is of a `fixed` one."""

    source: Source
    heading: Heading = ""
    value: Annotated[str, Meta(max_length=120)] = ""
    required: bool = False
    """Nothing is exported while it is empty for somebody."""


class LayoutInput(Input):
    """Which columns, in their order, and how their values look."""

    kind: Kind
    columns: Annotated[list[ColumnInput], Meta(min_length=1, max_length=MOST_COLUMNS)]
    language: Language = "ko"
    hours_as: HoursAs = "clock"

    def layout(self) -> Layout:
        """Raises UnacceptableFields for a source that there is not, and for two columns of one heading."""
        columns = tuple(
            Column(one.source, one.heading.strip(), one.value, one.required) for one in self.columns
        )
        layout = Layout(self.kind, columns, self.language, self.hours_as)
        problems = [
            FieldProblem(f"/columns/{place}/source", "unknown", "there is no such field")
            for place in unknown(layout)
        ]
        problems += [
            FieldProblem(f"/columns/{place}/heading", "missing", "a fixed column needs its heading")
            for place, column in enumerate(columns)
            if column.source == FIXED and not column.heading
        ]
        seen: set[tuple[str, str]] = set()
        for place, column in enumerate(columns):
            key = ("heading", column.heading) if column.heading else ("source", column.source)
            if key in seen:
                detail = "another column has the same heading"
                problems.append(FieldProblem(f"/columns/{place}/heading", "twice", detail))
            seen.add(key)
        if problems:
            raise UnacceptableFields(errors=problems)
        return layout


class MappingInput(Input):
    """A layout under a name, for the payroll program that reads it."""

    name: MappingName
    layout: LayoutInput


class MappingView(Struct):
    id: UUID
    name: str
    layout: LayoutInput
    changed_at: datetime


class MappingsView(Struct):
    items: list[MappingView]


class FieldView(Struct):
    """What can stand in a column, with its name in both languages."""

    key: str
    type: Type
    ko: str
    en: str


class FieldsView(Struct):
    """By kind of rows: what there is to choose from."""

    people: list[FieldView]
    lines: list[FieldView]
    days: list[FieldView]


class ExportPreviewInput(Input):
    """Without a `layout` it is every field."""

    period_id: UUID
    kind: Kind
    layout: LayoutInput | None = None


class MissingView(Struct):
    """Somebody for whom a column that has to be filled is empty."""

    member_id: UUID
    name: str
    heading: str
    source: str


class ExportPreview(Struct):
    """The first rows as they will read."""

    from_on: date
    until_on: date
    final: bool
    """False: not every sheet is locked, and the file says that it is an estimate."""
    headings: list[str]
    types: list[Type]
    rows: list[list[str]]
    total_rows: int
    people: int
    columns: list[ColumnInput]
    """As they are laid out, to begin a mapping with."""
    missing: list[MissingView]
    without_number: list[MissingView]
    """People who have no employee number yet."""


class ExportedStretch(Struct, omit_defaults=True):
    """Time at work without an interruption, or on the way between two sites."""

    starts_at: datetime
    ends_at: datetime
    break_min: float
    site: str = ""
    travel: bool = False
    open: bool = False
    """Nothing ended it: the end is a guess."""


class ExportedLeave(Struct):
    kind: str
    minutes: int


class ExportedDay(Struct, omit_defaults=True):
    """By the organisation's rule of days. Exact minutes may be parts of one."""

    day: date
    planned_min: int = 0
    worked_min: float = 0
    night_min: int = 0
    stretches: list[ExportedStretch] = []
    leave: list[ExportedLeave] = []
    exceptions: list[str] = []


class ExportedLine(Struct):
    """`minutes` and `rate_won` are exact: a whole number, or a fraction as "25/3"."""

    code: str
    rule: str
    article: str
    minutes: str
    rate_won: str
    percent: int
    won: int
    days: list[date]


class ExportedRemark(Struct, omit_defaults=True):
    code: str
    level: str
    rule: str
    article: str
    on: date | None = None
    values: dict[str, Any] = {}


class ExportedHours(Struct):
    """Minutes."""

    worked: int
    overtime: int
    night: int
    holiday: int
    part_time_extra: int


class ExportedPerson(Struct):
    member_id: UUID
    number: str | None
    name: str
    final: bool
    pack: str
    """The rules of pay, and their version."""
    pack_version: str
    hours: ExportedHours
    lines: list[ExportedLine]
    total_won: int
    """The sum of the lines."""
    remarks: list[ExportedRemark]
    days: list[ExportedDay]


class ExportDocument(Struct):
    """Everything of a period. docs/export.schema.json is made of this."""

    format: Literal["pumasi-period-1"]
    organisation: str
    from_on: date
    until_on: date
    final: bool
    """False: an estimate that may still change."""
    people: list[ExportedPerson]
