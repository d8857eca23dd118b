"""A clock-in through HTTP against pgbench running the same statements, in turns, on the same servers."""

import asyncio
import json
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from backend.core.ids import new_id
from tests.bench import load, pgbench
from tests.bench.ground import Ground, Report, cpu_seconds, punch
from tests.bench.statements import overhearing
from tests.crowd import Crowd, Walker, gather_crowd, tidy

CLIENTS = 16
PEOPLE_PER_CLIENT = 25
AIM_RATIO, AIM_P95_MS = 0.5, 50
TOP = 12


def clock_in(url: str, crowd: Crowd, walker: Walker, kind: str, punch_id: str, at: str) -> bytes:
    """The request of one tap, as the phone sends it."""
    return load.request(
        "PUT",
        f"/api/v1/orgs/{crowd.org_id}/punches/{punch_id}",
        origin=url,
        cookie=walker.cookie,
        key=punch_id,
        body=json.dumps(punch(crowd, walker, kind, at)).encode(),
    )


def taps(url: str, crowd: Crowd, people: list[Walker]) -> Iterator[bytes]:
    """One client's requests: its people clock in and out at their site, each a few times in turn."""
    while True:
        for walker in people:
            for _ in range(pgbench.PAIRS_PER_PERSON):
                for kind in ("in", "out"):
                    yield clock_in(url, crowd, walker, kind, str(new_id()), now())


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass
class Round:
    """What one round of HTTP and one of pgbench came to."""

    answers: load.Answers
    web_cpu_s: float
    postgres_cpu_s: float
    pgbench_per_s: float
    pgbench_cpu_s: float
    pgbench_took_s: float

    @property
    def per_s(self) -> float:
        return self.answers.statuses[201] / self.answers.took_s

    @property
    def ratio(self) -> float:
        return self.per_s / self.pgbench_per_s


async def measure(ground: Ground) -> Report:
    count = CLIENTS * PEOPLE_PER_CLIENT
    crowd = await gather_crowd(ground.dsns.superuser, workers=2 * count + 1, places=CLIENTS)
    ours, pgbenchs, spare = crowd.workers[:count], crowd.workers[count:-1], crowd.workers[-1]
    # Worker n stands at site n % 16, so every client's people share one site.
    clients = [taps(ground.site.url, crowd, ours[number::CLIENTS]) for number in range(CLIENTS)]
    await load.send(ground.site.url, [load.for_seconds(ground.seconds(1.5), client) for client in clients])
    # Plans made for empty tables are slow on full ones; in production autovacuum sees to it within a minute.
    await tidy(ground.dsns.superuser)
    script = await same_statements(ground, crowd, spare)
    order = [walker for number in range(CLIENTS) for walker in pgbenchs[number::CLIENTS]]
    await pgbench.write_people(ground.dsns.superuser, crowd, order)
    rounds = [await one_round(ground, clients, script, ground.seconds(4)) for _ in range(ground.rounds(5, 1))]
    report = told(rounds, round_trips=script.round_trips // 2)
    report.notes += await where_it_goes(ground, clients)
    return report


async def same_statements(ground: Ground, crowd: Crowd, walker: Walker) -> pgbench.Script:
    """Overhear one clock-in and one clock-out of somebody, and write them as a script."""
    place = crowd.place_of[walker.member_id]
    script = pgbench.Script(
        person={
            str(walker.account_id): "account",
            str(walker.member_id): "member",
            "\\x" + sha256(walker.token.encode()).hexdigest(): "token_hash",
            str(place.id): "site",
            str(place.shift_id): "shift",
        }
    )
    for kind in ("in", "out"):
        punch_id, at = str(new_id()), now()
        async with overhearing(ground.dsns.superuser, ground.postgres_log) as heard:
            request = clock_in(ground.site.url, crowd, walker, kind, punch_id, at)
            answers = await load.send(ground.site.url, [iter([request])])
            await asyncio.sleep(0.1)
        assert answers.statuses[201] == 1, answers.refused
        script.add(kind, heard.of_one_request(), punch_id, at)
    return script


async def one_round(
    ground: Ground, clients: list[Iterator[bytes]], script: pgbench.Script, seconds: float
) -> Round:
    web, postgres = cpu_seconds(ground.site.pid("web")), cpu_seconds(ground.postgres_pid, with_children=True)
    answers = await load.send(ground.site.url, [load.for_seconds(seconds, client) for client in clients])
    assert set(answers.statuses) == {201}, (answers.statuses, answers.refused)
    web_s = cpu_seconds(ground.site.pid("web")) - web
    postgres_s = cpu_seconds(ground.postgres_pid, with_children=True) - postgres
    before, began = cpu_seconds(ground.postgres_pid, with_children=True), time.perf_counter()
    os.kill(ground.site.pid("web"), signal.SIGSTOP)  # or it would read the events that pgbench writes
    try:
        pairs_per_s = await asyncio.to_thread(
            pgbench.run,
            ground.dsns.app,
            script,
            clients=CLIENTS,
            people_per_client=PEOPLE_PER_CLIENT,
            seconds=seconds,
        )
    finally:
        os.kill(ground.site.pid("web"), signal.SIGCONT)
    return Round(
        answers=answers,
        web_cpu_s=web_s,
        postgres_cpu_s=postgres_s,
        pgbench_per_s=2 * pairs_per_s,
        pgbench_cpu_s=cpu_seconds(ground.postgres_pid, with_children=True) - before,
        pgbench_took_s=time.perf_counter() - began,
    )


def told(rounds: list[Round], round_trips: int) -> Report:
    report = Report()
    middle = sorted(rounds, key=lambda one: one.ratio)[len(rounds) // 2]
    p50, p95, p99 = (
        1000 * statistics.median(load.quantile(one.answers.seconds, share) for one in rounds)
        for share in (0.5, 0.95, 0.99)
    )
    report.add("clock-ins/s through HTTP, one web process, 16 clients", f"{middle.per_s:.0f}")
    report.add("the same statements by pgbench, 16 clients", f"{middle.pgbench_per_s:.0f}")
    ratio = statistics.median(one.ratio for one in rounds)
    report.add("ratio (median of the rounds)", f"{ratio:.2f}", f">= {AIM_RATIO}", ratio >= AIM_RATIO)
    report.add(
        "p50 / p95 / p99 (medians of the rounds)",
        f"{p50:.0f} / {p95:.0f} / {p99:.0f} ms",
        f"p95 <= {AIM_P95_MS} ms",
        p95 <= AIM_P95_MS,
    )
    done = middle.answers.statuses[201]
    if middle.web_cpu_s:
        pgbench_done = middle.pgbench_per_s * middle.pgbench_took_s
        report.notes.append(
            f"CPU for one clock-in: web {1e6 * middle.web_cpu_s / done:.0f} us, PostgreSQL "
            f"{1e6 * middle.postgres_cpu_s / done:.0f} us; PostgreSQL under pgbench "
            f"{1e6 * middle.pgbench_cpu_s / pgbench_done:.0f} us. The web process was busy "
            f"{100 * middle.web_cpu_s / middle.answers.took_s:.0f} % of one core."
        )
    ratios = ", ".join(f"{one.ratio:.2f}" for one in rounds)
    report.notes.append(f"Ratios of the rounds: {ratios}. Round trips to PostgreSQL: {round_trips}.")
    return report


async def where_it_goes(ground: Ground, clients: list[Iterator[bytes]]) -> list[str]:
    """A sample of the web process under the same load: the parts, and the busiest functions."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "samples.json"
        ground.site.environment["SAMPLES"] = str(target)
        ground.site.kill("web")
        ground.site.start("web", program="tests.bench.sampled")
        await load.send(
            ground.site.url, [load.for_seconds(ground.seconds(1.5), client) for client in clients]
        )
        pid = ground.site.pid("web")
        os.kill(pid, signal.SIGUSR1)
        await load.send(ground.site.url, [load.for_seconds(ground.seconds(5), client) for client in clients])
        os.kill(pid, signal.SIGUSR2)
        await asyncio.sleep(1)
        found = json.loads(target.read_text())
        ground.site.kill("web")
        ground.site.start("web")
    total = sum(count for _, count in found["parts"]) or 1
    parts = ", ".join(f"{part} {100 * count / total:.0f} %" for part, count in found["parts"])
    busiest = [f"  {100 * n / total:4.1f} %  {name}" for name, n in found["functions"][:TOP]]
    return [
        f"Where the web process spends its time: {parts}.",
        "The busiest functions by own time:",
        *busiest,
    ]
