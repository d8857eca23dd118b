"""The planner's board of 300 people and 1,500 shifts, as a year goes by; and publishing such a week."""

import asyncio
import statistics
import time
from datetime import UTC, date, datetime, timedelta

import asyncpg
import httpx

from tests.bench.ground import Ground, Report, browser
from tests.bench.load import quantile
from tests.crowd import Crowd, gather_crowd, tidy

PEOPLE, SHIFTS = 300, 1_500
QUICK_PEOPLE, QUICK_SHIFTS = 30, 150
HISTORY_WEEKS = 4
AIM_MS, AIM_KB, AIM_RATIO, AIM_PUBLISH_S = 150, 100, 1.2, 2.0
PATIENCE_S = 60.0

# Shift n of a week is at place n % places, on day n % 7, in one of three turns of the day; so nobody of the
# crew, in turns, is at two places at once. Hours are UTC.
WRITE_WEEK = """
WITH n AS (SELECT generate_series(0, $3 - 1) AS n), made AS (
    INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, state, published_at, note)
    SELECT $1, uuidv7(), ($2::uuid[])[1 + n % cardinality($2::uuid[])],
           $4::timestamptz + make_interval(days => n % 7, hours => 7 * ((n / 7) % 3)),
           $4::timestamptz + make_interval(days => n % 7, hours => 7 * ((n / 7) % 3) + 3),
           1 + n % 3, $5, CASE WHEN $5 = 'published' THEN $4::timestamptz END,
           CASE WHEN n % 10 = 0 THEN '열쇠는 경비실' ELSE '' END
      FROM n RETURNING org_id, id, starts_at, ends_at
), numbered AS (
    SELECT made.*, row_number() OVER (ORDER BY starts_at, id) - 1 AS place FROM made
)
INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at)
SELECT org_id, uuidv7(), id, ($6::uuid[])[1 + place % cardinality($6::uuid[])], starts_at, ends_at
  FROM numbered
"""

TOLD = """
SELECT count(*) FROM recipient r
  JOIN notification n ON n.org_id = r.org_id AND n.id = r.notification_id
 WHERE r.org_id = $1 AND n.topic = 'week_published'
"""


async def measure(ground: Ground) -> Report:
    people, shifts = ground.rounds(PEOPLE, QUICK_PEOPLE), ground.rounds(SHIFTS, QUICK_SHIFTS)
    crowd = await gather_crowd(ground.dsns.superuser, workers=people, places=people // 6)
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
    for week in range(-HISTORY_WEEKS - 1, -1):  # in the present week the crowd is at work
        await write_week(ground, crowd, monday + timedelta(weeks=week), shifts, "published")
    await write_week(ground, crowd, monday, shifts, "draft")
    await tidy(ground.dsns.superuser)
    report = Report()
    async with browser(ground, crowd.owner) as owner:
        young, size_kb = await read_board(ground, owner, crowd, monday, shifts)
        for week in range(-10 * HISTORY_WEEKS - 1, -HISTORY_WEEKS - 1):
            await write_week(ground, crowd, monday + timedelta(weeks=week), shifts, "published")
        await tidy(ground.dsns.superuser)
        old, _ = await read_board(ground, owner, crowd, monday, shifts)
        slow = 1000 * quantile(old, 0.95)
        report.add(
            f"board of {people} people and {shifts:,} shifts, median / p95",
            f"{1000 * statistics.median(old):.0f} / {slow:.0f} ms",
            f"p95 <= {AIM_MS} ms",
            None if ground.quick else slow <= AIM_MS,
        )
        report.add("its answer, gzip", f"{size_kb:.0f} KB", f"<= {AIM_KB} KB", size_kb <= AIM_KB)
        ratio = statistics.median(old) / statistics.median(young)
        report.add(
            f"with {10 * HISTORY_WEEKS} weeks of history against {HISTORY_WEEKS}",
            f"{ratio:.2f}x",
            f"<= {AIM_RATIO:.1f}x",
            None if ground.quick else ratio <= AIM_RATIO,
        )
        await publish(ground, owner, crowd, monday, shifts, report)
    return report


async def write_week(ground: Ground, crowd: Crowd, monday: date, shifts: int, state: str) -> None:
    connection = await asyncpg.connect(ground.dsns.superuser)
    try:
        await connection.execute(
            WRITE_WEEK,
            crowd.org_id,
            [place.id for place in crowd.places],
            shifts,
            datetime.combine(monday, datetime.min.time(), UTC),
            state,
            [walker.member_id for walker in crowd.workers],
        )
    finally:
        await connection.close()


async def read_board(
    ground: Ground, owner: httpx.AsyncClient, crowd: Crowd, monday: date, shifts: int
) -> tuple[list[float], float]:
    """Seconds of each read, and the size of one answer as it goes over the wire."""
    took, path = [], f"/orgs/{crowd.org_id}/roster?week={monday}"
    async with owner.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        size = sum([len(chunk) async for chunk in answer.aiter_raw()])
    for _ in range(ground.rounds(60, 3)):
        began = time.perf_counter()
        answer = await owner.get(path, headers={"accept-encoding": "gzip"})
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.text
    assert len(answer.json()["shifts"]) == shifts
    return took, size / 1024


async def publish(
    ground: Ground, owner: httpx.AsyncClient, crowd: Crowd, monday: date, shifts: int, report: Report
) -> None:
    """From the request until every person of the crew has been decided to be told."""
    body = {"from": f"{monday}T00:00:00Z", "to": f"{monday + timedelta(weeks=1)}T00:00:00Z"}
    ground.site.start("worker")
    try:
        await asyncio.sleep(0 if ground.quick else 3)
        began = time.perf_counter()
        seen = await owner.post(f"/orgs/{crowd.org_id}/publication-previews", json=body)
        previewed = time.perf_counter() - began
        assert seen.status_code == 200, seen.text
        began = time.perf_counter()
        answer = await owner.post(
            f"/orgs/{crowd.org_id}/publications", json={**body, "revision": seen.json()["revision"]}
        )
        answered = time.perf_counter() - began
        assert answer.status_code == 201, answer.text
        assert answer.json()["published"] == shifts
        await told(ground, crowd)
        took = time.perf_counter() - began
    finally:
        ground.site.kill("worker")
    report.add(f"what publishing {shifts:,} shifts would mean for whom", f"{previewed:.2f} s")
    report.add(
        f"publishing them: answered / everybody's notice decided ({answer.json()['published']:,} shifts)",
        f"{answered:.2f} / {took:.2f} s",
        f"<= {AIM_PUBLISH_S:.0f} s",
        None if ground.quick else took <= AIM_PUBLISH_S,
    )


async def told(ground: Ground, crowd: Crowd) -> None:
    connection = await asyncpg.connect(ground.dsns.superuser)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while await connection.fetchval(TOLD, crowd.org_id) < len(crowd.workers):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        await connection.close()
