"""A leader taps for the crew of a shift; each of them hears of it and may object."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.attendance.day import AT_SITE, duty, tap
from tests.scheduling.plan import manage_site


@pytest.fixture
async def shift(firm, site, worker):
    return await duty(firm, site["id"], worker, clock.now() - timedelta(minutes=5), 3)


@pytest.fixture
async def leader(firm, site, second_worker):
    await manage_site(firm, second_worker, site["id"])
    return second_worker


def crew_tap(leader, shift, person, kind="in", at=None, punch_id=None, **changes):
    moment = (at or clock.now()).isoformat()
    body = {
        "member_id": person.member_id,
        "shift_id": shift.shift_id,
        "kind": kind,
        "device_time": moment,
        "last_server_time": moment,
        "device_age_ms": 0,
        **changes,
    }
    return leader.put(f"~/crew-punches/{punch_id or new_id()}", body)


async def test_a_leader_taps_and_the_person_hears_of_it(firm, site, shift, leader, worker):
    answer = await crew_tap(leader, shift, worker)
    assert answer.status_code == 201
    punch = answer.json()
    assert (punch["how"], punch["recorded_by"], punch["shift_id"]) == (
        "crew",
        leader.member_id,
        shift.shift_id,
    )
    assert (punch["flags"], punch["lat"], punch["reason"]) == ([], None, None)
    (notice,) = (await worker.get("~/inbox")).json()["items"]
    assert (notice["topic"], notice["link"]) == ("tapped_for_you", f"/punches/{punch['id']}")
    assert leader.name in notice["title"]


async def test_the_same_tap_again_is_one_punch(firm, shift, leader, worker):
    again = {"at": clock.now(), "punch_id": str(new_id())}
    assert [(await crew_tap(leader, shift, worker, **again)).status_code for _ in "12"] == [201, 200]
    assert len((await worker.get("~/inbox")).json()["items"]) == 1
    second = await crew_tap(leader, shift, worker)
    assert (second.status_code, second.json()["code"]) == (409, "already-in")


async def test_a_tap_that_waited_on_the_leaders_phone_counts_when_it_was_made(shift, leader, worker):
    at = shift.starts_at + timedelta(seconds=30)
    answer = await crew_tap(leader, shift, worker, at=at)
    assert answer.json()["believed_at"] == at.isoformat().replace("+00:00", "Z")
    assert answer.json()["flags"] == ["arrived_late"]


async def test_the_office_leads_every_crew_and_a_worker_none(firm, shift, manager, worker, outsider):
    colleague = await firm.hire("강미자")
    assert (await crew_tap(worker, shift, colleague)).status_code == 403
    assert (await crew_tap(manager, shift, worker)).status_code == 201
    outsider.org_id = firm.org_id
    assert (await crew_tap(outsider, shift, worker, "out")).status_code == 404


async def test_a_leader_of_another_site_does_not_know_the_shift(firm, shift, leader, worker):
    other = await firm.site(name="남의 현장")
    await manage_site(firm, leader, other["id"])
    assert (await crew_tap(leader, shift, worker)).status_code == 404


async def test_only_for_who_is_on_the_shift_and_only_about_then(firm, shift, leader, worker):
    colleague = await firm.hire("강미자")
    stranger = await crew_tap(leader, shift, colleague)
    assert (stranger.status_code, stranger.json()["code"]) == (409, "not-on-that-shift")
    early = await crew_tap(leader, shift, worker, at=shift.starts_at - timedelta(hours=3))
    assert early.json()["code"] == "not-on-that-shift"
    assert await firm.events("PunchRecorded") == []
    assert (await crew_tap(leader, shift, leader)).status_code == 422
    assert (await crew_tap(leader, shift, worker, reason="대신")).status_code == 400


async def test_a_person_objects_and_the_office_hears_why(firm, shift, leader, worker, manager):
    punch = (await crew_tap(leader, shift, worker)).json()
    path = f"~/punches/{punch['id']}/objection"
    assert (await worker.get(path)).status_code == 404
    said = await worker.put(path, {"reason": "30분 늦게 왔어요"})
    assert said.status_code == 200
    again = await worker.put(path, {"reason": "다른 말"})
    assert again.json() == said.json(), "the first word stays"
    assert (await manager.get(path)).json()["reason"] == "30분 늦게 왔어요"
    assert [event["kind"] for event in await firm.events("PunchObjected")] == ["PunchObjected"]
    topics = [notice["topic"] for notice in (await manager.get("~/inbox")).json()["items"]]
    assert topics.count("punch_objected") == 1


async def test_only_the_person_objects_and_not_to_their_own_tap(firm, site, shift, leader, worker):
    punch = (await crew_tap(leader, shift, worker)).json()
    path = f"~/punches/{punch['id']}/objection"
    assert (await leader.put(path, {"reason": "아니에요"})).status_code == 404
    assert (await worker.put(path, {"reason": "  "})).status_code == 400
    own = (await tap(worker, "out", site_id=site["id"], **AT_SITE)).json()
    refused = await worker.put(f"~/punches/{own['id']}/objection", {"reason": "잘못 눌렀어요"})
    assert (refused.status_code, refused.json()["code"]) == (409, "tapped-by-yourself")
