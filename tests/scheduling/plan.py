"""Words for the tests of plans: days, times and shifts near the present."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock, database, tenancy
from tests.world import Firm, Person


def at(hours: float) -> datetime:
    """So many hours from now, to the minute."""
    return clock.now().replace(second=0, microsecond=0) + timedelta(hours=hours)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def shift(firm: Firm, site_id: str, starts: float, ends: float, **changes: Any) -> dict[str, Any]:
    """A draft from so many hours from now to so many."""
    return await firm.shift(site_id, at(starts).isoformat(), at(ends).isoformat(), **changes)


async def publish(planner: Person, starts: float = -48, ends: float = 48) -> dict[str, Any]:
    body = {"from": at(starts).isoformat(), "to": at(ends).isoformat()}
    answer = await planner.post("~/publications", body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def manage_site(firm: Firm, person: Person, *site_ids: str) -> None:
    """Make somebody the manager of these sites only."""
    answer = await firm.owner.patch(f"~/members/{person.member_id}", {"site_ids": list(site_ids)})
    assert answer.status_code == 200, answer.text


def query(moment: datetime) -> str:
    """A moment inside a URL."""
    return moment.isoformat().replace("+", "%2B")


async def timers(firm: Firm) -> dict[str, datetime]:
    """The reminders that are set in the organisation."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch("SELECT key, due_at FROM timer")
    return {row["key"]: row["due_at"] for row in rows}


async def audience(firm: Firm) -> dict[str, list[str]]:
    """Which members hear of each kind of event besides the office; of several, the last one counts."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch("SELECT kind, members FROM event ORDER BY id")
    return {row["kind"]: [str(member) for member in row["members"] or []] for row in rows}
