"""Words for the tests of attendance: a worker's taps, with the evidence of a good phone."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from tests.world import Firm, Person

AT_SITE = {"lat": 37.5006, "lon": 127.0364, "accuracy_m": 12}
SEOUL_STATION = {"lat": 37.5547, "lon": 126.9707, "accuracy_m": 12}
BUSAN = {"lat": 35.1151, "lon": 129.0415, "accuracy_m": 12}


async def tap(
    person: Person,
    kind: str,
    at: datetime | None = None,
    *,
    punch_id: str | None = None,
    **changes: Any,
) -> httpx.Response:
    """One tap at this moment, by a phone with a right clock that knows the server's time."""
    moment = (at or clock.now()).isoformat()
    body = {"kind": kind, "device_time": moment, "last_server_time": moment, "device_age_ms": 0, **changes}
    body = {name: value for name, value in body.items() if value is not None}
    return await person.put(f"~/punches/{punch_id or new_id()}", body)


async def record(firm: Firm, member: Person) -> list[dict[str, Any]]:
    """The member's sessions, the earliest first: what everything else follows from."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch(
                "SELECT to_json(w) AS row FROM work_session w WHERE member_id = $1 ORDER BY started_at",
                UUID(member.member_id),
            )
    return [json.loads(row["row"]) for row in rows]


async def flags(firm: Firm, answer: httpx.Response) -> list[str]:
    """What is odd about a punch by now: later ones may have changed it."""
    punch = await firm.owner.get(f"~/punches/{answer.json()['id']}")
    return list(punch.json()["flags"])


@dataclass(frozen=True)
class Duty:
    """A published shift with one member on it."""

    shift_id: str
    starts_at: datetime
    ends_at: datetime


async def duty(firm: Firm, site_id: str, member: Person, starts_at: datetime, hours: float) -> Duty:
    ends_at = starts_at + timedelta(hours=hours)
    shift = await firm.shift(site_id, starts_at.isoformat(), ends_at.isoformat())
    answer = await firm.owner.put(f"~/shifts/{shift['id']}/assignments/{member.member_id}")
    assert answer.status_code == 200, answer.text
    body = {"from": starts_at.isoformat(), "to": ends_at.isoformat()}
    assert (await firm.owner.post("~/publications", body)).status_code == 201
    return Duty(shift["id"], starts_at, ends_at)
