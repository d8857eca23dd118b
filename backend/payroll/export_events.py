"""What happened to the layouts of exports."""

from typing import Literal
from uuid import UUID

from backend.core.events import Event


class MappingSaved(Event, frozen=True):
    mapping_id: UUID
    name: str


class MappingDropped(Event, frozen=True):
    mapping_id: UUID


class PeriodExported(Event, frozen=True):
    """Somebody took the hours or the pay of a period out as a file."""

    period_id: UUID
    kind: Literal["people", "lines", "days", "all"]
    file: Literal["xlsx", "csv", "json"]
    final: bool
