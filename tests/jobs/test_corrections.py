"""Who hears of corrections: the office of what is asked and objected to, the person of everything else."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from backend.core import clock, tenancy
from backend.scheduling.events import ClockOutDue
from jobs.job import Happened
from jobs.subscriptions import SUBSCRIPTIONS
from tests.attendance.day import duty, tap
from tests.attendance.fixing import answer, correct, decide, put, rows

TOLD = """
SELECT n.topic, array_agg(r.member_id::text) AS who FROM notification n
  JOIN recipient r ON r.org_id = n.org_id AND r.notification_id = n.id
 WHERE n.topic LIKE '%correct%' GROUP BY n.id, n.topic ORDER BY n.id
"""
HOUR = timedelta(hours=1)


@pytest.fixture
async def left(firm, worker):
    site = await firm.site()
    start = clock.now() - 10 * HOUR
    await tap(worker, "in", start, site_id=site["id"])
    return await tap(worker, "out", start + 3 * HOUR)


async def told(firm):
    """Let everything follow from what happened, twice, and see who was told."""
    by_name = {kind.__name__: jobs for kind, jobs in SUBSCRIPTIONS.items() if "Correct" in kind.__name__}
    for event in [*await firm.events(), *await firm.events()]:
        for job in by_name.get(event["kind"], ()):
            fields = (1, event["kind"], event["subject"], None, clock.now(), event["data"].encode())
            with tenancy.acting_for(org_id=UUID(firm.org_id)):
                await job.work(Happened(UUID(firm.org_id), *fields))
    return {row["topic"]: set(row["who"]) for row in await rows(firm, TOLD)}


async def test_what_is_asked_and_decided(firm, manager, worker, second_worker, left):
    asked = await correct(worker, {"replaces": left.json()["id"]})
    office = {firm.owner.member_id, manager.member_id}
    assert await told(firm) == {"correction_asked": office}
    await decide(manager, asked, approve=False, reason="CCTV에 퇴근이 보여요")
    assert await told(firm) == {"correction_asked": office, "correction_decided": {worker.member_id}}


async def test_what_the_office_changes_and_what_is_said_to_it(firm, manager, worker, left):
    at = clock.now() - 6 * HOUR
    made = await correct(manager, put("out", at, replaces=left.json()["id"]), member_id=worker.member_id)
    assert await told(firm) == {"record_corrected": {worker.member_id}}
    await answer(worker, made, "objected", reason="더 일했어요")
    assert (await told(firm))["correction_objected"] == {firm.owner.member_id, manager.member_id}


async def test_after_the_reminder_there_is_a_look_for_what_was_forgotten(firm, worker):
    site = await firm.site()
    shift = await duty(firm, site["id"], worker, clock.now() - 4 * HOUR, 3)
    jobs = {job.name: job for job in SUBSCRIPTIONS[ClockOutDue]}
    data = msgspec.json.encode(ClockOutDue(UUID(shift.shift_id)))
    fields = (1, "ClockOutDue", UUID(shift.shift_id), None, clock.now(), data)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await jobs["corrections.look_for_forgotten"].work(Happened(UUID(firm.org_id), *fields))

    timers = await rows(firm, "SELECT kind, due_at FROM timer WHERE key LIKE 'punch_proposal/%'")
    assert timers == [{"kind": "ProposalDue", "due_at": shift.ends_at + 2 * HOUR}]
