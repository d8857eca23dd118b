"""A row with what it would do, before it does it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.core.actor import Actor
from backend.imports.rules.columns import Cells
from backend.imports.schemas import Action, RowProblem, RowView


@dataclass(frozen=True)
class Judged:
    """`does` is what the row becomes when it is applied; it says everything that decides."""

    line: int
    action: Action
    what: str
    problems: tuple[RowProblem, ...] = ()
    subject: UUID | None = None
    does: dict[str, Any] = field(default_factory=dict)

    @property
    def view(self) -> RowView:
        return RowView(self.line, self.action, self.what, list(self.problems))


Judge = Callable[[Actor, Sequence[Cells]], Awaitable[list[Judged]]]
Apply = Callable[[Actor, Judged], Awaitable[None]]


def refused(cells: Cells, what: str) -> Judged:
    return Judged(cells.line, "refused", what, tuple(cells.problems))
