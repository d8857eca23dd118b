"""Every event is handed over, in order per subject, none skipped: whatever dies in between."""

import asyncio
import random
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from arq.connections import RedisSettings, create_pool

from backend import settings
from backend.core import clock, database, tenancy
from backend.core.events import Event, record
from backend.core.ids import new_id
from backend.core.timers import clear_timer, set_timer
from jobs import relay as relay_module
from jobs.bell import bell
from jobs.job import job
from jobs.relay import QueueDown, Relay
from tests.jobs.conftest import happen, until

WRITERS = 12
TRANSACTIONS = 60
SUBJECTS = 4


class RelayTried(Event, frozen=True):
    """Something happened to a subject, for the n-th time."""

    subject_id: UUID
    number: int


@job
async def listen(_event) -> None: ...


@job
async def listen_too(_event) -> None: ...


CUT_THE_RELAY = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pumasi-relay'"
)
JOBS = {"RelayTried": (listen, listen_too)}


async def quiet(_handovers) -> None: ...


class Relays:
    """Starts relays, and kills them."""

    def __init__(self, ring=quiet) -> None:
        self.ring = ring
        self.task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.create_task(Relay(settings.current().database_relay_url, JOBS, self.ring).run())

    async def kill(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def relays(app):
    made = Relays()
    yield made
    if made.task:
        await made.kill()


async def handovers(everything, org_id: UUID, job_name: str = "test_relay.listen"):
    return await everything.fetch(
        "SELECT e.subject, (e.data->>'number')::int AS number, h.event_id, h.made_at FROM handover h "
        "JOIN event e ON e.org_id = h.org_id AND e.id = h.event_id "
        "WHERE h.org_id = $1 AND h.job = $2 ORDER BY h.made_at, h.ctid",
        org_id,
        job_name,
    )


async def write_some(org_id: UUID, subjects: list[UUID], told: dict[UUID, list[int]], seed: int) -> None:
    """Transactions that take numbers early, wait for each other's locks, and are undone now and then."""
    dice = random.Random(seed)
    with tenancy.acting_for(org_id=org_id):
        for _ in range(TRANSACTIONS):
            with suppress(Undone):
                async with database.transaction():
                    await write_one(dice, subjects, told)


class Undone(Exception):
    """This transaction is rolled back."""


async def write_one(dice: random.Random, subjects: list[UUID], told: dict[UUID, list[int]]) -> None:
    await database.fetch("SELECT pg_current_xact_id()")
    await asyncio.sleep(dice.random() * 0.01)
    if dice.random() < 0.2:
        return
    chosen = sorted(dice.sample(subjects, dice.choice([1, 1, 2])))
    for subject in chosen:
        await database.fetch("SELECT pg_advisory_xact_lock($1)", subject.int % 2**62)
        # Nobody else writes about this subject until we have committed, so its list is the order.
        await record(RelayTried(subject_id=subject, number=len(told[subject]) + 1), by=None)
        await asyncio.sleep(dice.random() * 0.005)
    if dice.random() < 0.1:
        raise Undone
    for subject in chosen:
        told[subject].append(len(told[subject]) + 1)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_every_event_is_handed_over_in_order_whatever_is_killed(relays, servers, everything, seed):
    queue = await create_pool(RedisSettings.from_dsn(servers.valkey_url))
    relays.ring = bell(queue)
    org_id, subjects = new_id(), [new_id() for _ in range(SUBJECTS)]
    told: dict[UUID, list[int]] = defaultdict(list)
    writing = asyncio.gather(*(write_some(org_id, subjects, told, seed * 100 + n) for n in range(WRITERS)))

    dice = random.Random(seed)
    relays.start()
    while not writing.done():
        await asyncio.sleep(dice.random() * 0.1)
        blow = dice.random()
        if blow < 0.5:
            await relays.kill()
            relays.start()
        elif blow < 0.8:
            await everything.execute(CUT_THE_RELAY)
        else:
            await asyncio.to_thread(servers.valkey.restart)
    await writing
    written = sum(map(len, told.values()))
    assert written > WRITERS

    async def all_there() -> bool:
        return len(await handovers(everything, org_id)) >= written

    await until(all_there)
    for name in ("test_relay.listen", "test_relay.listen_too"):
        heard: dict[UUID, list[int]] = defaultdict(list)
        for row in await handovers(everything, org_id, name):
            heard[row["subject"]].append(row["number"])
        assert heard == told
    await queue.aclose()


async def test_two_relays_lead_one_after_the_other(app, everything):
    first, second = Relays(), Relays()
    first.start()
    second.start()
    leaders = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted"

    async def one_leads() -> bool:
        return await everything.fetchval(leaders, relay_module.LEADER) == 1

    await until(one_leads)
    await first.kill()
    await until(one_leads)
    await second.kill()


async def test_a_queue_that_was_down_is_rung_for_everything_afterwards(relays, everything):
    rung: list[int] = []
    down = True

    async def ring(handovers) -> None:
        if down:
            raise QueueDown
        rung.extend(handover["event_id"] for handover in handovers)

    relays.ring = ring
    relays.start()
    org_id, subject = new_id(), new_id()
    await happen(org_id, *(RelayTried(subject_id=subject, number=number) for number in range(1, 4)))

    async def handed_over() -> bool:
        return len(await handovers(everything, org_id)) == 3

    await until(handed_over)
    down = False

    async def all_rung() -> bool:
        return {row["event_id"] for row in await handovers(everything, org_id)} <= set(rung)

    await until(all_rung)
    mine = [
        event_id
        for event_id in rung
        if event_id in {r["event_id"] for r in await handovers(everything, org_id)}
    ]
    assert mine == sorted(mine)


async def test_a_hand_over_that_nobody_began_is_rung_again(relays, everything):
    org_id, rung = new_id(), []

    async def ring(handovers) -> None:
        rung.extend((h["event_id"], h["job"]) for h in handovers if h["org_id"] == org_id)

    relays.ring = ring
    relays.start()
    await happen(org_id, RelayTried(subject_id=new_id(), number=1))

    async def both_rung() -> bool:
        return len(rung) == 2

    await until(both_rung)
    await everything.execute("UPDATE handover SET ring_at = now() WHERE org_id = $1", org_id)

    async def rung_again() -> bool:
        return len(rung) == 4

    await until(rung_again)


class TestTimers:
    async def test_a_due_timer_becomes_an_event_once(self, relays, everything):
        org_id, subject = new_id(), new_id()
        await self.set(org_id, subject, clock.now() - timedelta(seconds=1))
        relays.start()

        async def fired() -> bool:
            return len(await handovers(everything, org_id)) == 1

        await until(fired)
        assert await everything.fetchval("SELECT count(*) FROM timer WHERE org_id = $1", org_id) == 0
        assert await everything.fetchval("SELECT count(*) FROM event WHERE org_id = $1", org_id) == 1

    async def test_moved_into_the_future_it_waits_and_cleared_it_never_fires(self, relays, everything):
        moved, cleared, control = new_id(), new_id(), new_id()
        for org_id in (moved, cleared, control):
            await self.set(org_id, new_id(), clock.now() - timedelta(seconds=1))
        await self.set(moved, new_id(), clock.now() + timedelta(hours=1))
        with tenancy.acting_for(org_id=cleared):
            async with database.transaction():
                await clear_timer("remind")
                await clear_timer("was never set")
        relays.start()

        async def control_fired() -> bool:
            return bool(await handovers(everything, control))

        await until(control_fired)
        assert (
            await everything.fetchval("SELECT count(*) FROM event WHERE org_id = ANY($1)", [moved, cleared])
            == 0
        )
        assert await everything.fetchval("SELECT count(*) FROM timer WHERE org_id = $1", moved) == 1

    async def test_outside_a_transaction_it_refuses(self, relays):
        with pytest.raises(database.NoTransaction):
            await set_timer(key="x", due_at=clock.now(), event=RelayTried(subject_id=new_id(), number=1))

    async def set(self, org_id: UUID, subject: UUID, due_at) -> None:
        with tenancy.acting_for(org_id=org_id):
            async with database.transaction():
                await set_timer(key="remind", due_at=due_at, event=RelayTried(subject_id=subject, number=1))


async def test_old_answers_and_finished_hand_overs_are_swept(app, everything, servers):
    account_id, org_id = new_id(), new_id()
    for key, age in (("old-old-old", "15 days"), ("new-new-new", "13 days")):
        await everything.execute(
            "INSERT INTO idempotent_answer (account_id, key, request_hash, made_at) "
            "VALUES ($1, $2, 'x', now() - $3::interval)",
            account_id,
            key,
            timedelta(days=int(age.split()[0])),
        )
    await happen(org_id, RelayTried(subject_id=new_id(), number=1))
    for name, days in (("old", 40), ("new", 1)):
        await everything.execute(
            "INSERT INTO handover (org_id, event_id, job, done_at) "
            "SELECT org_id, id, $2, now() - make_interval(days => $3) FROM event WHERE org_id = $1",
            org_id,
            name,
            days,
        )
    connection = await asyncpg.connect(servers.dsns.relay)
    await relay_module.sweep(connection)
    await connection.close()
    kept = await everything.fetch("SELECT key FROM idempotent_answer WHERE account_id = $1", account_id)
    assert [row["key"] for row in kept] == ["new-new-new"]
    assert [
        r["job"] for r in await everything.fetch("SELECT job FROM handover WHERE org_id = $1", org_id)
    ] == ["new"]


async def test_a_restart_of_postgresql_only_makes_it_wait(relays, servers):
    org_id, subject, rung = new_id(), new_id(), []

    async def ring(handovers) -> None:
        rung.extend(handover["job"] for handover in handovers if handover["org_id"] == org_id)

    relays.ring = ring
    relays.start()
    await happen(org_id, RelayTried(subject_id=subject, number=1))
    await asyncio.to_thread(servers.postgres.restart)
    await happen(org_id, RelayTried(subject_id=subject, number=2))

    async def all_rung() -> bool:
        return len(rung) >= 4

    await until(all_rung)
