"""Somebody missing after the start of a shift is found once, and told to who answers for the site."""

import json
from datetime import timedelta
from uuid import UUID

import msgspec

from backend.attendance.events import ShiftUnattended
from backend.attendance.service import no_show
from backend.core import clock, database, tenancy
from backend.notifications.service.sending import send_due
from jobs.attendance import tell_of_missing
from jobs.job import Happened
from tests.attendance.day import duty, tap
from tests.scheduling.plan import manage_site
from tests.world import Firm, outbox

MINUTE = timedelta(minutes=1)


async def look(firm: Firm, shift_id: str) -> list[dict]:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await no_show.look_for_missing(UUID(shift_id))
    return await firm.events("ShiftUnattended")


async def test_a_shift_with_nobody_there_is_found_once(firm, site, worker):
    shift = await duty(firm, site["id"], worker, clock.now() - 20 * MINUTE, 3)
    assert len(await look(firm, shift.shift_id)) == 1
    assert len(await look(firm, shift.shift_id)) == 1


async def test_who_is_there_is_not_missing(firm, site, worker):
    shift = await duty(firm, site["id"], worker, clock.now() - 20 * MINUTE, 3)
    await tap(worker, "in", site_id=site["id"])
    assert await look(firm, shift.shift_id) == []


async def test_one_of_two_missing_is_told(firm, site, worker, second_worker):
    shift = await duty(firm, site["id"], worker, clock.now() - 20 * MINUTE, 3)
    await firm.owner.put(f"~/shifts/{shift.shift_id}/assignments/{second_worker.member_id}")
    await tap(worker, "in", site_id=site["id"])
    (event,) = await look(firm, shift.shift_id)
    found = json.loads(event["data"])
    assert (found["assigned"], found["present"]) == (2, 1)


async def test_a_cancelled_or_moved_shift_misses_nobody(firm, site, worker):
    moved = await duty(firm, site["id"], worker, clock.now() - 20 * MINUTE, 1)
    later = {
        "starts_at": (clock.now() + 60 * MINUTE).isoformat(),
        "ends_at": (clock.now() + 120 * MINUTE).isoformat(),
    }
    assert (await firm.owner.patch(f"~/shifts/{moved.shift_id}", later)).status_code == 200
    assert await look(firm, moved.shift_id) == []
    await firm.owner.delete(f"~/shifts/{moved.shift_id}")
    assert await look(firm, moved.shift_id) == []


async def test_everybody_who_answers_for_the_site_hears_of_it_once(
    firm, site, manager, worker, second_worker
):
    """Owner, manager and the site's own manager; not the worker, and not the manager of another site."""
    other = await firm.site(name="남의 현장")
    site_manager, elsewhere = await firm.hire("현장소장"), await firm.hire("다른소장")
    await manage_site(firm, site_manager, site["id"])
    await manage_site(firm, elsewhere, other["id"])
    shift = await duty(firm, site["id"], worker, clock.now() - 20 * MINUTE, 3)
    event = ShiftUnattended(UUID(shift.shift_id), UUID(site["id"]), 1, 0)
    happened = Happened(
        org_id=UUID(firm.org_id),
        event_id=1,
        kind="ShiftUnattended",
        subject=event.shift_id,
        actor_id=None,
        at=clock.now(),
        data=msgspec.json.encode(event),
    )

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        for _ in range(2):
            async with database.transaction():
                await tell_of_missing.work(happened)
            await send_due("sms")

    texts = [sms for sms in outbox() if "출근했어요" in sms["body"] and sms["to"] in phones(firm)]
    assert sorted(sms["to"] for sms in texts) == sorted([firm.owner.phone, manager.phone, site_manager.phone])
    assert "역삼 타워" in texts[0]["body"]


def phones(firm: Firm) -> set[str]:
    return {person.phone for person in firm.people}
