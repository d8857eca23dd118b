"""From a period and a mapping to a table: which columns, in which order, under which headings."""

from dataclasses import dataclass

from backend.payroll.rules import export_words as words
from backend.payroll.rules.export_facts import Period
from backend.payroll.rules.export_fields import (
    STATE,
    Field,
    Kind,
    Row,
    codes_in,
    fields_of,
    rows_of,
)
from backend.payroll.rules.export_values import HoursAs, Table, Type, Value
from backend.payroll.rules.export_words import Language

FIXED = "fixed"
"""The source of a column that has the same value in every row."""


@dataclass(frozen=True, slots=True)
class Column:
    """`source` is a field's key, or FIXED. Without a heading it has the field's own."""

    source: str
    heading: str = ""
    value: str = ""
    """Of a FIXED column."""
    required: bool = False
    """A payroll program that has no use for a row without it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out."""

    kind: Kind
    columns: tuple[Column, ...]
    language: Language = "ko"
    hours_as: HoursAs = "clock"


@dataclass(frozen=True, slots=True)
class Missing:
    """A person for whom a required column is empty."""

    member_id: str
    name: str
    heading: str
    source: str


def plain(kind: Kind, period: Period, language: Language) -> Layout:
    """The layout of who has mapped nothing: every field, of lines of pay those that occur."""
    codes = codes_in(period)
    wanted = [key for key in fields_of(kind, codes) if "." not in key or key.partition(".")[2] in codes]
    return Layout(kind, tuple(Column(key) for key in wanted), language)


def unknown(layout: Layout) -> list[int]:
    """The places of columns whose source is none. A pay line's code is known when a rule may have it."""
    return [
        place
        for place, column in enumerate(layout.columns)
        if column.source != FIXED and _field(layout.kind, column.source) is None
    ]


def table_of(period: Period, layout: Layout) -> Table:
    """The rows as they will stand in the file.

    An estimate says so in its name and, where no column of the layout does, in a last one.
    """
    columns = layout.columns
    if not period.final and all(column.source != "state" for column in columns):
        columns = (*columns, Column("state"))
    fields = [None if one.source == FIXED else _field(layout.kind, one.source) for one in columns]
    rows = rows_of(period, layout.kind, layout.language)
    name = words.say(words.SHEETS, layout.kind, layout.language)
    if not period.final:
        name = f"{name} ({words.pick(words.ESTIMATE, layout.language)})"
    return Table(
        name=name,
        headings=tuple(_heading(*pair, layout.language) for pair in zip(columns, fields, strict=True)),
        types=tuple(_type(field) for field in fields),
        rows=tuple(tuple(_value(*pair, row) for pair in zip(columns, fields, strict=True)) for row in rows),
        hours_as=layout.hours_as,
    )


def missing(period: Period, layout: Layout) -> list[Missing]:
    """Who lacks what a required column wants, each once."""
    wanted = [
        (column, field)
        for column in layout.columns
        if column.required and (field := _field(layout.kind, column.source)) is not None
    ]
    found = {
        (row.entry.member_id, column.source): Missing(
            str(row.entry.member_id), row.entry.name, _heading(column, field, layout.language), column.source
        )
        for row in (rows_of(period, layout.kind, layout.language) if wanted else ())
        for column, field in wanted
        if field.read(row) in ("", None)
    }
    return list(found.values())


def _field(kind: Kind, source: str) -> Field | None:
    group, dot, code = source.partition(".")
    if not dot:
        return FIELDS[kind].get(source)
    if kind != "people" or group not in ("minutes", "won") or not code.isidentifier():
        return None
    return FIELDS[kind].get(source) or fields_of(kind, [code])[source]


def _heading(column: Column, field: Field | None, language: Language) -> str:
    return column.heading or (field.name(language) if field else "")


def _type(field: Field | None) -> Type:
    return field.type if field else "text"


def _value(column: Column, field: Field | None, row: Row) -> Value:
    return field.read(row) if field else column.value


FIELDS: dict[Kind, dict[str, Field]] = {kind: fields_of(kind) for kind in ("people", "lines", "days")}
assert all(STATE.key in fields for fields in FIELDS.values())
