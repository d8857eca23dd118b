"""A page of sheets for 300 people, and what a long history adds to it."""

import statistics
import time
from datetime import UTC, date, datetime

import asyncpg
import httpx

from tests.bench.ground import Ground, Report, browser
from tests.bench.load import quantile
from tests.crowd import Crowd, gather_crowd, tidy

PEOPLE, QUICK_PEOPLE = 300, 24
MONTHS = 1
AIM_MS, AIM_RATIO = 150, 1.2
GZIP = {"accept-encoding": "gzip"}

# Everybody has a shift on each working day of the month before $3, and every other person a second one; they
# come a little early and leave a little late, now and then ten minutes late, and sometimes forget the OUT.
PLAN = """
INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, state, published_at)
SELECT $1, uuidv7(), site, begins, begins + interval '3 hours', 20, 'published', begins
  FROM unnest($2::uuid[]) AS site,
       generate_series($3::timestamptz - make_interval(days => $4), $3 - interval '1 day', '1 day') AS day,
       LATERAL (VALUES (day), (day + interval '5 hours')) AS turn (begins)
 WHERE extract(isodow FROM day) < 6
"""
SEATS = """
INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at)
SELECT s.org_id, uuidv7(), s.id, w.member_id, s.starts_at, s.ends_at
  FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS w (member_id, site_id, n)
  JOIN shift s ON s.org_id = $1 AND s.site_id = w.site_id AND s.starts_at < $4 AND s.state = 'published'
 WHERE s.starts_at::time = $4::timestamptz::time OR w.n % 2 = 0
"""
PUNCHES = """
INSERT INTO punch (org_id, id, member_id, kind, site_id, shift_id, how, device_time, server_time, believed_at,
                   claim_hash)
SELECT a.org_id, uuidv7(), a.member_id, p.kind, s.site_id, s.id, 'gps', p.at, p.at, p.at, '\\x00'
  FROM assignment a JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id,
       LATERAL (SELECT ('x' || substr(md5(a.id::text), 1, 6))::bit(24)::int AS luck) l,
       LATERAL (SELECT CASE WHEN luck % 20 = 0 THEN 10 ELSE -3 END AS after) x,
       LATERAL (VALUES ('in', a.starts_at + make_interval(mins => after)),
                       ('out', a.ends_at + make_interval(mins => luck % 4))) AS p (kind, at)
 WHERE a.org_id = $1 AND a.starts_at < $2 AND NOT (p.kind = 'out' AND luck % 100 = 1)
"""
WORK = """
WITH had AS (
    SELECT i.*, o.id AS out_id, o.believed_at AS out_at FROM punch i
      LEFT JOIN punch o ON o.org_id = i.org_id AND o.member_id = i.member_id AND o.shift_id = i.shift_id
                       AND o.kind = 'out'
     WHERE i.org_id = $1 AND i.kind = 'in'
)
INSERT INTO work_session (org_id, id, member_id, site_id, shift_id, started_at, ended_at, closed_by,
                          out_punch)
SELECT org_id, id, member_id, site_id, shift_id, believed_at,
       coalesce(out_at, believed_at + interval '4 hours'),
       CASE WHEN out_id IS NULL THEN 'next_in' ELSE 'out' END, out_id
  FROM had
"""
READINGS = """
INSERT INTO reading (org_id, punch_id, session_id, flags)
SELECT p.org_id, p.id, w.id,
       CASE WHEN w.closed_by = 'next_in' THEN ARRAY['missing_out'] ELSE '{}' END
  FROM punch p
  JOIN work_session w ON w.org_id = p.org_id AND w.member_id = p.member_id AND w.shift_id = p.shift_id
 WHERE p.org_id = $1
"""


async def firm_with_months(superuser_dsn: str, people: int, months: int, until: date) -> Crowd:
    """A firm whose people have worked for so many months before a day."""
    crowd = await gather_crowd(superuser_dsn, workers=people, places=max(people // 6, 1))
    begins = datetime(until.year, until.month, until.day, tzinfo=UTC)
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute(PLAN, crowd.org_id, [p.id for p in crowd.places], begins, 31 * months)
        workers = [worker.member_id for worker in crowd.workers]
        sites = [crowd.place_of[worker].id for worker in workers]
        await connection.execute(SEATS, crowd.org_id, workers, sites, begins)
        await connection.execute("ANALYZE assignment, shift")
        await connection.execute(PUNCHES, crowd.org_id, begins)
        await connection.execute("ANALYZE punch")  # else its joins are planned for an empty table
        await connection.execute(WORK, crowd.org_id)
        await connection.execute("ANALYZE work_session")
        await connection.execute(READINGS, crowd.org_id)
    finally:
        await connection.close()
    await tidy(superuser_dsn)
    return crowd


async def measure(ground: Ground) -> Report:
    people = ground.rounds(PEOPLE, QUICK_PEOPLE)
    until = datetime.now(UTC).date()
    months = (MONTHS, ground.rounds(10 * MONTHS, 2 * MONTHS))
    young, old = [await firm_with_months(ground.dsns.superuser, people, many, until) for many in months]
    report = Report()
    async with browser(ground, young.owner) as one, browser(ground, old.owner) as other:
        firms = [(one, young, await full_period(one, young)), (other, old, await full_period(other, old))]
        took: tuple[list[float], list[float]] = ([], [])
        for turn in range(ground.rounds(60, 3)):  # in turns, so that both meet the same machine
            for which in (0, 1) if turn % 2 else (1, 0):
                took[which].append(await read_page(*firms[which]))
        searched = [await read_page(*firms[1], "?odd_only=true") for _ in range(ground.rounds(20, 2))]
    slow = 1000 * quantile(took[1], 0.95)
    report.add(
        f"a page of 50 of the timesheets of {people} people, median / p95",
        f"{1000 * statistics.median(took[1]):.0f} / {slow:.0f} ms",
        f"p95 <= {AIM_MS} ms",
        None if ground.quick else slow <= AIM_MS,
    )
    report.add(
        "only those with something odd, median / p95",
        f"{1000 * statistics.median(searched):.0f} / {1000 * quantile(searched, 0.95):.0f} ms",
    )
    ratio = statistics.median(took[1]) / statistics.median(took[0])
    report.add(
        f"with {months[1]} months of history against {months[0]}",
        f"{ratio:.2f}x",
        f"<= {AIM_RATIO:.1f}x",
        None if ground.quick else ratio <= AIM_RATIO,
    )
    return report


async def full_period(client: httpx.AsyncClient, crowd: Crowd) -> str:
    """The id of the period that has begun last; people have worked in it until today."""
    items = (await client.get(f"/orgs/{crowd.org_id}/periods")).json()["items"]
    today = datetime.now(UTC).date().isoformat()
    return str(next(one["id"] for one in items if one["from_on"] <= today))


async def read_page(client: httpx.AsyncClient, crowd: Crowd, period: str, query: str = "") -> float:
    """Seconds of one read."""
    began = time.perf_counter()
    answer = await client.get(f"/orgs/{crowd.org_id}/periods/{period}/sheets{query}", headers=GZIP)
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.text
    assert answer.json()["items"]
    return took
