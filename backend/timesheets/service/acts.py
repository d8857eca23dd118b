"""What was done to a sheet and said about it: a row for the office, an entry in the worker's own chain."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.attendance.service.chain import add_entry
from backend.core.database import fetch
from backend.timesheets.queries import kept as queries
from backend.timesheets.service.periods import Period


@dataclass(frozen=True, slots=True)
class Act:
    """A row of `sheet_act`. `by_member` is None where it followed from a change of the record."""

    id: UUID
    member_id: UUID
    kind: str
    at: datetime
    revision: str | None
    by_member: UUID | None
    reason: str = ""


async def write_act(found: Period, act: Act, **more: object) -> None:
    """Both; hold the member first."""
    who = ([act.id], [act.member_id], [act.revision])
    await fetch(queries.WRITE_ACTS, found.id, *who, act.kind, act.at, act.by_member, act.reason)
    await chain_act(found, act, **more)


async def chain_act(found: Period, act: Act, **more: object) -> None:
    """The entry: every column of the row by its name, the days of the period, and what else there is."""
    payload = {
        "id": act.id,
        "period_id": found.id,
        "from_on": found.from_on,
        "until_on": found.until_on,
        "kind": act.kind,
        "at": act.at,
        "by_member": act.by_member,
        "reason": act.reason,
        "revision": act.revision,
        **more,
    }
    await add_entry(act.member_id, f"sheet_{act.kind}", act.id, act.at, payload)
