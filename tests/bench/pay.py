"""Pay of 300 people for a month, one person's after a correction, and what a long history adds to it."""

import json
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import httpx

from backend.core.ids import new_id
from tests.bench.ground import Ground, Report, browser
from tests.crowd import Crowd, gather_crowd, tidy

SEOUL = ZoneInfo("Asia/Seoul")
"""The zone of every crowd."""

PEOPLE, QUICK_PEOPLE = 300, 20
LONG, QUICK_LONG = 10, 2
"""Months of history against two, the month before among them."""
AIM_ALL_S, AIM_ONE_MS, AIM_RATIO = 1.0, 50, 1.2
SETTINGS = {
    "pack": "kr",
    "weekly_excess": "proportional",
    "holiday_hours_in_week": True,
    "holiday_from_midnight": "split",
    "minutes": "exact",
    "won": "nearest",
}
WEEKEND = 5
COLUMNS = {
    "shift": (
        *("org_id", "id", "site_id", "starts_at", "ends_at", "seats", "state", "published_at", "note"),
        "break_min",
    ),
    "assignment": ("org_id", "id", "shift_id", "member_id", "starts_at", "ends_at"),
    "punch": (
        *("org_id", "id", "member_id", "kind", "site_id", "shift_id", "how", "device_time", "server_time"),
        *("believed_at", "claim_hash"),
    ),
    "reading": ("org_id", "punch_id", "session_id"),
    "work_session": (
        *("org_id", "id", "member_id", "site_id", "shift_id", "started_at", "ended_at", "closed_by"),
        *("out_punch", "break_ms", "breaks"),
    ),
}
"""In the order in which they refer to each other."""
CONTRACTS = """
INSERT INTO employment_terms (org_id, member_id, from_on, weekly_min, days_per_week, wage_kind, wage_won)
SELECT $1, member_id, '2020-01-01', CASE WHEN n % 2 = 0 THEN 1800 ELSE 900 END, 5,
       CASE WHEN n % 7 = 0 THEN 'monthly' ELSE 'hourly' END, CASE WHEN n % 7 = 0 THEN 2300000 ELSE 11000 END
  FROM unnest($2::uuid[]) WITH ORDINALITY AS w (member_id, n)
"""


async def measure(ground: Ground) -> Report:
    people = ground.rounds(PEOPLE, QUICK_PEOPLE)
    long = ground.rounds(LONG, QUICK_LONG)
    until = _first_of_month()
    firms = [await _firm(ground, people, months, until) for months in (2, long)]
    report = Report()
    all_s, one_ms = [], []
    for crowd in firms:
        async with browser(ground, crowd.owner) as owner:
            period_id = await _last_month(owner, crowd, until)
            path = f"/orgs/{crowd.org_id}/pay/{period_id}"
            all_s.append(await _median(ground.rounds(9, 2), owner, path))
            one = f"{path}/members/{crowd.workers[1].member_id}"
            one_ms.append(1000 * await _median(ground.rounds(30, 3), owner, one))
    report.add(
        f"pay of {people} people for a month, as the office gets it",
        f"{all_s[0]:.2f} s",
        f"<= {AIM_ALL_S:.0f} s",
        all_s[0] <= AIM_ALL_S,
    )
    report.add(
        "one person's, after a correction",
        f"{one_ms[0]:.0f} ms",
        f"<= {AIM_ONE_MS} ms",
        one_ms[0] <= AIM_ONE_MS,
    )
    ratio = all_s[1] / all_s[0]
    report.add(
        f"with {long} months of history against two", f"{ratio:.2f}x", f"<= {AIM_RATIO}x", ratio <= AIM_RATIO
    )
    return report


async def _firm(ground: Ground, people: int, months: int, until: date) -> Crowd:
    """Everybody works five days a week, every third person at night; now and then they forget the OUT."""
    crowd = await gather_crowd(ground.dsns.superuser, workers=people, places=max(people // 20, 1))
    begins = datetime(until.year, until.month, until.day, tzinfo=UTC) - timedelta(days=31 * months)
    last = datetime.now(UTC) - timedelta(days=1)
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
    for number, worker in enumerate(crowd.workers):
        site_id = crowd.place_of[worker.member_id].id
        day = begins + timedelta(hours=12 if number % 3 == 0 else number % 4)
        while day < last:
            if day.weekday() < WEEKEND:
                _stay(
                    rows, crowd.org_id, worker.member_id, site_id, day, forgotten=(day.day + number) % 97 == 0
                )
            day += timedelta(days=1)
    connection = await asyncpg.connect(ground.dsns.superuser)
    try:
        for table, columns in COLUMNS.items():
            await connection.copy_records_to_table(table, records=rows[table], columns=columns)
        members = [worker.member_id for worker in crowd.workers]
        await connection.execute(CONTRACTS, crowd.org_id, members)
        joined = datetime(2020, 1, 1, tzinfo=UTC)
        await connection.execute("UPDATE member SET joined_at = $2 WHERE org_id = $1", crowd.org_id, joined)
    finally:
        await connection.close()
    await tidy(ground.dsns.superuser)
    return crowd


def _stay(
    rows: dict[str, list[tuple[object, ...]]],
    org_id: UUID,
    member_id: UUID,
    site_id: UUID,
    starts_at: datetime,
    *,
    forgotten: bool,
) -> None:
    shift_id, in_id, out_id = new_id(), new_id(), new_id()
    ends_at = starts_at + timedelta(hours=8)
    came, went = starts_at - timedelta(minutes=3), ends_at + timedelta(minutes=starts_at.day % 5)
    rows["shift"].append((org_id, shift_id, site_id, starts_at, ends_at, 1, "published", starts_at, "", 60))
    rows["assignment"].append((org_id, new_id(), shift_id, member_id, starts_at, ends_at))
    taps = [("in", in_id, came)] if forgotten else [("in", in_id, came), ("out", out_id, went)]
    for kind, punch_id, at in taps:
        claim = (kind, site_id, shift_id, "gps", at, at, at, b"\x00")
        rows["punch"].append((org_id, punch_id, member_id, *claim))
        rows["reading"].append((org_id, punch_id, in_id))
    closed_by, out = ("next_in", None) if forgotten else ("out", out_id)
    noon = starts_at + timedelta(hours=4)
    rest = [[noon.isoformat(), (noon + timedelta(hours=1)).isoformat()]]
    session = (in_id, member_id, site_id, shift_id, came, went, closed_by, out, 3_600_000)
    rows["work_session"].append((org_id, *session, json.dumps(rest)))


async def _last_month(owner: httpx.AsyncClient, crowd: Crowd, until: date) -> str:
    answer = await owner.patch(f"/orgs/{crowd.org_id}/pay-settings", json=SETTINGS)
    assert answer.status_code == 200, answer.text
    answer = await owner.get(f"/orgs/{crowd.org_id}/pay")
    assert answer.status_code == 200, answer.text
    earlier = answer.json()["earlier"]
    assert earlier["until_on"] == (until - timedelta(days=1)).isoformat()
    return str(earlier["id"])


async def _median(rounds: int, owner: httpx.AsyncClient, path: str) -> float:
    """Seconds that the office waits, the first time left out."""
    took = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        answer = await owner.get(path)
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.text
    return statistics.median(took[1:])


def _first_of_month() -> date:
    return datetime.now(SEOUL).date().replace(day=1)
