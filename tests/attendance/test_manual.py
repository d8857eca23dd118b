"""A manager states what somebody forgot: with a reason, in their sites, and visible as such."""

from datetime import timedelta

import pytest

from backend.core import clock
from tests.attendance.day import AT_SITE, BUSAN, record, tap
from tests.scheduling.plan import manage_site

HOUR = timedelta(hours=1)


async def state(person, member, kind, at, **changes):
    changes = {"reason": "전화로 알려 옴", **changes}
    return await tap(person, kind, at, member_id=member.member_id, **changes)


async def test_a_forgotten_out_is_stated_by_a_manager(firm, site, manager, worker):
    start = clock.now() - 10 * HOUR
    came = await tap(worker, "in", start, site_id=site["id"], **AT_SITE)

    stated = await state(manager, worker, "out", start + 4 * HOUR, **BUSAN)

    assert stated.status_code == 201
    punch = stated.json()
    assert (punch["how"], punch["recorded_by"], punch["reason"]) == (
        "manual",
        manager.member_id,
        "전화로 알려 옴",
    )
    assert (punch["member_name"], punch["flags"]) == (worker.name, [])
    assert (await record(firm, worker))[0]["out_punch"] == punch["id"]
    assert came.json()["session_id"] == punch["session_id"]


async def test_a_reason_is_needed(manager, site, worker):
    answer = await state(manager, worker, "in", clock.now(), site_id=site["id"], reason=None)
    assert (answer.status_code, answer.json()["code"]) == (422, "reason-needed")


@pytest.mark.parametrize("hours", [1, -31 * 24])
async def test_neither_the_future_nor_the_distant_past_is_stated(manager, site, worker, hours):
    answer = await state(manager, worker, "in", clock.now() + hours * HOUR, site_id=site["id"])
    assert (answer.status_code, answer.json()["code"]) == (422, "not-recordable")


async def test_a_worker_states_nothing_for_anybody(site, worker, second_worker):
    assert (await state(worker, second_worker, "in", clock.now(), site_id=site["id"])).status_code == 403
    assert (await state(worker, worker, "in", clock.now(), site_id=site["id"])).status_code == 403
    own = await tap(worker, "in", site_id=site["id"], member_id=worker.member_id)
    assert own.status_code == 201, "one's own id is no claim about somebody else"


async def test_a_site_manager_states_for_their_site_only(firm, site, worker, second_worker):
    other = await firm.site(name="남의 현장")
    await manage_site(firm, worker, site["id"])

    at_mine = await state(worker, second_worker, "in", clock.now(), site_id=site["id"])
    at_other = await state(worker, second_worker, "out", clock.now(), site_id=other["id"])

    assert (at_mine.status_code, at_other.status_code) == (201, 403)


async def test_somebody_unknown_is_not_found(manager, site, outsider):
    answer = await state(manager, outsider, "in", clock.now(), site_id=site["id"])
    assert answer.status_code == 404


async def test_the_last_days_of_somebody_who_left_can_still_be_stated(firm, manager, site, worker):
    start = clock.now() - 5 * HOUR
    await tap(worker, "in", start, site_id=site["id"])
    await firm.owner.delete(f"~/members/{worker.member_id}")

    assert (await state(manager, worker, "out", start + HOUR)).status_code == 201
