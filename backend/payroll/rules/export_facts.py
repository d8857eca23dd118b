"""What goes into an export: a period's people with their statements and sheets, in one order for ever."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from backend.payroll.rules.statement import Statement
from backend.timesheets.rules.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's period. `final`: the sheet is locked, so that nothing in it moves any more."""

    member_id: UUID
    name: str
    number: str
    """Of the employee; empty where nobody gave one."""
    statement: Statement
    sheet: Sheet
    final: bool


@dataclass(frozen=True, slots=True)
class Period:
    """What is exported. It knows nothing of who exports it or when: the same period is the same bytes."""

    organisation: str
    from_on: date
    until_on: date
    entries: tuple[Entry, ...]
    sites: dict[UUID, str] = field(default_factory=dict)
    """Names of the sites that stand in the sheets."""

    @property
    def final(self) -> bool:
        """Whether nothing of it moves any more; an estimate otherwise."""
        return bool(self.entries) and all(entry.final for entry in self.entries)


def in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    """By employee number as people count (7 before 12), then those without one, by name."""
    return tuple(sorted(entries, key=_place))


def _place(entry: Entry) -> tuple[bool, int, str, str, str]:
    length = len(entry.number.lstrip("0")) if entry.number.isdigit() else len(entry.number)
    return not entry.number, length, entry.number, entry.name, str(entry.member_id)
