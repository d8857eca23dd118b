"""Planning many drafts in one go, with people on them: what copies of weeks, days and templates share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.database import fetch
from backend.core.ids import new_id
from backend.scheduling.queries import copies as queries
from backend.scheduling.schemas.weeks import WeekCopyView
from backend.scheduling.service import guards
from backend.scheduling.service.guards import Finding, Placement


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shift to be planned, and who is to be on it."""

    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    seats: int
    note: str
    position_id: UUID | None
    break_min: int
    open_by: str | None
    people: Sequence[UUID] = ()
    id: UUID = field(default_factory=new_id)

    @classmethod
    def like(cls, row: Any, times: tuple[datetime, datetime], people: Sequence[UUID]) -> "Wanted":
        """As a shift, or a line of a template, is; at other times."""
        return cls(
            row["site_id"],
            *times,
            row["seats"],
            row["note"],
            row["position_id"],
            row["break_min"],
            row["open_by"],
            people,
        )


async def plan_all(wanted: Sequence[Wanted]) -> WeekCopyView:
    """Make drafts with their people, inside a transaction. What is planned there already stays."""
    rows = await fetch(
        queries.COPY_SHIFTS,
        [one.id for one in wanted],
        [one.site_id for one in wanted],
        [one.starts_at for one in wanted],
        [one.ends_at for one in wanted],
        [one.seats for one in wanted],
        [one.note for one in wanted],
        [one.position_id for one in wanted],
        [one.break_min for one in wanted],
        [one.open_by for one in wanted],
    )
    made = {row["id"] for row in rows}
    fresh = [one for one in wanted if one.id in made]
    seated, refused = await seat([(one.id, person) for one in fresh for person in one.people])
    return WeekCopyView(len(fresh), len(seated), [one.id for one in fresh], refused)


async def seat(pairs: Sequence[tuple[UUID, UUID]]) -> tuple[list[Placement], list[Finding]]:
    """Put people (shift, member) on shifts with free seats, but for those whom a rule refuses."""
    columns = [shift_id for shift_id, _ in pairs], [member_id for _, member_id in pairs]
    rows = await fetch(queries.SEAT_PEOPLE, *columns)
    placed = [Placement(row["member_id"], row["shift_id"]) for row in rows]
    findings = await guards.examine(placed, occasion="assign")
    refused = [finding for finding in findings if finding.level == "refuse"]
    if refused:
        out = {Placement(finding.member_id, finding.shift_id) for finding in refused}
        await fetch(queries.LEAVE_OUT, [one.shift_id for one in out], [one.member_id for one in out])
        placed = [one for one in placed if one not in out]
    return placed, refused
