"""What was recorded counts in the plan of the rest of the week."""

from datetime import timedelta
from uuid import UUID

import msgspec

from backend.attendance.events import PunchRecorded
from backend.attendance.service import guarding
from backend.core import clock, tenancy
from backend.core.ids import new_id
from tests.scheduling.guards.words import codes, findings
from tests.scheduling.plan import publish, shift


async def punch(person, kind, at, **more):
    body = {"kind": kind, "device_time": at.isoformat(), "lat": 37.5006, "lon": 127.0364, "accuracy_m": 10}
    answer = await person.put(f"~/punches/{new_id()}", {**body, **more})
    assert answer.status_code in (200, 201), answer.text


async def test_who_worked_longer_than_planned_has_less_rest(firm, worker, monkeypatch):
    site = await firm.site()
    now = clock.now().replace(microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: now)
    today = await shift(firm, site["id"], 0, 2)
    await firm.owner.put(f"~/shifts/{today['id']}/assignments/{worker.member_id}")
    await publish(firm.owner)
    tomorrow = await shift(firm, site["id"], 24, 25)
    assert await findings(firm, worker, tomorrow) == []

    await punch(worker, "in", now, site_id=site["id"])
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=14))
    assert codes(await findings(firm, worker, tomorrow)) == ["rest"], "still at work, twelve hours too long"

    await punch(worker, "out", now + timedelta(hours=14), site_id=site["id"])
    (found,) = await findings(firm, worker, tomorrow)
    assert (found.code, found.level) == ("rest", "warn")
    assert 595 <= found.minutes <= 600


async def test_clocking_in_against_a_rule_goes_through_and_the_office_hears_of_it(firm, worker):
    site = await firm.site()
    planned = await shift(firm, site["id"], 0, 2)
    await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
    await publish(firm.owner)
    excluded = {"rule": "excluded", "reason": ""}
    await firm.owner.put(f"~/sites/{site['id']}/people/{worker.member_id}", excluded)

    await punch(worker, "in", clock.now(), site_id=site["id"])
    (event,) = await firm.events("PunchRecorded")
    recorded = msgspec.json.decode(event["data"], type=PunchRecorded)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await guarding.tell_of_broken_rules(recorded)
        await guarding.tell_of_broken_rules(recorded)

    (told,) = [one for one in (await firm.owner.get("~/notifications")).json()["items"] if "규칙" in str(one)]
    assert worker.name in str(told)
