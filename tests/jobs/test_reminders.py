"""What people are told about their shifts, and when: by the page of subscriptions, with the clock set."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.notifications.service.decide import Audience, Message, notify
from jobs.job import Happened
from jobs.subscriptions import jobs_by_kind
from tests.attendance.day import duty, tap
from tests.notifications.test_decide import VARIABLES
from tests.world import Firm

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def site(firm: Firm) -> dict:
    return await firm.site()


@pytest.fixture
def six() -> datetime:
    """Six in the morning in Seoul, the day after tomorrow."""
    return (
        (clock.now() + timedelta(days=2)).astimezone(UTC).replace(hour=21, minute=0, second=0, microsecond=0)
    )


async def happen(firm: Firm, until: datetime) -> None:
    """Let the firm's timers that are due by then fire one by one, and everything follow."""
    while due := await rows(firm, "SELECT * FROM timer WHERE due_at <= $1 ORDER BY due_at LIMIT 1", until):
        with clock.stopped_at(due[0]["due_at"]):
            await rows(firm, "DELETE FROM timer WHERE key = $1", due[0]["key"])
            await follow(firm, due[0])


async def follow(firm: Firm, event, event_id: int = 1) -> None:
    for job in jobs_by_kind().get(event["kind"], ()):
        at = event["at"] if "at" in event else clock.now()
        happened = Happened(
            UUID(firm.org_id),
            event_id,
            event["kind"],
            event["subject"],
            None,
            at,
            event["data"].encode(),
        )
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            async with database.transaction():
                await job.work(happened)


async def rows(firm: Firm, sql: str, *values):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            return await database.fetch(sql, *values)


async def told(firm: Firm) -> list[tuple[str, str]]:
    """Who was told what, in order."""
    found = await rows(
        firm,
        "SELECT n.topic, m.name FROM recipient r JOIN notification n ON n.id = r.notification_id "
        "JOIN member m ON m.id = r.member_id ORDER BY n.decided_at, m.name",
    )
    return [(row["topic"], row["name"]) for row in found]


async def consequences(firm: Firm, *kinds: str) -> None:
    """What the page says follows from the events of these kinds so far."""
    for event in await rows(
        firm,
        "SELECT id, kind, subject, at, data::text FROM event WHERE kind = ANY ($1) ORDER BY id",
        list(kinds),
    ):
        await follow(firm, event, event["id"])


async def test_a_worker_is_reminded_the_evening_before_an_hour_before_and_when_late(
    firm, site, worker, second_worker, six
):
    shift = await duty(firm, site["id"], worker, six, 3)
    await firm.owner.put(f"~/shifts/{shift.shift_id}/assignments/{second_worker.member_id}")
    await happen(firm, six)
    names = [second_worker.name, worker.name]
    assert await told(firm) == [
        *(("shift_tomorrow", name) for name in sorted(names)),
        *(("shift_soon", name) for name in sorted(names)),
    ]
    await firm.owner.delete(f"~/shifts/{shift.shift_id}/assignments/{second_worker.member_id}")
    await happen(firm, six + 10 * MINUTE)
    assert (await told(firm))[4:] == [("not_clocked_in", worker.name)]


async def test_at_five_in_the_morning_quiet_hours_do_not_hold_back_the_shift_at_six(firm, site, worker, six):
    await duty(firm, site["id"], worker, six, 3)
    await happen(firm, six)
    awake = await rows(
        firm, "SELECT n.topic, r.awake_at FROM recipient r JOIN notification n ON n.id = r.notification_id"
    )
    assert {row["topic"]: row["awake_at"] for row in awake} == {"shift_tomorrow": None, "shift_soon": None}


async def test_who_clocked_in_is_not_asked_to_and_who_stays_is_asked_to_clock_out(
    firm, site, worker, second_worker
):
    started = clock.now() - 10 * MINUTE
    shift = await duty(firm, site["id"], worker, started, 3)
    await firm.owner.put(f"~/shifts/{shift.shift_id}/assignments/{second_worker.member_id}")
    await tap(worker, "in", site_id=site["id"])
    with clock.stopped_at(clock.now()):
        await follow(firm, due("ClockInDue", shift.shift_id))
    assert await told(firm) == [("not_clocked_in", second_worker.name)]

    with clock.stopped_at(shift.ends_at + 30 * MINUTE):
        await follow(firm, due("ClockOutDue", shift.shift_id))
        await follow(firm, due("ClockOutDue", shift.shift_id))
    assert (await told(firm))[1:] == [("not_clocked_out", worker.name)]


def due(kind: str, shift_id: str) -> dict:
    return {"kind": kind, "subject": UUID(shift_id), "data": json.dumps({"shift_id": shift_id})}


async def test_news_of_the_plan_is_told_once_and_wakes_when_it_is_about_tonight(firm, site, worker, six):
    shift = await duty(firm, site["id"], worker, six, 3)
    later = {"starts_at": (six + HOUR).isoformat(), "ends_at": (six + 4 * HOUR).isoformat()}
    assert (await firm.owner.patch(f"~/shifts/{shift.shift_id}", later)).status_code == 200
    assert (
        await firm.owner.patch(f"~/shifts/{shift.shift_id}", {"note": "열쇠는 경비실"})
    ).status_code == 200
    for _ in range(2):
        await consequences(firm, "PlanPublished", "ShiftChanged")
    await firm.owner.delete(f"~/shifts/{shift.shift_id}")
    with clock.stopped_at(six - 6 * HOUR):
        await consequences(firm, "ShiftWithdrawn")

    assert [topic for topic, _ in await told(firm)] == ["week_published", "shift_changed", "shift_withdrawn"]
    urgency = await rows(firm, "SELECT urgency FROM notification ORDER BY decided_at")
    assert [row["urgency"] for row in urgency] == ["normal", "high", "urgent"]
    own = await rows(firm, "SELECT r.variables::text AS own FROM recipient r ORDER BY decided_at LIMIT 1")
    assert json.loads(own[0]["own"])["shifts"] == 1


async def test_who_has_not_read_what_must_be_read_is_rung_for_once_more(firm, manager, worker, ledger):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            made = await notify(
                Message("no_show", "must", UUID(firm.org_id), VARIABLES, remind_at=clock.now() + HOUR),
                Audience.of([manager.member_id, worker.member_id], "member"),
                by=None,
            )
    await ledger.execute(
        "UPDATE delivery SET state = CASE channel WHEN 'push' THEN 'sent' ELSE 'suppressed' END, "
        "reason = CASE channel WHEN 'push' THEN NULL ELSE 'reached_already' END WHERE notification_id = $1",
        made.notification_id,
    )
    await ledger.execute(
        "UPDATE recipient SET read_at = now() WHERE notification_id = $1 AND member_id = $2",
        made.notification_id,
        UUID(worker.member_id),
    )
    await happen(firm, clock.now() + 2 * HOUR)
    states = await ledger.fetch(
        "SELECT r.member_id, d.state FROM delivery d JOIN recipient r USING (notification_id, account_id) "
        "WHERE d.notification_id = $1 AND d.channel = 'push'",
        made.notification_id,
    )
    assert {str(row["member_id"]): row["state"] for row in states} == {
        manager.member_id: "queued",
        worker.member_id: "sent",
    }


async def test_who_is_put_on_a_published_shift_or_taken_off_hears_of_it_and_with_the_week_nobody_twice(
    firm, site, worker, second_worker, six
):
    shift = await duty(firm, site["id"], worker, six, 3)
    seat = f"~/shifts/{shift.shift_id}/assignments/{second_worker.member_id}"
    await firm.owner.put(seat)
    for _ in range(2):
        await consequences(firm, "PlanPublished", "MemberAssigned")
    await firm.owner.delete(seat)
    await consequences(firm, "MemberUnassigned")

    heard = await told(firm)
    assert [topic for topic, name in heard if name == worker.name] == ["week_published"]
    assert [topic for topic, name in heard if name == second_worker.name and topic != "week_published"] == [
        "shift_assigned",
        "shift_unassigned",
    ]
