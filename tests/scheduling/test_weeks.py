"""Weeks: copied by the clocks of the site."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.core import clock
from tests.scheduling.plan import at, query


@pytest.fixture
async def site(firm):
    return await firm.site()


async def test_a_worker_publishes_and_copies_nothing(firm, worker):
    body = {"from": at(0).isoformat(), "to": at(1).isoformat()}
    assert (await worker.post("~/publications", body)).status_code == 403
    weeks = {"from_week": "2026-11-23", "to_week": "2026-11-30"}
    assert (await worker.post("~/week-copies", weeks)).status_code == 403


async def test_a_week_is_copied_with_its_people_and_twice_is_once(firm, site, worker, second_worker):
    with clock.stopped_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        # Monday 08:00 and Sunday 23:00 in Seoul both lie in that week, in UTC they do not.
        shifts = [
            await firm.shift(site["id"], "2026-10-18T23:00:00Z", "2026-10-19T03:00:00Z"),
            await firm.shift(site["id"], "2026-10-25T14:00:00Z", "2026-10-25T21:00:00Z"),
            await firm.shift(site["id"], "2026-10-25T23:00:00Z", "2026-10-26T03:00:00Z"),  # next Monday
        ]
        for planned in shifts[:2]:
            await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
        weeks = {"from_week": "2026-10-22", "to_week": "2026-11-05"}

        first = await firm.owner.post("~/week-copies", weeks)
        again = await firm.owner.post("~/week-copies", weeks)

    assert first.status_code == 201
    assert (first.json()["created"], first.json()["assigned"]) == (2, 2)
    assert again.json()["created"] == 0
    november = [query(datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 9)]
    listed = (await firm.owner.get(f"~/shifts?from={november[0]}&to={november[1]}")).json()["items"]
    assert [(copied["starts_at"], copied["state"], len(copied["assigned"])) for copied in listed] == [
        ("2026-11-01T23:00:00Z", "draft", 1),
        ("2026-11-08T14:00:00Z", "draft", 1),
    ]


@pytest.mark.parametrize(("zone", "hours"), [("Europe/Berlin", 9), ("America/New_York", 8)])
async def test_a_copied_night_keeps_the_wall_clock_over_a_clock_change(firm, zone, hours):
    """Germany's clocks go back on 25 October 2026; New York's a week later."""
    site = await firm.site(timezone=zone, name=zone)
    local = ZoneInfo(zone)
    starts = datetime(2026, 10, 17, 22, tzinfo=local)
    with clock.stopped_at(datetime(2026, 10, 12, 9, tzinfo=UTC)):
        ends = datetime(2026, 10, 18, 6, tzinfo=local)
        await firm.shift(site["id"], starts.astimezone(UTC).isoformat(), ends.astimezone(UTC).isoformat())
        copy = await firm.owner.post("~/week-copies", {"from_week": "2026-10-12", "to_week": "2026-10-19"})

    shift_id = copy.json()["shift_ids"][0]
    copied = (await firm.owner.get(f"~/shifts/{shift_id}")).json()
    new_start, new_end = (datetime.fromisoformat(copied[name]) for name in ("starts_at", "ends_at"))
    assert new_start.astimezone(local).strftime("%d %H:%M") == "24 22:00"
    assert new_end.astimezone(local).strftime("%d %H:%M") == "25 06:00"
    assert new_end - new_start == timedelta(hours=hours)


async def test_who_works_elsewhere_or_has_left_is_not_copied(firm, site, worker, second_worker):
    with clock.stopped_at(datetime(2026, 10, 20, 9, tzinfo=UTC)):
        planned = await firm.shift(site["id"], "2026-10-20T00:00:00Z", "2026-10-20T04:00:00Z")
        busy = await firm.shift(site["id"], "2026-10-27T03:00:00Z", "2026-10-27T05:00:00Z")
        for shift_id, member in ((planned, worker), (planned, second_worker), (busy, worker)):
            await firm.owner.put(f"~/shifts/{shift_id['id']}/assignments/{member.member_id}")
        await firm.owner.delete(f"~/members/{second_worker.member_id}")

        copy = await firm.owner.post("~/week-copies", {"from_week": "2026-10-19", "to_week": "2026-10-26"})

    assert (copy.json()["created"], copy.json()["assigned"]) == (1, 0)


@pytest.mark.parametrize("to_week", ["2026-11-27", "2029-01-01", "9999-12-31", "0001-01-01", "soon"])
async def test_a_week_is_not_copied_onto_itself_nor_too_far(firm, to_week):
    with clock.stopped_at(datetime(2026, 11, 24, tzinfo=UTC)):
        answer = await firm.owner.post("~/week-copies", {"from_week": "2026-11-24", "to_week": to_week})
    assert answer.status_code in (400, 422)
