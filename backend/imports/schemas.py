"""What imports take and give over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import Struct

Kind = Literal["people", "sites", "shifts"]
Action = Literal["add", "change", "same", "refused"]
InKind = Annotated[Kind, QueryParameter(name="kind")]


class RowProblem(Struct, frozen=True):
    """What is wrong with one cell, in both languages. `column` is empty when it is the whole row."""

    column: str
    ko: str
    en: str


class RowView(Struct, frozen=True):
    """What a line of the file would do. `line` counts as the file's program does, the header being 1."""

    line: int
    action: Action
    what: str
    problems: list[RowProblem]


class ImportView(Struct):
    """What a file would do, row by row, before it does anything."""

    id: UUID
    kind: Kind
    rows: list[RowView]
    sums: dict[Action, int]
    applied: bool
