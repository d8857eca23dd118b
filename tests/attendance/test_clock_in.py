"""Clocking in and out: one open session for each person, whatever is tapped and however often."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.attendance.day import AT_SITE, duty, flags, record, tap
from tests.races import ROUNDS, at_once

MINUTE = timedelta(minutes=1)


async def test_a_worker_clocks_in_and_out(firm, site, worker):
    now = clock.now()
    shift = await duty(firm, site["id"], worker, now - 5 * MINUTE, 3)

    came = await tap(worker, "in", site_id=site["id"], **AT_SITE)
    went = await tap(worker, "out", clock.now(), site_id=site["id"], **AT_SITE)

    assert (came.status_code, went.status_code) == (201, 201)
    assert came.json()["flags"] == []
    assert came.json()["how"] == "gps"
    assert came.json()["shift_id"] == went.json()["shift_id"] == shift.shift_id
    assert came.json()["session_id"] == went.json()["session_id"] == came.json()["id"]
    session = (await record(firm, worker))[0]
    assert (session["closed_by"], session["out_punch"]) == ("out", went.json()["id"])
    assert [event["kind"] for event in await firm.events("PunchRecorded")] == ["PunchRecorded"] * 2


async def test_the_site_may_be_left_out_when_the_shift_or_the_position_says_it(firm, site, worker):
    await firm.site(name="다른 현장", lat=37.6, lon=127.1)
    by_position = await tap(worker, "in", **AT_SITE)
    await tap(worker, "out")
    await duty(firm, site["id"], worker, clock.now(), 3)
    by_shift = await tap(worker, "in")
    by_session = await tap(worker, "out")

    assert {a.json()["site_id"] for a in (by_position, by_shift, by_session)} == {site["id"]}


async def test_a_place_that_nobody_knows_is_flagged_and_shown(firm, site, worker):
    await firm.site(name="다른 현장", lat=37.6, lon=127.1)

    came = await tap(worker, "in")

    assert came.status_code == 201
    assert (came.json()["site_id"], came.json()["flags"]) == (None, ["no_position", "no_shift", "no_site"])
    sites = (await firm.owner.get("~/board")).json()["sites"]
    assert [site["on_site"][0]["name"] for site in sites if site["site_id"] is None] == [worker.name]


async def test_the_same_punch_again_is_the_same_punch(firm, site, worker):
    punch_id, at = str(new_id()), clock.now()
    first = await tap(worker, "in", at, punch_id=punch_id, site_id=site["id"])
    again = await tap(worker, "in", at, punch_id=punch_id, site_id=site["id"])
    other = await tap(worker, "in", at, punch_id=punch_id)

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json() == first.json()
    assert other.json()["code"] == "punch-exists"
    assert len(await firm.events("PunchRecorded")) == 1


async def test_an_id_of_a_colleague_is_taken(firm, site, worker, second_worker):
    punch_id, at = str(new_id()), clock.now()
    await tap(worker, "in", at, punch_id=punch_id, site_id=site["id"])

    answer = await tap(second_worker, "in", at, punch_id=punch_id, site_id=site["id"])

    assert (answer.status_code, answer.json()["code"]) == (409, "punch-exists")
    assert await record(firm, second_worker) == []


async def test_eight_parallel_taps_leave_one_open_session(firm, site):
    for number in range(ROUNDS):
        worker = await firm.hire(f"직원 {number}")

        answers = await at_once(*(tap(worker, "in", site_id=site["id"]) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
        refused = next(answer.json() for answer in answers if answer.status_code == 409)
        accepted = next(answer.json() for answer in answers if answer.status_code == 201)
        assert (refused["code"], refused["session_id"]) == ("already-in", accepted["id"])
        assert refused["since"][:19] == accepted["believed_at"][:19]
        assert len(await record(firm, worker)) == 1


async def test_eight_parallel_outs_close_it_once(firm, site):
    for number in range(ROUNDS):
        worker = await firm.hire(f"직원 {number}")
        await tap(worker, "in", site_id=site["id"])

        answers = await at_once(*(tap(worker, "out", site_id=site["id"]) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
        assert {answer.json().get("code") for answer in answers} == {None, "already-out"}


async def test_eight_copies_of_one_punch_are_one(firm, site, worker):
    punch_id, at = str(new_id()), clock.now()
    answers = await at_once(*(tap(worker, "in", at, punch_id=punch_id, site_id=site["id"]) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert len(await firm.events("PunchRecorded")) == 1


async def test_an_id_that_eight_people_use_at_once_is_one_persons(firm, site):
    crew = [await firm.hire(f"직원 {number}") for number in range(8)]
    punch_id, at = str(new_id()), clock.now()
    answers = await at_once(
        *(tap(member, "in", at, punch_id=punch_id, site_id=site["id"]) for member in crew)
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {answer.json().get("code") for answer in answers} == {None, "punch-exists"}


async def test_a_forgotten_out_never_stops_the_next_day(firm, site, worker):
    yesterday = clock.now() - timedelta(days=1)
    forgot = await tap(worker, "in", yesterday, site_id=site["id"])

    today = await tap(worker, "in", site_id=site["id"])

    assert today.status_code == 201
    assert "missing_out" in await flags(firm, forgot)
    first, second = await record(firm, worker)
    assert (first["closed_by"], first["out_punch"]) == ("next_in", None)
    assert second["ended_at"] is None


async def test_an_in_elsewhere_counts_at_once(firm, site, worker):
    other = await firm.site(name="다음 현장", lat=37.51, lon=127.04)
    await tap(worker, "in", site_id=site["id"])
    answer = await tap(worker, "in", site_id=other["id"])
    assert answer.status_code == 201
    assert [session["closed_by"] for session in await record(firm, worker)] == ["next_in", None]


async def test_breaks_are_taken_and_counted(firm, site, worker):
    start = clock.now() - timedelta(hours=4)
    await tap(worker, "in", start, site_id=site["id"])
    await tap(worker, "break_start", start + 60 * MINUTE)
    assert (await record(firm, worker))[0]["on_break_since"] is not None
    again = await tap(worker, "break_start", start + 61 * MINUTE)
    await tap(worker, "break_end", start + 90 * MINUTE)
    twice = await tap(worker, "break_end", start + 95 * MINUTE)
    senseless = await tap(worker, "break_end", start + 180 * MINUTE)
    await tap(worker, "out", start + 200 * MINUTE)

    assert (again.status_code, again.json()["code"]) == (409, "already-on-break")
    assert (twice.status_code, twice.json()["code"]) == (409, "already-back")
    assert senseless.status_code == 201
    assert "no_break" in senseless.json()["flags"]
    session = (await record(firm, worker))[0]
    assert (session["break_ms"], session["on_break_since"]) == (30 * 60_000, None)


@pytest.mark.parametrize("kind", ["out", "break_start", "break_end"])
async def test_without_a_session_it_is_kept_and_flagged(firm, site, worker, kind):
    answer = await tap(worker, kind, site_id=site["id"])
    assert answer.status_code == 201
    assert "no_open_session" in answer.json()["flags"]
    assert answer.json()["session_id"] is None


async def test_who_has_left_clocks_in_no_more(firm, site, worker):
    await firm.owner.delete(f"~/members/{worker.member_id}")
    assert (await tap(worker, "in", site_id=site["id"])).status_code == 404


async def test_a_site_of_another_firm_does_not_exist(firm, worker, outsider):
    theirs = (await outsider.post("~/sites", {"name": "x", "lat": 1, "lon": 2, "timezone": "UTC"})).json()
    assert (await tap(worker, "in", site_id=theirs["id"])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "lunch"},
        {"device_time": "2026-11-24T09:00:00"},
        {"device_time": "0001-01-01T00:00:00+14:00"},
        {"last_server_time": "9999-12-31T23:59:59-12:00"},
        {"device_age_ms": -1},
        {"device_age_ms": 10**30},
        {"qr": "x" * 301},
        {"session_id": "mine"},
    ],
)
async def test_a_malformed_punch_is_refused(firm, site, worker, wrong):
    body = {"kind": "in", "device_time": clock.now().isoformat(), "site_id": site["id"]}
    assert (await worker.put(f"~/punches/{new_id()}", body | wrong)).status_code in (400, 422)
