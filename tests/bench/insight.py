"""What thirteen weeks of 300 people say, with a short past and with a long one; and a period's export."""

import statistics
import time
from datetime import UTC, date, datetime, timedelta

import asyncpg
import httpx

from tests.bench.ground import Ground, Report, browser
from tests.bench.load import quantile
from tests.crowd import Crowd, gather_crowd, tidy

PEOPLE, QUICK_PEOPLE = 300, 30
WEEKS, QUICK_WEEKS = 13, 2
PAST_WEEKS, QUICK_PAST_WEEKS = 130, 4
ROUNDS, QUICK_ROUNDS = 40, 3
AIM_MS, AIM_RATIO = 200, 1.2
WHAT = ("hours", "lateness", "ahead")

# Everybody works from Monday to Friday, six hours, each at their site; every seventh comes ten minutes late.
WRITE_WEEK = """
WITH n AS (
    SELECT n, d, (($2::uuid[])[1 + n % cardinality($2::uuid[])]) AS site_id, ($3::uuid[])[1 + n] AS member_id,
           $4::timestamptz + make_interval(days => d, hours => n % 3) AS starts_at, uuidv7() AS shift_id,
           uuidv7() AS in_id, uuidv7() AS out_id
      FROM generate_series(0, cardinality($3::uuid[]) - 1) n, generate_series(0, 4) d
), shifts AS (
    INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, state, published_at, note, break_min)
    SELECT $1, shift_id, site_id, starts_at, starts_at + interval '6 hours', 1, 'published', $4, '', 30 FROM n
), seats AS (
    INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at)
    SELECT $1, uuidv7(), shift_id, member_id, starts_at, starts_at + interval '6 hours' FROM n
), punches AS (
    INSERT INTO punch (org_id, id, member_id, kind, site_id, shift_id, how, device_time, server_time,
                       believed_at, claim_hash)
    SELECT $1, p.id, member_id, p.kind, site_id, shift_id, 'none', p.at, p.at, p.at, '\\x00'
      FROM n CROSS JOIN LATERAL (VALUES
           ('in', in_id, starts_at + make_interval(mins => CASE WHEN (n + d) % 7 = 0 THEN 10 ELSE 0 END)),
           ('out', out_id, starts_at + interval '6 hours')) AS p (kind, id, at)
     WHERE p.at < $5
)
INSERT INTO work_session (org_id, id, member_id, site_id, shift_id, started_at, ended_at, closed_by,
                          out_punch, break_ms)
SELECT $1, in_id, member_id, site_id, shift_id,
       starts_at + make_interval(mins => CASE WHEN (n + d) % 7 = 0 THEN 10 ELSE 0 END),
       starts_at + interval '6 hours', 'out', out_id, 1800000
  FROM n WHERE starts_at + interval '6 hours' < $5
"""
WRITE_TERMS = """
INSERT INTO employment_terms (org_id, member_id, from_on, weekly_min, days_per_week, wage_kind, wage_won)
SELECT $1, unnest($2::uuid[]), '2020-01-01', 1650, 5, 'hourly', 12000
"""


async def measure(ground: Ground) -> Report:
    people, weeks = ground.rounds(PEOPLE, QUICK_PEOPLE), ground.rounds(WEEKS, QUICK_WEEKS)
    past = ground.rounds(PAST_WEEKS, QUICK_PAST_WEEKS)
    young, old = [await firm(ground, people, number) for number in (weeks, past)]
    await tidy(ground.dsns.superuser)
    report = Report()
    async with browser(ground, young.owner) as one, browser(ground, old.owner) as other:
        for what in WHAT:
            took: tuple[list[float], list[float]] = ([], [])
            for turn in range(ground.rounds(ROUNDS, QUICK_ROUNDS)):  # in turns: both meet the same machine
                for which, client, crowd in ((0, one, young), (1, other, old))[:: 1 if turn % 2 else -1]:
                    took[which].append(await read(client, crowd, what))
            slow = 1000 * quantile(took[1], 0.95)
            report.add(
                f"insight: {what} of {people} people, median / p95",
                f"{1000 * statistics.median(took[1]):.0f} / {slow:.0f} ms",
                f"p95 <= {AIM_MS} ms",
                None if ground.quick else slow <= AIM_MS,
            )
            ratio = statistics.median(took[1]) / statistics.median(took[0])
            report.add(
                f"insight: {what} with {past} weeks of history against {weeks}",
                f"{ratio:.2f}x",
                f"<= {AIM_RATIO:.1f}x",
                None if ground.quick else ratio <= AIM_RATIO,
            )
        await export(other, old, people, report)
    return report


async def firm(ground: Ground, people: int, weeks: int) -> Crowd:
    """So many weeks of work until now, the present one and the next one planned."""
    crowd = await gather_crowd(ground.dsns.superuser, workers=people, places=max(people // 6, 1))
    connection = await asyncpg.connect(ground.dsns.superuser)
    now = datetime.now(UTC)
    try:
        members = [walker.member_id for walker in crowd.workers]
        await connection.execute("DELETE FROM assignment WHERE org_id = $1", crowd.org_id)
        await connection.execute(WRITE_TERMS, crowd.org_id, members)
        for week in range(-weeks, 2):
            at = datetime.combine(monday(now.date()) + timedelta(weeks=week), datetime.min.time(), UTC)
            await connection.execute(
                WRITE_WEEK, crowd.org_id, [place.id for place in crowd.places], members, at, now
            )
    finally:
        await connection.close()
    return crowd


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


async def read(client: httpx.AsyncClient, crowd: Crowd, what: str) -> float:
    """Seconds of one look at the usual weeks."""
    began = time.perf_counter()
    answer = await client.get(f"/orgs/{crowd.org_id}/insight/{what}")
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.text
    return took


async def export(client: httpx.AsyncClient, crowd: Crowd, people: int, report: Report) -> None:
    """Every day of everybody of the last whole period, as a workbook."""
    periods = (await client.get(f"/orgs/{crowd.org_id}/periods")).json()["items"]
    period_id = next(one["id"] for one in periods if one["over"])
    began = time.perf_counter()
    answer = await client.get(f"/orgs/{crowd.org_id}/exports/{period_id}?kind=days&file=xlsx")
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.text
    report.add(
        f"export of a month of {people} people, a row a day, XLSX",
        f"{took:.1f} s, {len(answer.content) // 1024} KB",
    )
