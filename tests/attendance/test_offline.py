"""Punches that waited on a phone: any order of arrival gives the same record."""

import re
from datetime import timedelta
from random import Random

import asyncpg
import pytest

from backend.attendance.queries import punches as queries
from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from tests.attendance.day import AT_SITE, duty, record, tap

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def a_day(start, site) -> list[dict]:
    """What a phone in a basement collects."""
    taps = [
        ("in", 0),
        ("break_start", 120),
        ("break_end", 165),
        ("out", 300),
        ("in", 305),  # came back for the keys
        ("out", 306),
        ("in", 24 * 60),
        ("in", 48 * 60),  # forgot to clock out in between
        ("out", 52 * 60),
    ]
    return [
        {"kind": kind, "at": start + minutes * MINUTE, "punch_id": str(new_id()), "site_id": site["id"]}
        for kind, minutes in taps
    ]


async def send(worker, taps) -> list[int]:
    return [(await tap(worker, **item, **AT_SITE)).status_code for item in taps]


@pytest.mark.parametrize("order", ["forwards", "backwards", "shuffled"])
async def test_a_batch_in_any_order_twice_gives_the_same_record(firm, site, worker, order):
    taps = a_day(clock.now() - timedelta(days=3), site)
    sent = {"forwards": taps, "backwards": taps[::-1], "shuffled": Random(4).sample(taps, len(taps))}[order]

    assert set(await send(worker, sent)) == {201}
    once = await record(firm, worker)
    assert set(await send(worker, sent)) == {200}

    assert await record(firm, worker) == once
    assert [(s["id"], s["closed_by"], s["out_punch"], s["break_ms"]) for s in once] == [
        (taps[0]["punch_id"], "out", taps[3]["punch_id"], 45 * 60_000),
        (taps[4]["punch_id"], "out", taps[5]["punch_id"], 0),
        (taps[6]["punch_id"], "next_in", None, 0),
        (taps[7]["punch_id"], "out", taps[8]["punch_id"], 0),
    ]


async def test_the_punches_read_the_same_whatever_the_order(firm, site, worker, second_worker):
    start = clock.now() - timedelta(days=3)
    forwards, backwards = a_day(start, site), a_day(start, site)
    await send(worker, forwards)
    await send(second_worker, backwards[::-1])

    def read(page):
        return [(p["kind"], p["believed_at"], p["flags"]) for p in page.json()["items"]]

    one = await firm.owner.get(f"~/punches?member_id={worker.member_id}")
    other = await firm.owner.get(f"~/punches?member_id={second_worker.member_id}")
    assert read(one) == read(other)


async def test_an_earlier_in_that_arrives_later_is_the_truer_start(firm, site, worker):
    start = clock.now() - 2 * HOUR
    second = await tap(worker, "in", start + 4 * MINUTE, site_id=site["id"])
    first = await tap(worker, "in", start, site_id=site["id"])
    again = await tap(worker, "in", start + 6 * MINUTE, site_id=site["id"])

    assert (second.status_code, first.status_code) == (201, 201)
    assert (again.status_code, again.json()["code"]) == (409, "already-in")
    assert [session["id"] for session in await record(firm, worker)] == [first.json()["id"]]


async def test_a_late_out_closes_its_own_session_and_no_other(firm, site, worker):
    start = clock.now() - timedelta(days=2)
    await tap(worker, "in", start, site_id=site["id"])
    await tap(worker, "in", start + 24 * HOUR, site_id=site["id"])
    out = await tap(worker, "out", start + 4 * HOUR, site_id=site["id"])

    first, second = await record(firm, worker)
    assert (first["closed_by"], first["out_punch"]) == ("out", out.json()["id"])
    assert second["ended_at"] is None


async def test_a_night_ends_at_seven_though_another_shift_begins_at_two(firm, site, worker):
    """The OUT belongs to the session that is open, not to the day or the next shift."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    night = await duty(firm, site["id"], worker, now - 10 * HOUR, 9)
    await duty(firm, site["id"], worker, now + 6 * HOUR, 4)

    came = await tap(worker, "in", now - 10 * HOUR + 3 * MINUTE, site_id=site["id"])
    went = await tap(worker, "out", now - HOUR + 2 * MINUTE, site_id=site["id"])

    assert came.json()["shift_id"] == went.json()["shift_id"] == night.shift_id
    assert [session["shift_id"] for session in await record(firm, worker)] == [night.shift_id]


async def test_a_long_past_costs_nothing(firm, site, worker, servers):
    """Only the neighbourhood of a punch is read: the plan never touches what is long ago."""
    with tenancy.acting_for(org_id=worker.org_id):
        async with database.transaction():
            await database.fetch(PAST, worker.org_id, worker.member_id, site["id"])
        await count_rows(servers)
        explain = "EXPLAIN (ANALYZE, FORMAT JSON) " + queries.SCENE
        measures = (10 * MINUTE, 24 * HOUR, 2 * HOUR, 24 * HOUR, 100)
        async with database.transaction():
            (plan,) = await database.fetch(
                explain, worker.member_id, str(new_id()), site["id"], clock.now(), *measures
            )
    rows = [int(count) for count in ROWS.findall(plan[0])]
    assert max(rows) < 50, "a plan node read more than the neighbourhood"
    assert (await tap(worker, "in", site_id=site["id"])).status_code == 201


async def count_rows(servers):
    """What autovacuum does within a minute; on statistics of an empty table the plan is another."""
    superuser = await asyncpg.connect(servers.dsns.superuser)
    await superuser.execute("ANALYZE punch, reading, work_session")
    await superuser.close()


ROWS = re.compile(r'"Actual Rows": (\d+)')
PAST = """
WITH times AS (SELECT at, at + interval '4 hours' AS until
                 FROM generate_series(now() - interval '2 years', now() - interval '1 day', '7 hours') at),
     punches AS (SELECT uuidv7() AS came, uuidv7() AS went, at, until FROM times),
     made AS (INSERT INTO punch (org_id, id, member_id, kind, site_id, how, device_time, server_time,
                                 believed_at, claim_hash)
              SELECT $1::uuid, came, $2::uuid, 'in', $3::uuid, 'none', at, at, at, ''::bytea FROM punches
              UNION ALL
              SELECT $1, went, $2, 'out', $3, 'none', until, until, until, ''::bytea FROM punches
              RETURNING 1),
     worked AS (INSERT INTO work_session (org_id, id, member_id, site_id, started_at, ended_at, closed_by,
                                          out_punch)
                SELECT $1, came, $2, $3, at, until, 'out', went FROM punches RETURNING 1)
INSERT INTO reading (org_id, punch_id, session_id)
SELECT $1, came, came FROM punches UNION ALL SELECT $1, went, came FROM punches
"""


async def test_an_out_whose_in_was_forgotten_belongs_to_last_nights_shift(firm, site, worker):
    now = clock.now()
    night = await duty(firm, site["id"], worker, now - timedelta(hours=9), 8)
    await duty(firm, site["id"], worker, now + timedelta(hours=7), 6)

    answer = await tap(worker, "out", site_id=site["id"], **AT_SITE)

    assert answer.json()["shift_id"] == night.shift_id
    assert answer.json()["flags"] == ["no_open_session"]
    read = await firm.owner.get(f"~/punches/{answer.json()['id']}")
    assert read.json()["shift_id"] == night.shift_id
