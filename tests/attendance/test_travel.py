"""From one site to the next on one shift: the way between is work, and nothing about it is forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.attendance.rules.record import Tap, read_record
from backend.core import clock, database, tenancy
from backend.scheduling.service.worked import worked_sql
from tests.attendance.day import AT_SITE, duty, flags, record, tap
from tests.scheduling.plan import utc

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NEXT_DOOR = {"lat": 37.5106, "lon": 127.0464, "accuracy_m": 12}


@pytest.fixture
async def next_site(firm):
    return await firm.site(name="다음 현장", lat=37.5106, lon=127.0464)


async def test_the_way_to_the_next_site_is_work_and_no_forgotten_out(firm, site, next_site, worker):
    start = clock.now() - 5 * HOUR
    shift = await duty(firm, site["id"], worker, start, 2)
    came = await tap(worker, "in", start, site_id=site["id"], **AT_SITE)
    left = await tap(worker, "move", start + 120 * MINUTE, **AT_SITE)
    there = await tap(worker, "in", start + 150 * MINUTE, site_id=next_site["id"], **NEXT_DOOR)
    await tap(worker, "out", start + 240 * MINUTE, **NEXT_DOOR)

    assert (left.status_code, left.json()["session_id"]) == (201, left.json()["id"])
    assert left.json()["site_id"] == site["id"]
    assert [(s["closed_by"], s["travel"], s["site_id"]) for s in await record(firm, worker)] == [
        ("move", False, site["id"]),
        ("arrival", True, None),
        ("out", False, next_site["id"]),
    ]
    assert (await record(firm, worker))[1]["shift_id"] == shift.shift_id
    for answer in (came, left, there):
        assert not {"missing_out", "no_open_session"} & set(await flags(firm, answer))


async def test_the_guards_count_the_way(firm, site, next_site, worker):
    start = clock.now() - 5 * HOUR
    await tap(worker, "in", start, site_id=site["id"])
    await tap(worker, "move", start + HOUR)
    await tap(worker, "in", start + 2 * HOUR, site_id=next_site["id"])
    await tap(worker, "out", start + 3 * HOUR)

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch(
                "WITH who AS (SELECT $1::uuid AS org_id, $2::uuid AS member_id, $3::timestamptz AS since, "
                f"$3::timestamptz + interval '1 day' AS until) {worked_sql('now()')}",
                UUID(firm.org_id),
                UUID(worker.member_id),
                start - HOUR,
            )

    assert sum((row["ends_at"] - row["starts_at"] for row in rows), timedelta()) == 3 * HOUR


async def test_it_does_not_matter_in_which_order_the_taps_arrive(firm, site, next_site, worker):
    start = clock.now() - 5 * HOUR
    await tap(worker, "out", start + 4 * HOUR)
    await tap(worker, "in", start + 2 * HOUR, site_id=next_site["id"])
    await tap(worker, "move", start + HOUR)
    await tap(worker, "break_start", start + 30 * MINUTE)
    await tap(worker, "in", start, site_id=site["id"])

    sessions = await record(firm, worker)

    assert [(s["closed_by"], s["travel"]) for s in sessions] == [
        ("move", False),
        ("arrival", True),
        ("out", False),
    ]
    assert sessions[0]["break_ms"] == 30 * 60_000


async def test_a_break_that_arrives_late_is_read_into_the_way(firm, site, worker):
    start = clock.now() - 5 * HOUR
    await tap(worker, "in", start, site_id=site["id"])
    await tap(worker, "move", start + HOUR)
    await tap(worker, "break_start", start + 70 * MINUTE)
    await tap(worker, "break_end", start + 80 * MINUTE)

    before, way = await record(firm, worker)

    assert (before["closed_by"], way["travel"], way["break_ms"]) == ("move", True, 10 * 60_000)


async def test_setting_out_twice_is_once_and_going_home_from_the_road_is_an_out(firm, site, worker):
    await tap(worker, "in", clock.now() - HOUR, site_id=site["id"])
    await tap(worker, "move", clock.now() - 20 * MINUTE)
    again = await tap(worker, "move")
    gone = await tap(worker, "out")

    assert (again.status_code, again.json()["code"]) == (409, "already-on-the-way")
    assert gone.json()["session_id"] == (await record(firm, worker))[1]["id"]
    assert [s["closed_by"] for s in await record(firm, worker)] == ["move", "out"]


async def test_who_never_arrived_is_asked_about_the_next_day(firm, site, worker):
    yesterday = clock.now() - 24 * HOUR
    await tap(worker, "in", yesterday, site_id=site["id"])
    lost = await tap(worker, "move", yesterday + HOUR)
    today = await tap(worker, "in", site_id=site["id"])

    assert today.status_code == 201
    assert "missing_out" in await flags(firm, lost)
    assert [s["closed_by"] for s in await record(firm, worker)] == ["move", "next_in", None]


async def test_without_being_at_work_nobody_is_on_the_way(firm, site, worker):
    answer = await tap(worker, "move", site_id=site["id"])
    assert answer.status_code == 201
    assert "no_open_session" in answer.json()["flags"]
    assert await record(firm, worker) == []


def test_a_day_and_more_at_a_stretch_is_kept_and_named():
    start = utc("2026-11-23T00:00:00")
    come, go = Tap(UUID(int=1), "in", start), Tap(UUID(int=2), "out", start + 30 * HOUR)
    read = read_record([come, go])
    assert read.sessions[come.id].ended_at == start + 30 * HOUR
    assert read.meanings[come.id].flags == ["over_long"]
    assert read_record([come, Tap(go.id, "out", start + 24 * HOUR)]).meanings[come.id].flags == []


async def test_the_board_says_who_is_on_the_way(firm, site, next_site, worker, manager):
    now = clock.now()
    await duty(firm, next_site["id"], worker, now + 30 * MINUTE, 2)
    await tap(worker, "in", now - HOUR, site_id=site["id"])
    await tap(worker, "move", now - 5 * MINUTE)

    sites = {s["site_id"]: s for s in (await manager.get("~/board")).json()["sites"]}

    assert [(p["name"], p["on_the_way"]) for p in sites[None]["on_site"]] == [(worker.name, True)]
    assert [(p["name"], p["on_the_way"]) for p in sites[next_site["id"]]["expected"]] == [(worker.name, True)]
    assert [(p["name"], p["on_the_way"]) for p in sites[site["id"]]["left"]] == [(worker.name, False)]
    await tap(worker, "in", site_id=next_site["id"])
    sites = {s["site_id"]: s for s in (await manager.get("~/board")).json()["sites"]}
    assert [(p["name"], p["on_the_way"]) for p in sites[next_site["id"]]["on_site"]] == [(worker.name, False)]
    assert None not in sites


async def test_thirty_hours_at_a_stretch_are_kept_and_named(firm, site, worker):
    came = await tap(worker, "in", clock.now() - 30 * HOUR, site_id=site["id"])
    went = await tap(worker, "out", clock.now() - MINUTE)
    assert went.status_code == 201
    assert "over_long" in await flags(firm, came)
    (session,) = await record(firm, worker)
    assert session["closed_by"] == "out"


async def test_a_punch_from_last_year_is_kept_where_it_belongs_and_named(firm, site, worker):
    last_year = clock.now() - timedelta(days=360)
    body = {"last_server_time": (last_year - HOUR).isoformat(), "device_age_ms": 3_600_000}
    kept = await tap(worker, "in", last_year, site_id=site["id"], **body)
    assert kept.status_code == 201
    assert kept.json()["believed_at"][:19] == last_year.isoformat()[:19]
    assert {"arrived_late", "long_delayed"} <= set(kept.json()["flags"])
