"""What the ledger itself costs: freezing an audience, the worker's memory, how soon a push leaves."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from tests.audience import Audience, gather_audience
from tests.bench.ground import Ground, Report
from tests.bench.load import quantile
from tests.processes import ROOT, free_port
from tests.push_service import PushService

PEOPLE, QUICK_PEOPLE = 100_000, 300
EXPANSION_AIM_S = 5.0
MEMORY_AIM_MB = 200
LATENCY_AIM_MS = 300
PATIENCE_S = 300.0


class Watched(PushService):
    """Notes when each push came."""

    def __init__(self) -> None:
        super().__init__(keep=False, port=free_port())
        self.at: list[float] = []

    def answer(self, path: str) -> str:
        self.at.append(time.monotonic())
        return super().answer(path)


@dataclass
class Decider:
    """Decides for one organisation, in a process of its own."""

    process: asyncio.subprocess.Process
    audience: Audience

    async def decide(self, channels: str, people: int, times: int = 1) -> list[Any]:
        """For the first so many people."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{channels} 1 {people} {times}\n".encode())
        made = []
        while len(made) < times:
            line = await self.process.stdout.readline()
            assert line, "the decider failed"
            if line.startswith(b"{"):
                made.append(json.loads(line))
        return made


@asynccontextmanager
async def deciding(ground: Ground, audience: Audience) -> AsyncIterator[Decider]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.decider",
        str(audience.org_id),
        cwd=ROOT,
        env=ground.site.environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Decider(process, audience)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def measure(ground: Ground) -> Report:
    people = ground.rounds(PEOPLE, QUICK_PEOPLE)
    ground.site.environment["PUMASI_PUSH_LOOPBACK"] = "on"
    report = Report()
    async with Watched() as service:
        audience = await gather_audience(
            ground.dsns.superuser, f"{service.origin}/201", with_push=people, without=0
        )
        async with deciding(ground, audience) as decider:
            await expand(ground, decider, report)
            ground.site.start("worker")
            try:
                await first_push(ground, decider, service, report)
                await flood(ground, decider, service, report)
            finally:
                ground.site.kill("worker")
    return report


async def expand(ground: Ground, decider: Decider, report: Report) -> None:
    """Freeze the audience and write a row for each person and channel; nobody sends them."""
    people = decider.audience.with_push
    made = await decider.decide("push,sms", people, ground.rounds(3, 1))
    took = min(one["took_s"] for one in made)
    assert made[0]["audience"] == people
    report.add(
        f"audience of {people:,} into rows of two channels, one statement",
        f"{took:.1f} s",
        f"<= {EXPANSION_AIM_S:.0f} s",
        None if ground.quick else took <= EXPANSION_AIM_S,
    )
    connection = await asyncpg.connect(ground.dsns.superuser)
    try:  # they were decided to be measured
        await connection.execute(
            "UPDATE delivery SET state = 'suppressed', reason = 'withdrawn' WHERE org_id = $1",
            decider.audience.org_id,
        )
        await connection.execute("VACUUM ANALYZE delivery, recipient, notification")
    finally:
        await connection.close()


async def first_push(ground: Ground, decider: Decider, service: Watched, report: Report) -> None:
    """From the commit of an urgent notice to one person until its push arrives, while idle."""
    await decider.decide("push", 1, 2)  # the worker has connected, and knows its statements
    await arrived(service, 2)
    service.at.clear()
    times = ground.rounds(60, 3)
    committed = [one["committed"] for one in await decider.decide("push", 1, times)]
    await arrived(service, times)
    late = sorted(1000 * (came - left) for left, came in zip(committed, sorted(service.at), strict=True))
    p95 = quantile(late, 0.95)
    report.add(
        "from the commit of an urgent notice to its push, median / p95",
        f"{quantile(late, 0.5):.0f} / {p95:.0f} ms",
        f"p95 <= {LATENCY_AIM_MS} ms",
        None if ground.quick else p95 <= LATENCY_AIM_MS,
    )


async def flood(ground: Ground, decider: Decider, service: Watched, report: Report) -> None:
    """Everybody's push through one worker; how large it grew."""
    people = decider.audience.with_push
    service.at.clear()
    await decider.decide("push", people)
    await arrived(service, people)
    await asyncio.sleep(0 if ground.quick else 2)
    rate = len(service.at) / (service.at[-1] - service.at[0] + 1e-9)
    largest = peak_mb(ground.site.pid("worker"))
    report.add(
        f"worker's largest memory during {people:,} pushes ({rate:,.0f}/s)",
        f"{largest:.0f} MB",
        f"< {MEMORY_AIM_MB} MB",
        None if ground.quick else largest < MEMORY_AIM_MB,
    )


async def arrived(service: Watched, count: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while len(service.at) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def peak_mb(pid: int) -> float:
    """The most memory that a process has had (VmHWM); on Linux, elsewhere 0."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
