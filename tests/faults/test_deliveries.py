"""Pushes and text messages while the worker is killed and Valkey restarted: each person once, nothing left.

`make test` runs a small one; `FAULTS=full .venv/bin/python -m pytest -s tests/faults/test_deliveries.py` is
20,000 pushes and 2,000 text messages with ten kills.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from backend.core import database, tenancy
from backend.notifications.queries.ledger import SUMS_THAT_DIFFER
from backend.notifications.service import decide
from tests.audience import Audience, gather_audience
from tests.processes import ROOT, Site, free_port
from tests.world import outbox

FULL = os.environ.get("FAULTS") == "full"
PUSHES, TEXTS, KILLS = (20_000, 2_000, 10) if FULL else (800, 80, 3)
PATIENCE_S = 500.0 if FULL else 100.0
SEED = 20261124
WAITING = ("queued", "leased")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900 if FULL else 180)]


@pytest.fixture
def push_service() -> Iterator[str]:
    """In a process of its own: of each hundred, one hangs and twenty get a 500, the first time."""
    port = free_port()
    running = subprocess.Popen([sys.executable, "-m", "tests.push_service", str(port)], cwd=ROOT)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait()


@pytest.fixture
def site(app, tmp_path: Path) -> Iterator[Site]:
    settings = {name: value for name, value in os.environ.items() if name.startswith("PUMASI_")}
    worker = Site(settings | {"PUMASI_PUSH_LOOPBACK": "on", "PUMASI_LOG_LEVEL": "warning"}, tmp_path / "log")
    yield worker
    worker.stop()


@pytest.fixture
async def ledger(app, servers):
    connection = await asyncpg.connect(servers.dsns.superuser)
    yield connection
    await connection.close()


@dataclass
class Run:
    """One audience, told twice: by push, and by text message."""

    audience: Audience
    ledger: asyncpg.Connection
    notifications: list[UUID]

    async def states(self) -> dict[str, Counter[str]]:
        rows = await self.ledger.fetch(
            "SELECT channel, state || coalesce('/' || reason, '') AS state, count(*) FROM delivery "
            "WHERE org_id = $1 GROUP BY 1, 2",
            self.audience.org_id,
        )
        found: dict[str, Counter[str]] = {"push": Counter(), "sms": Counter()}
        for row in rows:
            found[row["channel"]][row["state"]] = row["count"]
        return found

    async def are(self, *states: str) -> int:
        count: int = await self.ledger.fetchval(
            "SELECT count(*) FROM delivery WHERE org_id = $1 AND state = ANY ($2)",
            self.audience.org_id,
            list(states),
        )
        return count

    async def until(self, condition: Callable[[], Awaitable[bool]], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not await condition():
            assert time.monotonic() < deadline, await self.states()
            assert await self.ledger.fetch(f"{SUMS_THAT_DIFFER} LIMIT 1") == []
            await asyncio.sleep(0.1)


async def test_everybody_is_told_once_whatever_is_killed(push_service, site, ledger, servers) -> None:
    began = time.monotonic()
    audience = await gather_audience(
        servers.dsns.superuser, f"{push_service}/mixed", with_push=PUSHES, without=TEXTS
    )
    run = Run(audience, ledger, [])
    with tenancy.acting_for(org_id=audience.org_id):
        run.notifications = [
            await tell("push", 1, PUSHES),
            await tell("sms", PUSHES + 1, PUSHES + TEXTS),
        ]
    site.start("worker")
    await break_things(run, site, servers, random.Random(SEED))
    await run.until(lambda: nothing(run, *WAITING), PATIENCE_S)
    explained = await explain(run, site)

    assert await ledger.fetch(SUMS_THAT_DIFFER) == []
    states = await run.states()
    assert states["push"].total() == PUSHES
    assert states["sms"].total() == TEXTS
    assert states["push"] == {"sent": PUSHES}
    assert states["sms"] == {"sent": TEXTS}, "the console can be asked, so nothing stays unknown"
    texts = await texts_of(run)
    assert max(texts.values()) == 1, "somebody got two text messages"
    assert len(texts) == TEXTS
    async with httpx.AsyncClient() as client:
        taken = (await client.get(f"{push_service}/seen")).json()
    mine = {path: times for path, times in taken["taken"].items() if path.startswith("/mixed/")}
    assert len(mine) == PUSHES
    twice = sum(times > 1 for times in mine.values())
    print(
        f"\n{PUSHES:,} pushes and {TEXTS:,} texts, {KILLS} kills, Valkey restarted; all told after "
        f"{time.monotonic() - began:.0f} s; {taken['pushed']:,} posts, {twice} people's push taken twice "
        f"(the same Topic and tag: shown once); {explained} texts unknown after a kill, and resolved."
    )


async def tell(channel: str, first: int, last: int) -> UUID:
    message = decide.Message(
        "no_show",
        f"{channel}/{uuid4()}",
        uuid4(),
        {"site": "한강빌딩", "starts_at": "06:00", "assigned": 2, "present": 1},
        urgency="urgent",
        channels=(channel,),
    )
    sql = (
        "SELECT id AS member_id, 'member' AS why, '{}'::jsonb AS variables FROM member "
        "WHERE split_part(name, ' ', 2)::int BETWEEN $1 AND $2"
    )
    async with database.transaction():
        made = await decide.notify(message, decide.Audience(sql, (first, last)), by=None)
    assert made.audience == last - first + 1
    return made.notification_id


async def break_things(run: Run, site: Site, servers, chance: random.Random) -> None:
    """Kill the worker while it holds leases, again and again; restart Valkey in the middle."""
    for number in range(KILLS):
        if number == KILLS // 2:
            await asyncio.to_thread(servers.valkey.restart)
        with_leases = await something_leased(run)
        await asyncio.sleep(chance.uniform(0, 0.3) if with_leases else 0)
        site.kill("worker")
        if not FULL:  # nobody lives who could hold them: the minute is over at once
            await run.ledger.execute(
                "UPDATE delivery SET leased_until = now() WHERE org_id = $1 AND state = 'leased'",
                run.audience.org_id,
            )
        await asyncio.sleep(chance.uniform(0, 0.2))
        site.start("worker")


async def something_leased(run: Run) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if await run.are("leased"):
            return True
        await asyncio.sleep(0.02)
    return False


async def nothing(run: Run, *states: str) -> bool:
    """Whether no delivery is in these states."""
    return not await run.are(*states)


async def explain(run: Run, site: Site) -> int:
    """What was on its way when its sender died is asked for: as if minutes had passed."""
    unknown = await run.are("unknown")
    if unknown:
        await run.ledger.execute(
            "UPDATE delivery SET changed_at = changed_at - interval '10 minutes', "
            "due_at = due_at - interval '10 minutes' WHERE org_id = $1 AND state = 'unknown'",
            run.audience.org_id,
        )
        site.kill("worker")  # a relay that begins asks at once
        site.start("worker")
        await run.until(lambda: nothing(run, "unknown", *WAITING), PATIENCE_S)
    return unknown


async def texts_of(run: Run) -> Counter[str]:
    """How many texts came to each number of the audience."""
    phones = {
        row["phone"]
        for row in await run.ledger.fetch(
            "SELECT a.phone FROM account a JOIN member m ON m.account_id = a.id WHERE m.org_id = $1",
            run.audience.org_id,
        )
    }
    return Counter(sms["to"] for sms in outbox() if sms["to"] in phones)
