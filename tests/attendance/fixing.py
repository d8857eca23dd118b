"""Words for the tests of corrections."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from backend.attendance.rules.record import Tap, read_record
from backend.core import database, tenancy
from backend.core.ids import new_id
from tests.attendance.day import record
from tests.world import Firm, Person

COUNTING = """
SELECT p.id, p.kind, p.believed_at, p.site_id, p.shift_id, r.session_id, r.flags AS meaning
  FROM punch p JOIN reading r ON r.punch_id = p.id
 WHERE p.member_id = $1 AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.punch_id = p.id)
"""


async def correct(
    person: Person, *changes: dict[str, Any], request_id: str | None = None, **body: Any
) -> httpx.Response:
    """Ask, or from the office correct; `changes` as they are sent."""
    body = {"reason": "깜빡했어요", "changes": list(changes), **body}
    return await person.put(f"~/corrections/{request_id or new_id()}", body)


def put(kind: str, at: datetime, site_id: str | None = None, **more: Any) -> dict[str, Any]:
    found = {"kind": kind, "at": at.isoformat(), "site_id": site_id, **more}
    return {name: value for name, value in found.items() if value is not None}


async def decide(
    person: Person, request: httpx.Response, approve: bool = True, **body: Any
) -> httpx.Response:
    return await person.put(f"~/corrections/{request.json()['id']}/decision", {"approve": approve, **body})


async def answer(person: Person, request: httpx.Response, said: str, **body: Any) -> httpx.Response:
    return await person.put(f"~/corrections/{request.json()['id']}/answer", {"answer": said, **body})


async def rows(firm: Firm, sql: str, *values: Any) -> list[dict[str, Any]]:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            return [dict(row) for row in await database.fetch(sql, *values)]


async def spans(firm: Firm, member: Person) -> list[tuple[datetime, datetime | None]]:
    """The member's sessions by their times, as stored. All that is stored is what counts, read anew."""
    stored = [
        tuple(row[name] and datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
        for row in await record(firm, member)
    ]
    found = await rows(firm, COUNTING, UUID(member.member_id))
    taps = [Tap(r["id"], r["kind"], r["believed_at"], r["site_id"], r["shift_id"]) for r in found]
    anew = read_record(taps)
    assert sorted(stored) == sorted((s.started_at, s.ended_at) for s in anew.sessions.values())
    assert {r["id"]: (r["session_id"], r["meaning"]) for r in found} == {
        punch_id: (meaning.session_id, meaning.flags) for punch_id, meaning in anew.meanings.items()
    }
    return stored


async def chain(firm: Firm, member: Person) -> list[tuple[str, dict[str, Any]]]:
    """The entries of the member's record, in their order."""
    sql = "SELECT kind, payload FROM record_entry WHERE member_id = $1 ORDER BY seq"
    found = await rows(firm, sql, UUID(member.member_id))
    return [(row["kind"], json.loads(row["payload"])) for row in found]
