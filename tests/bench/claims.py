"""Claims through HTTP: sixteen people at a time tap on one open shift, which has seats for half of them."""

import json
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from tests.bench import load
from tests.bench.ground import Ground, Report, cpu_seconds
from tests.crowd import Crowd, gather_crowd, tidy

CLIENTS = 16
PEOPLE_PER_CLIENT = 6
SEATS = CLIENTS // 2
A_DAY, DAYS = 4, 120
AIM_P95_MS = 100


async def open_shifts(superuser_dsn: str, crowd: Crowd) -> list[UUID]:
    """Shifts of an hour, four a day at one site from tomorrow on, that the crew may take."""
    tomorrow = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), time(1), UTC)
    starts = [
        tomorrow + timedelta(days=day, hours=2 * number) for day in range(DAYS) for number in range(A_DAY)
    ]
    shifts = [(new_id(), start, start + timedelta(hours=1)) for start in starts]
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.executemany(
            "INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, state, published_at, open_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, 'published', $7, 'claim')",
            [(crowd.org_id, *shift[:1], crowd.places[0].id, *shift[1:], SEATS, tomorrow) for shift in shifts],
        )
    finally:
        await connection.close()
    await tidy(superuser_dsn)
    return [shift[0] for shift in shifts]


def claims(url: str, crowd: Crowd, client: int, shift_ids: list[UUID]) -> Iterator[bytes]:
    """One client's requests: its people in turn, one for each shift."""
    people = crowd.workers[client::CLIENTS]
    for number, shift_id in enumerate(shift_ids):
        yield load.request(
            "PUT",
            f"/api/v1/orgs/{crowd.org_id}/shifts/{shift_id}/claim",
            origin=url,
            cookie=people[number % len(people)].cookie,
            key=str(new_id()),
            body=json.dumps({"note": ""}).encode(),
        )


async def measure(ground: Ground) -> Report:
    crowd = await gather_crowd(ground.dsns.superuser, workers=CLIENTS * PEOPLE_PER_CLIENT, places=4)
    shift_ids = await open_shifts(ground.dsns.superuser, crowd)
    clients = [claims(ground.site.url, crowd, client, shift_ids) for client in range(CLIENTS)]
    await load.send(ground.site.url, [load.for_seconds(ground.seconds(1.5), client) for client in clients])
    rounds = []
    web, postgres = cpu_seconds(ground.site.pid("web")), cpu_seconds(ground.postgres_pid, with_children=True)
    for _ in range(ground.rounds(3, 1)):
        seconds = ground.seconds(3)
        answers = await load.send(ground.site.url, [load.for_seconds(seconds, client) for client in clients])
        assert set(answers.statuses) == {200}, (answers.statuses, answers.refused)
        rounds.append(answers)
    report = told(rounds)
    done = sum(len(answers.seconds) for answers in rounds)
    web = cpu_seconds(ground.site.pid("web")) - web
    postgres = cpu_seconds(ground.postgres_pid, with_children=True) - postgres
    report.notes.append(
        f"CPU for one claim: web {1e6 * web / done:.0f} us, PostgreSQL {1e6 * postgres / done:.0f} us."
    )
    await check(ground.dsns.superuser, crowd)
    return report


async def check(superuser_dsn: str, crowd: Crowd) -> None:
    """No seat went twice, and none was left empty while somebody waited."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        rows = await connection.fetch(
            "SELECT count(*) FILTER (WHERE c.state = 'granted') AS granted,"
            "       count(*) FILTER (WHERE c.state = 'waiting') AS waiting,"
            "       (SELECT count(*) FROM assignment a WHERE a.shift_id = c.shift_id) AS taken"
            "  FROM claim c WHERE c.org_id = $1 GROUP BY c.shift_id",
            crowd.org_id,
        )
    finally:
        await connection.close()
    assert all(row["taken"] == row["granted"] <= SEATS for row in rows)
    assert all(row["taken"] == SEATS for row in rows if row["waiting"])


def told(rounds: list[load.Answers]) -> Report:
    report = Report()
    p50, p95, p99 = (
        1000 * statistics.median(load.quantile(answers.seconds, share) for answers in rounds)
        for share in (0.5, 0.95, 0.99)
    )
    per_s = statistics.median(answers.statuses[200] / answers.took_s for answers in rounds)
    report.add("claims/s, one web process, 16 clients on one shift at a time", f"{per_s:.0f}")
    report.add(
        "a claim, p50 / p95 / p99 (medians of the rounds)",
        f"{p50:.0f} / {p95:.0f} / {p99:.0f} ms",
        f"p95 <= {AIM_P95_MS} ms",
        p95 <= AIM_P95_MS,
    )
    return report
