"""Series: rules that make shifts, planned ahead, changed in one of three scopes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from backend.scheduling.events import SeriesDue
from backend.scheduling.service import series_ahead
from jobs import series as series_jobs
from jobs.job import Happened
from jobs.subscriptions import SUBSCRIPTIONS

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 09:30 in Seoul
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


@pytest.fixture
async def site(firm):
    return await firm.site()


@pytest.fixture
def monday():
    with clock.stopped_at(MONDAY):
        yield MONDAY


def body(site, **changes):
    return {
        "site_id": site["id"],
        "rrule": WEEKDAYS,
        "from_on": "2026-11-23",
        "begins": "06:00",
        "minutes": 180,
        "seats": 2,
        **changes,
    }


async def made(firm, site, **changes):
    answer = await firm.owner.post("~/series", body(site, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def change(firm, series, scope, on=None, **changes):
    answer = await firm.owner.patch(f"~/series/{series['id']}", {"scope": scope, "on": on, **changes})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def rows(firm, sql, *values):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            return [dict(row) for row in await database.fetch(sql, *values)]


async def plan(firm, *, until: str = "2026-12-07"):
    """What is planned by the day: the occurrence, begin and length."""
    found = await rows(
        firm,
        "SELECT * FROM shift WHERE state <> 'cancelled' AND occurrence < $1 ORDER BY starts_at",
        date.fromisoformat(until),
    )
    return {row["occurrence"].isoformat()[5:]: row for row in found}


async def plan_ahead(firm):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        return await series_ahead.plan_ahead()


async def test_a_series_is_planned_eight_weeks_ahead_from_today_and_not_what_is_over(firm, site, monday):
    made_id = str(new_id())
    series = await made(firm, site, id=made_id)
    again = await firm.owner.post("~/series", body(site, id=made_id))

    assert (again.status_code, again.json()) == (201, series)
    assert (series["words_ko"], series["begins"]) == ("매주 월·화·수·목·금", "06:00")
    found = await plan(firm, until="2027-12-31")
    # This Monday's shift was over at 09:00. Christmas (Friday) and New Year's Day (Friday) are days off.
    assert (next(iter(found)), len(found)) == ("11-24", 8 * 5 - 2)
    assert "12-25" not in found
    assert "01-01" not in found
    assert found["11-24"]["starts_at"] == datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert await plan_ahead(firm) == 0  # twice is once

    with clock.stopped_at(MONDAY + timedelta(days=7)):
        assert await plan_ahead(firm) == 5


@pytest.mark.parametrize(("day", "hours"), [("2026-10-25", 9), ("2027-03-28", 7), ("2026-10-26", 8)])
async def test_a_night_keeps_its_clocks_when_they_change(firm, day, hours):
    """Germany's clocks go back on 25 October 2026 and on on 28 March 2027."""
    site = await firm.site(timezone="Europe/Berlin", name="Berlin")
    night = date.fromisoformat(day) - timedelta(days=1)
    with clock.stopped_at(datetime.combine(night, datetime.min.time(), UTC)):
        await made(firm, site, rrule="FREQ=DAILY", from_on=night.isoformat(), begins="22:00", minutes=480)
    shift = (await plan(firm, until=day))[night.isoformat()[5:]]
    assert shift["ends_at"] - shift["starts_at"] == timedelta(hours=hours)


async def test_all_changes_what_nobody_changed_by_hand_and_leaves_what_has_begun(firm, site, worker, monday):
    series = await made(firm, site)
    tomorrow, wednesday, thursday = (f"2026-11-{day}" for day in (24, 25, 26))
    await change(firm, series, "one", wednesday, seats=5)
    await firm.owner.delete(f"~/series/{series['id']}?scope=one&on={thursday}")
    shift = (await plan(firm))["11-24"]["id"]
    await firm.owner.put(f"~/shifts/{shift}/assignments/{worker.member_id}")

    with clock.stopped_at(MONDAY + timedelta(days=1)):  # Tuesday's has begun
        await change(
            firm, series, "all", begins="07:00", seats=3, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", note="2층"
        )
        found = await plan(firm)

    assert (found["11-24"]["seats"], found["11-24"]["note"]) == (2, "")
    assert (found["11-25"]["seats"], found["11-25"]["note"]) == (5, "2층")
    assert found["11-25"]["starts_at"] == datetime(2026, 11, 24, 22, tzinfo=UTC)
    assert "11-26" not in found  # cancelled by hand, and stays so
    assert "11-27" not in found  # no Fridays any more
    assert found["11-30"]["seats"] == 3
    assert tomorrow[5:] in found


async def test_following_ends_the_old_rule_and_people_stay(firm, site, worker, second_worker, monday):
    series = await made(firm, site, rrule=f"{WEEKDAYS};COUNT=20", on_holiday="keep")
    found = await plan(firm)
    other = await firm.shift(site["id"], "2026-12-01T01:00:00Z", "2026-12-01T02:00:00Z")
    for shift_id, person in (
        (found["11-27"]["id"], worker),
        (found["12-01"]["id"], worker),
        (found["12-01"]["id"], second_worker),
        (other["id"], second_worker),
    ):
        answer = await firm.owner.put(f"~/shifts/{shift_id}/assignments/{person.member_id}")
        assert answer.status_code == 200, answer.text

    new = await change(firm, series, "following", "2026-11-28", begins="09:00")

    old = (await firm.owner.get(f"~/series/{series['id']}")).json()
    assert (old["until_on"], new["from_on"]) == ("2026-11-29", "2026-11-30")
    assert new["rrule"] == "FREQ=WEEKLY;COUNT=15;BYDAY=MO,TU,WE,TH,FR"
    after = await plan(firm)
    assert (after["12-01"]["id"], str(after["12-01"]["series_id"])) == (found["12-01"]["id"], new["id"])
    assert after["12-01"]["starts_at"] == datetime(2026, 12, 1, tzinfo=UTC)
    assert after["11-27"]["starts_at"] == found["11-27"]["starts_at"]
    on_it = (await firm.owner.get(f"~/shifts/{found['12-01']['id']}")).json()["assigned"]
    assert [person["member_id"] for person in on_it] == [worker.member_id]
    assert [finding["code"] for finding in new["taken_off"]] == ["overlap"]
    assert len(await plan(firm, until="2027-12-31")) == 19  # of twenty, today's is over


async def test_one_day_far_ahead_is_planned_to_be_changed(firm, site, monday):
    series = await made(firm, site)
    await change(firm, series, "one", "2027-03-02", begins="10:00")
    assert (await plan(firm, until="2027-12-31"))["03-02"]["starts_at"] == datetime(2027, 3, 2, 1, tzinfo=UTC)
    wrong = await firm.owner.patch(
        f"~/series/{series['id']}", {"scope": "one", "on": "2026-11-28", "seats": 3}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not-in-series")
    too_far = await firm.owner.delete(f"~/series/{series['id']}?scope=one&on=2199-12-03")
    assert too_far.json()["code"] == "not-in-series"
    of_all = await firm.owner.patch(
        f"~/series/{series['id']}", {"scope": "one", "on": "2026-11-26", "rrule": "FREQ=DAILY"}
    )
    assert (of_all.status_code, of_all.json()["errors"][0]["pointer"]) == (422, "/rrule")


@pytest.mark.parametrize(("query", "left"), [("", 0), ("?scope=following&on=2026-11-26", 2)])
async def test_an_ended_series_takes_its_shifts_along(firm, site, worker, monday, query, left):
    series = await made(firm, site)
    shift = (await plan(firm))["11-26"]["id"]
    await firm.owner.put(f"~/shifts/{shift}/assignments/{worker.member_id}")
    for _ in range(2):
        assert (await firm.owner.delete(f"~/series/{series['id']}{query}")).status_code == 204
    assert len(await plan(firm)) == left
    assert len(await firm.events("ShiftWithdrawn")) == 1
    with clock.stopped_at(MONDAY + timedelta(days=10)):
        assert await plan_ahead(firm) == 0


async def test_a_holiday_of_the_firms_own_takes_shifts_away_and_gives_them_back(firm, site, monday):
    await made(firm, site)
    await made(firm, site, on_holiday="keep", begins="20:00")
    holiday = "~/holidays/2026-11-25"
    for _ in range(2):
        answer = await firm.owner.put(holiday, {"name": "창립기념일", "is_holiday": True})
        assert answer.status_code == 200, answer.text
    count = "SELECT count(*) AS n FROM shift WHERE occurrence = '2026-11-25' AND state <> 'cancelled'"
    assert (await rows(firm, count))[0]["n"] == 1
    assert (await firm.owner.delete(holiday)).status_code == 204
    assert (await rows(firm, count))[0]["n"] == 2

    await firm.owner.put("~/holidays/2026-12-25", {"name": "출근", "is_holiday": False})
    assert "12-25" in await plan(firm, until="2026-12-31")
    listed = (await firm.owner.get("~/holidays?year=2026")).json()["items"]
    assert {one["on"]: (one["ko"], one["is_holiday"], one["changed"]) for one in listed}["2026-12-25"] == (
        "출근",
        False,
        True,
    )
    assert next(one for one in listed if one["on"] == "2026-03-02")["ko"].startswith("삼일절")  # substitute


async def test_a_preview_says_what_comes_and_plans_nothing(firm, site, monday):
    wanted = body(site, rrule="FREQ=MONTHLY;BYDAY=-1FR", on_holiday="keep", from_on="2026-12-01")
    del wanted["seats"]
    answer = await firm.owner.post("~/series-previews", wanted)
    assert answer.status_code == 200, answer.text
    first = answer.json()["next"][0]
    assert (first["on"], first["starts_at"], first["holiday"]) == (
        "2026-12-25",
        "2026-12-24T21:00:00Z",
        "기독탄신일",
    )
    assert (len(answer.json()["next"]), answer.json()["words_ko"]) == (12, "매월 마지막 금요일")
    assert await plan(firm) == {}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"rrule": "FREQ=HOURLY"}, 422),
        ({"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, 422),
        ({"until_on": "2026-11-22"}, 422),
        ({"minutes": 2400}, 400),
        ({"begins": "24:00"}, 400),
        ({"from_on": "9999-12-31"}, 422),
        ({"site_id": str(UUID(int=7))}, 404),
        ({"position_id": str(UUID(int=7))}, 422),
    ],
)
async def test_what_no_series_can_be_is_refused(firm, site, changes, status):
    answer = await firm.owner.post("~/series", body(site, **changes))
    assert answer.status_code == status, answer.text


async def test_only_who_plans_the_site_sees_or_changes_its_series(firm, site, worker, outsider, monday):
    series = await made(firm, site)
    path = f"~/series/{series['id']}"
    assert (await worker.get(path)).status_code == 403
    for answer in (await outsider.get(path), await outsider.patch(path, {"scope": "all", "seats": 9})):
        assert answer.status_code == 404
    assert (await firm.owner.get("~/series")).json()["items"] == [series]


async def test_each_day_a_timer_has_the_series_planned_further(firm, site, monday):
    await made(firm, site)
    timer = (await rows(firm, "SELECT key, kind, due_at FROM timer WHERE key = 'series'"))[0]
    assert (timer["kind"], timer["due_at"]) == ("SeriesDue", MONDAY + timedelta(days=1))
    assert series_jobs.plan_ahead in SUBSCRIPTIONS[SeriesDue]

    with clock.stopped_at(timer["due_at"]):
        happened = Happened(UUID(firm.org_id), 1, "SeriesDue", UUID(firm.org_id), None, clock.now(), b"{}")
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            await series_jobs.plan_ahead.work(happened)
    assert "01-19" in await plan(firm, until="2027-12-31")
    timer = (await rows(firm, "SELECT due_at FROM timer WHERE key = 'series'"))[0]
    assert timer["due_at"] == MONDAY + timedelta(days=2)
