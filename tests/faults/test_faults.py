"""Everything is killed, again and again, while a crew clocks in: nothing is lost, nothing happens twice."""

import asyncio
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest

from backend.core.ids import new_id
from backend.notifications.service.text_messages import LEASE
from tests.crowd import Crowd, gather_crowd
from tests.faults.installation import Installation
from tests.faults.phone import Phone

PHONES, PUNCHES_EACH = 50, 40
INVITATIONS = 20
APART = timedelta(minutes=20)
RUN_S = 22.0
FAULTS = ("web", "worker", "valkey", "web", "postgres", "worker", "web")
ARRIVAL_PATIENCE_S = 40.0
SETTLING_PATIENCE_S = LEASE.total_seconds() + 40.0
"""A text whose sender was killed is held until the lease has run out, and then called unknown."""
SEED = 20261124

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def installation() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="pumasi-faults-"))
    folder.chmod(0o755)
    running = Installation(folder)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder.resolve(), ignore_errors=True)


async def test_nothing_is_lost_and_nothing_happens_twice(installation: Installation) -> None:
    chance = random.Random(SEED)
    crowd = await gather_crowd(installation.superuser_dsn, workers=PHONES, places=10)
    began = time.monotonic()
    async with httpx.AsyncClient(
        base_url=installation.url, limits=httpx.Limits(max_connections=PHONES + 2)
    ) as client:
        phones = [
            Phone(
                walker,
                crowd.place_of[walker.member_id],
                crowd.org_id,
                client,
                random.Random(chance.random()),
            )
            for walker in crowd.workers
        ]
        broken = asyncio.create_task(break_things(installation, chance))
        inviting = asyncio.create_task(invite(crowd, client))
        await asyncio.gather(*(carry(phone) for phone in phones))
        arrived_s = time.monotonic() - began
        faults = await broken
        invited = await inviting

    connection = await asyncpg.connect(installation.superuser_dsn)
    try:
        settled_s = await until_settled(connection, began)
        report = await examine(connection, crowd, phones, invited, installation.data)
    finally:
        await connection.close()
    attempts = sum(item.attempts for phone in phones for item in phone.sent.values())
    print(
        f"\n{PHONES} phones, {PHONES * PUNCHES_EACH} punches, {attempts} attempts; broken: {dict(faults)}; "
        f"all arrived after {arrived_s:.1f} s, every consequence after {settled_s:.1f} s.\n{report}"
    )


async def carry(phone: Phone) -> None:
    """A day of taps at uneven pace, 20 minutes apart by the phone's clock; ends when nothing waits."""
    last_server_time = datetime.now(UTC) - APART * (PUNCHES_EACH + 1)

    async def tap() -> None:
        for number in range(PUNCHES_EACH):
            phone.tap(
                "out" if number % 2 else "in", last_server_time + APART * (number + 1), last_server_time
            )
            await asyncio.sleep(phone.chance.uniform(0, 2 * RUN_S / PUNCHES_EACH))

    tapping = asyncio.create_task(tap())
    deadline = time.monotonic() + RUN_S + ARRIVAL_PATIENCE_S
    while not tapping.done() or phone.waiting:
        assert time.monotonic() < deadline, f"{len(phone.waiting)} still wait"
        if phone.waiting:
            await phone.drain()
        else:
            await asyncio.sleep(0.02)
    await tapping


async def break_things(installation: Installation, chance: random.Random) -> Counter[str]:
    """Break one thing after another, at random moments of the run."""
    done: Counter[str] = Counter()
    for name in FAULTS:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * RUN_S / (len(FAULTS) + 2))
        await asyncio.to_thread(installation.break_one, name)
        done[name] += 1
    return done


async def invite(crowd: Crowd, client: httpx.AsyncClient) -> set[str]:
    """The owner invites people by SMS meanwhile: consequences that reach the outside world."""
    headers = {"cookie": crowd.owner.cookie, "origin": str(client.base_url).rstrip("/")}
    phones = set()
    for number in range(INVITATIONS):
        body = {"id": str(new_id()), "role": "member", "phone": f"+8210{80_000_000 + number:08d}"}
        phones.add(body["phone"])
        status = 0
        while status != 201:
            with suppress(httpx.TransportError):
                answer = await client.post(
                    f"/api/v1/orgs/{crowd.org_id}/invitations",
                    json=body,
                    headers=headers | {"idempotency-key": body["id"]},
                )
                status = answer.status_code
                assert status < 400 or status >= 500 or status in (409, 429), answer.text
            if status != 201:
                await asyncio.sleep(0.2)
        await asyncio.sleep(RUN_S / INVITATIONS / 2)
    return phones


async def until_settled(connection: asyncpg.Connection, began: float) -> float:
    """Wait until the relay has read every event, and no hand-over waits."""
    deadline = time.monotonic() + SETTLING_PATIENCE_S
    while True:
        behind = await connection.fetchval(
            "SELECT coalesce((SELECT max(id) FROM event WHERE kind = ANY($1)), 0)"
            " > coalesce((SELECT min(last_id) FROM relay_cursor), 0)",
            list(subscribed()),
        )
        undone = await connection.fetch("SELECT job, attempts, error FROM handover WHERE done_at IS NULL")
        if not behind and not undone:
            return time.monotonic() - began
        assert time.monotonic() < deadline, f"relay behind: {behind}; undone: {undone[:5]}"
        await asyncio.sleep(0.1)


def subscribed() -> dict[str, list[str]]:
    """The jobs of each kind of event."""
    from jobs.subscriptions import jobs_by_kind

    return {kind: [job.name for job in jobs] for kind, jobs in jobs_by_kind().items()}


async def examine(
    connection: asyncpg.Connection, crowd: Crowd, phones: list[Phone], invited: set[str], data: Path
) -> str:
    """Compare what the phones hold as sent with what the server keeps."""
    assert [answer for phone in phones for answer in phone.refused.values()] == []
    assert all(len(phone.sent) == PUNCHES_EACH for phone in phones)

    stored = await connection.fetch("SELECT id, member_id FROM punch WHERE org_id = $1", crowd.org_id)
    held = sorted((item_id, phone.walker.member_id) for phone in phones for item_id in phone.sent)
    assert sorted((row["id"], row["member_id"]) for row in stored) == held

    sessions = await connection.fetch(
        "SELECT a.member_id, a.started_at, a.ended_at, EXISTS (SELECT FROM work_session b"
        "  WHERE b.org_id = a.org_id AND b.member_id = a.member_id AND b.id <> a.id"
        "  AND tstzrange(b.started_at, b.ended_at) && tstzrange(a.started_at, a.ended_at)) AS doubled"
        "  FROM work_session a WHERE org_id = $1",
        crowd.org_id,
    )
    assert not [row for row in sessions if row["doubled"] or row["ended_at"] is None]
    assert Counter(row["member_id"] for row in sessions) == dict.fromkeys(
        (phone.walker.member_id for phone in phones), PUNCHES_EACH // 2
    )
    assert {row["ended_at"] - row["started_at"] for row in sessions} == {APART}

    events = await connection.fetch(
        "SELECT data->>'punch_id' AS punch_id, count(*) AS times FROM event"
        " WHERE org_id = $1 AND kind = 'PunchRecorded' GROUP BY 1",
        crowd.org_id,
    )
    assert {row["punch_id"]: row["times"] for row in events} == {str(item_id): 1 for item_id, _ in held}

    handed = await connection.fetch(
        "SELECT e.id, e.kind, array_agg(h.job ORDER BY h.job) FILTER (WHERE h.done_at IS NOT NULL) AS jobs"
        " FROM event e LEFT JOIN handover h ON h.org_id = e.org_id AND h.event_id = e.id"
        " WHERE e.kind = ANY($1) GROUP BY 1, 2",
        list(subscribed()),
    )
    assert not [dict(row) for row in handed if row["jobs"] != sorted(subscribed()[row["kind"]])]

    texts = Counter(row["state"] for row in await connection.fetch("SELECT state FROM text_message"))
    outbox = data / "outbox" / "sms.jsonl"
    delivered = Counter(json.loads(line)["to"] for line in outbox.read_text().splitlines())
    assert max(delivered.values()) == 1, "somebody got the same invitation twice"
    assert set(delivered) <= invited
    assert texts["sent"] + texts["unknown"] == len(invited)
    assert len(delivered) >= texts["sent"]
    return (
        f"{len(stored)} punches stored once; {len(sessions)} sessions, none doubled; "
        f"{len(events)} events of punches; {len(handed)} events with consequences, all done; "
        f"invitations {dict(texts)}, {len(delivered)} delivered."
    )
