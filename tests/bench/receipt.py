"""A year of one person's record: signed, put on paper, verified, and held against its rows."""

import statistics
import time
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from backend.timesheets.rules.verification import verify
from tests.bench.ground import Ground, Report, browser
from tests.crowd import gather_crowd

DAYS, AIM_S = 250, 1.0

# A working day is an IN, a break and an OUT, each with its place in the chain.
PUNCHES = """
INSERT INTO punch (org_id, id, member_id, kind, site_id, how, device_time, server_time, believed_at, flags,
                   claim_hash)
SELECT $1, gen_random_uuid(), $2, k.kind, $3, 'gps', d.at + k.later, d.at + k.later, d.at + k.later, '{}',
       '\\x00'
  FROM (SELECT $4::timestamptz + n * interval '1 day' AS at FROM generate_series(0, $5 - 1) n) d,
       (VALUES ('in', interval '0'), ('break_start', interval '3 hours'), ('break_end', interval '4 hours'),
               ('out', interval '8 hours')) k (kind, later)
"""
SESSIONS = """
INSERT INTO work_session (org_id, id, member_id, site_id, started_at, ended_at, closed_by, out_punch,
                          break_ms, breaks)
SELECT i.org_id, i.id, i.member_id, i.site_id, i.believed_at, o.believed_at, 'out', o.id, 3600000,
       jsonb_build_array(jsonb_build_array(i.believed_at + interval '3 hours',
                                           i.believed_at + interval '4 hours'))
  FROM punch i
  JOIN punch o ON o.org_id = i.org_id AND o.member_id = i.member_id AND o.kind = 'out'
   AND o.believed_at = i.believed_at + interval '8 hours'
 WHERE i.member_id = $1 AND i.kind = 'in'
"""
READINGS = """
INSERT INTO reading (org_id, punch_id, session_id, flags)
SELECT p.org_id, p.id, w.id, '{}' FROM punch p
  JOIN work_session w ON w.org_id = p.org_id AND w.member_id = p.member_id
   AND p.believed_at BETWEEN w.started_at AND w.ended_at
 WHERE p.member_id = $1
"""


async def live_a_year(
    ground: Ground, org_id: UUID, member_id: UUID, site_id: UUID, first: date, days: int
) -> None:
    """What the worker did, with the chain that the migration makes for punches that have none."""
    from backend.timesheets.piccolo_migrations import timesheets_2026_11_24t22_15_00_000000 as migration

    connection = await asyncpg.connect(ground.dsns.superuser)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    async with connection.transaction():
        await connection.execute(PUNCHES, org_id, member_id, site_id, start, days)
        await connection.execute(SESSIONS, member_id)
        await connection.execute(READINGS, member_id)
        await connection.execute(migration.OLDER_PUNCHES)
    await connection.close()


async def measure(ground: Ground) -> Report:
    crowd = await gather_crowd(ground.dsns.superuser, workers=1, places=1)
    [worker] = crowd.workers
    days = ground.rounds(DAYS, 5)
    until = datetime.now(UTC).date() - timedelta(days=2)
    first = until - timedelta(days=days - 1)
    member, site = UUID(str(worker.member_id)), UUID(str(crowd.place_of[worker.member_id].id))
    await live_a_year(ground, UUID(str(crowd.org_id)), member, site, first, days)
    made, paper, checked, verified = [], [], [], []
    async with browser(ground, worker) as client:
        root = f"/orgs/{crowd.org_id}"
        for back in range(ground.rounds(7, 2)):
            # Other days each time, since the same ones are not signed again.
            span = {"from_on": (first - timedelta(days=back)).isoformat(), "until_on": until.isoformat()}
            key = {"idempotency-key": str(new_id())}
            took, answer = await timed(
                client.post(f"{root}/members/{member}/receipts", json=span, headers=key)
            )
            assert answer.status_code == 201, answer.text
            assert answer.json()["entries"] == 4 * days
            file_took, file = await timed(client.get(f"{root}/receipts/{answer.json()['id']}/file.json"))
            made.append(took + file_took)
            began = time.perf_counter()
            assert verify(file.content, answer.json()["fingerprint"]).holds
            verified.append(time.perf_counter() - began)
            took, pdf = await timed(client.get(f"{root}/receipts/{answer.json()['id']}/file.pdf?language=ko"))
            assert pdf.content.startswith(b"%PDF")
            paper.append(took)
            took, check = await timed(client.get(f"{root}/members/{member}/records/check"))
            assert check.json()["holds"], check.json()["faults"][:3]
            checked.append(took)
    report = Report()
    for what, seconds in (("signed, as a file", made), ("on paper", paper)):
        report.add(
            f"receipt of a year ({4 * days:,} entries), {what}: median / worst",
            f"{statistics.median(seconds):.2f} / {max(seconds):.2f} s",
            f"<= {AIM_S:.0f} s",
            max(seconds) <= AIM_S,
        )
    report.add("the same file verified", f"{1000 * statistics.median(verified):.0f} ms")
    report.add(
        "each row of that record held against its chain", f"{1000 * statistics.median(checked):.0f} ms"
    )
    return report


async def timed(sent):
    began = time.perf_counter()
    answer = await sent
    return time.perf_counter() - began, answer
