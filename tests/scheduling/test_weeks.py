"""Weeks: copied by the clocks of the site."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.core import clock
from backend.scheduling.rules.templates import clocks_of, times_of
from tests.scheduling.plan import at, manage_site, query


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


async def seats_of(firm, day: str) -> list[tuple[str, list[str]]]:
    """Begin and people of the shifts of a UTC day."""
    listed = await firm.owner.get(f"~/shifts?from={day}T00:00:00Z&to={day}T23:59:00Z")
    return [
        (one["starts_at"][11:16], [person["name"] for person in one["assigned"]])
        for one in listed.json()["items"]
    ]


async def planned_week(firm, site, worker, second_worker):
    """On Tuesday 20 October at 00:00 UTC both work, from 05:00 on the worker alone."""
    both = await firm.shift(site["id"], "2026-10-20T00:00:00Z", "2026-10-20T04:00:00Z")
    alone = await firm.shift(site["id"], "2026-10-20T05:00:00Z", "2026-10-20T07:00:00Z", seats=1)
    for planned, person in ((both, worker), (both, second_worker), (alone, worker)):
        await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{person.member_id}")
    return both, alone


async def test_a_persons_week_is_copied_alone_and_takes_the_seats_that_are_there(
    firm, site, worker, second_worker
):
    with clock.stopped_at(datetime(2026, 10, 19, 9, tzinfo=UTC)):
        await planned_week(firm, site, worker, second_worker)
        there = await firm.shift(site["id"], "2026-10-27T00:00:00Z", "2026-10-27T04:00:00Z")
        body = {"from_week": "2026-10-19", "to_week": "2026-10-26", "member_id": worker.member_id}

        first = await firm.owner.post("~/week-copies", body)
        again = await firm.owner.post("~/week-copies", body)

        assert (first.json()["created"], first.json()["assigned"]) == (1, 2)
        assert (again.json()["created"], again.json()["assigned"]) == (0, 0)
        assert await seats_of(firm, "2026-10-27") == [("00:00", [worker.name]), ("05:00", [worker.name])]
        assert len(await firm.events("ShiftPlanned")) == 3, there


async def test_a_persons_week_goes_to_somebody_else(firm, site, worker, second_worker):
    heir = await firm.hire("정대만")
    with clock.stopped_at(datetime(2026, 10, 19, 9, tzinfo=UTC)):
        await planned_week(firm, site, worker, second_worker)
        body = {"from_week": "2026-10-19", "to_week": "2026-10-26", "member_id": worker.member_id}
        copy = await firm.owner.post("~/week-copies", {**body, "to_member_id": heir.member_id})
        assert copy.json()["assigned"] == 2
        assert await seats_of(firm, "2026-10-27") == [("00:00", [heir.name]), ("05:00", [heir.name])]

        stranger = {**body, "to_member_id": site["id"]}
        assert (await firm.owner.post("~/week-copies", stranger)).status_code == 404
        nobody = {"from_week": "2026-10-19", "to_week": "2026-10-26", "to_member_id": heir.member_id}
        assert (await firm.owner.post("~/week-copies", nobody)).status_code == 422


async def test_a_shift_is_planned_on_more_days_once(firm, site, worker):
    with clock.stopped_at(datetime(2026, 10, 19, 9, tzinfo=UTC)):
        planned = await firm.shift(site["id"], "2026-10-20T00:00:00Z", "2026-10-20T04:00:00Z")
        await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
        path = f"~/shifts/{planned['id']}/copies"

        days = {"days": ["2026-10-20", "2026-10-22", "2026-10-23", "2026-10-22"], "with_people": True}
        first = await firm.owner.post(path, days)
        again = await firm.owner.post(path, days)

        assert (first.status_code, first.json()["created"], first.json()["assigned"]) == (201, 2, 2)
        assert again.json()["created"] == 0
        assert await seats_of(firm, "2026-10-23") == [("00:00", [worker.name])]
        assert (await worker.post(path, days)).status_code == 403
        assert (await firm.owner.post(path, {"days": ["2031-01-01"]})).status_code == 422
        await firm.owner.delete(f"~/shifts/{planned['id']}")
        assert (await firm.owner.post(path, days)).json()["code"] == "shift-cancelled"


async def test_a_week_is_kept_and_planned_again(firm, site, worker, second_worker):
    with clock.stopped_at(datetime(2026, 10, 19, 9, tzinfo=UTC)):
        await planned_week(firm, site, worker, second_worker)
        night = await firm.shift(site["id"], "2026-10-24T13:00:00Z", "2026-10-24T21:00:00Z")
        kept = await firm.owner.post("~/week-templates", {"name": "보통 주", "from_week": "2026-10-21"})
        assert kept.status_code == 201
        template = kept.json()
        assert (template["shifts"], template["people"], template["sites"]) == (3, 2, 1), night
        same = {"id": template["id"], "name": "다른 이름", "from_week": "2026-10-21"}
        assert (await firm.owner.post("~/week-templates", same)).json() == template
        path = f"~/week-templates/{template['id']}"

        first = await firm.owner.post(f"{path}/applications", {"week": "2026-11-04"})
        again = await firm.owner.post(f"{path}/applications", {"week": "2026-11-04"})
        alone = await firm.owner.post(f"{path}/applications", {"week": "2026-11-09", "with_people": False})

        assert [a.json()["created"] for a in (first, again, alone)] == [3, 0, 3]
        assert [a.json()["assigned"] for a in (first, again, alone)] == [3, 0, 0]
        assert await seats_of(firm, "2026-11-07") == [("13:00", [])]
        listed = (await firm.owner.get("~/week-templates")).json()["items"]
        assert [item["id"] for item in listed] == [template["id"]]
        assert (await firm.owner.delete(path)).status_code == 204
        assert (await firm.owner.delete(path)).status_code == 404
        assert (await firm.owner.get("~/week-templates")).json()["items"] == []


async def test_a_site_manager_keeps_and_plans_their_sites_only(firm, site, worker, second_worker):
    other = await firm.site(name="남의 현장")
    with clock.stopped_at(datetime(2026, 10, 19, 9, tzinfo=UTC)):
        for place in (site, other):
            await firm.shift(place["id"], "2026-10-20T00:00:00Z", "2026-10-20T04:00:00Z")
        whole = (
            await firm.owner.post("~/week-templates", {"name": "모두", "from_week": "2026-10-19"})
        ).json()
        await manage_site(firm, worker, site["id"])

        mine = await worker.post("~/week-templates", {"name": "내 현장", "from_week": "2026-10-19"})
        assert mine.json()["shifts"] == 1
        path = f"~/week-templates/{whole['id']}"
        assert (await worker.post(f"{path}/applications", {"week": "2026-11-04"})).json()["created"] == 1
        assert (await worker.delete(path)).status_code == 403
        assert (await worker.delete(f"~/week-templates/{mine.json()['id']}")).status_code == 204
        empty = {"name": "빈 주", "from_week": "2026-06-01"}
        assert (await firm.owner.post("~/week-templates", empty)).json()["code"] == "week-empty"


@pytest.mark.parametrize(
    ("begins", "ends", "nights", "hours"),
    [(time(22), time(6), 1, 9), (time(3), time(5), 0, 2), (time(2, 30), time(2, 45), 0, 0.25)],
)
def test_a_kept_night_is_planned_by_the_clocks_of_its_site(begins, ends, nights, hours):
    """Germany's clocks go back in the night to 25 October 2026, and forward in that to 29 March."""
    starts, ended = times_of(date(2026, 10, 24), begins, ends, nights, "Europe/Berlin")
    assert (ended - starts) / timedelta(hours=1) == hours
    _, spring = times_of(date(2026, 3, 28), time(22), time(6), 1, "Europe/Berlin")
    assert spring == datetime(2026, 3, 29, 4, tzinfo=UTC)
    weekday, *_ = clocks_of(starts, ended, "Europe/Berlin")
    assert weekday == 5


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_week_where_calendars_end_is_refused(firm, day):
    copy = await firm.owner.post("~/week-copies", {"from_week": day, "to_week": "2026-11-30"})
    kept = await firm.owner.post("~/week-templates", {"name": "먼 주", "from_week": day})
    assert (copy.status_code, kept.status_code) == (422, 422)
