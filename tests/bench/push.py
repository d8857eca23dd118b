"""Pushes: the whole path from deciding to every row `sent`, against four other ways to send the same.

Everybody pushes to the same stand-in for a push service, in a process of its own, over plain http.
"""

import asyncio
import base64
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pywebpush import webpush, webpush_async

from backend.core.ids import new_id
from tests.bench.ground import Ground, Report, cpu_seconds
from tests.crowd import Crowd, gather_crowd, tidy
from tests.processes import ROOT, Site, free_port

PEOPLE, PEOPLE_QUICK = 10_000, 40
WARM = 30
"""So many hear something before it is measured: the workers know their statements and connections."""
KEYS = 200
"""So many different browser keys, dealt round: making 10,000 would take longer than it teaches."""
PAYLOAD_BYTES = 640
"""What ours measures for a no-show: 300 of words and address, and the receipt's token."""
AT_A_TIME = 64
SENT_WITHIN_S = 120.0
STAND_INS = ROOT / "tests" / "stand-ins"
POINT = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint


async def measure(ground: Ground) -> Report:
    people = ground.rounds(PEOPLE, PEOPLE_QUICK)
    rounds = ground.rounds(3, 1)
    crowd = await gather_crowd(ground.dsns.superuser, workers=people, places=1)
    with push_service() as origin, node() as npm:
        others = Others(origin, ground)
        await subscribe(ground, crowd, origin)
        spent: dict[str, float] = {}
        rates: dict[str, list[float]] = {}
        for number in range(rounds):
            rates.setdefault("floor", []).append(others.floor(people // 2))
            with workers(ground, 1) as sites:
                await warm_up(ground, crowd, f"warm one/{number}")
                before = cpu_of(ground, sites)
                rates.setdefault("one", []).append(await publish(ground, crowd, f"one/{number}"))
                spent = {name: used - before[name] for name, used in cpu_of(ground, sites).items()}
            rates.setdefault("webpush", []).append(others.blocking(people // 10))
            rates.setdefault("webpush_async", []).append(await others.concurrent(people // 10))
            rates.setdefault("npm", []).append(await asyncio.to_thread(others.npm, npm, people // 2))
            with workers(ground, 2):
                await warm_up(ground, crowd, f"warm two/{number}")
                rates.setdefault("two", []).append(await publish(ground, crowd, f"two/{number}"))
            rates.setdefault("ledger", []).append(await ledger_alone(ground, crowd, f"ledger/{number}"))
    each_us = {f"ours, {name}": used / people * 1e6 for name, used in spent.items()} | others.spent_us
    return report_of(rates, each_us, people)


def report_of(rates: dict[str, list[float]], each_us: dict[str, float], people: int) -> Report:
    rate = {name: statistics.median(found) for name, found in rates.items()}
    report = Report()

    def line(what: str, name: str) -> None:
        report.add(what, f"{rate[name]:,.0f} messages/s")

    def ratio(what: str, above: str, below: str, aim: float | None = None) -> None:
        # Each round is a pair that ran side by side in time, so that a busy minute hurts both.
        found = statistics.median(a / b for a, b in zip(rates[above], rates[below], strict=True))
        if aim is None:
            report.add(what, f"{found:.2f}x")
        else:
            report.add(what, f"{found:.2f}x", f">= {aim:g}x", found >= aim)

    line(f"{people:,} pushes from deciding to the last row `sent`, one worker", "one")
    line("only encrypting: ECDH, HKDF, AES-GCM with `cryptography` (floor)", "floor")
    line("`webpush()` as documented", "webpush")
    line(f"`webpush_async()` as documented, {AT_A_TIME} at a time", "webpush_async")
    line(f"npm web-push, {AT_A_TIME} at a time, connections kept", "npm")
    line("the ledger alone: decided, leased and settled, nothing sent", "ledger")
    line("two workers", "two")
    ratio("pushes against `webpush()`", "one", "webpush", 3)
    ratio("pushes against `webpush_async()`", "one", "webpush_async")
    ratio("pushes against npm web-push", "one", "npm", 2)
    ratio("two workers against one", "two", "one", 1.7)
    report.notes.append(
        "CPU for one push: "
        + ", ".join(f"{name} {used:.0f} us" for name, used in each_us.items())
        + f". Payload {PAYLOAD_BYTES} bytes. The push service takes its share of the two cores too."
    )
    return report


# Ours


async def subscribe(ground: Ground, crowd: Crowd, origin: str) -> None:
    """Give everybody a browser that takes pushes."""
    points = [ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(*POINT) for _ in range(KEYS)]
    connection = await asyncpg.connect(ground.dsns.superuser)
    try:
        sessions = await connection.fetch(
            "SELECT DISTINCT ON (account_id) account_id, id FROM session WHERE account_id = ANY ($1)",
            [walker.account_id for walker in crowd.workers],
        )
        await connection.executemany(
            "INSERT INTO push_device"
            " (id, account_id, session_id, endpoint, p256dh, auth, name, created_at, seen_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, 'bench', now(), now())",
            [
                (
                    new_id(),
                    s["account_id"],
                    s["id"],
                    f"{origin}/201/{s['id']}",
                    points[i % KEYS],
                    os.urandom(16),
                )
                for i, s in enumerate(sessions)
            ],
        )
    finally:
        await connection.close()
    await tidy(ground.dsns.superuser)


@contextmanager
def workers(ground: Ground, count: int) -> Iterator[list[Site]]:
    sites = [Site(ground.site.environment, ground.site.log) for _ in range(count)]
    try:
        for site in sites:
            site.start("worker")
        time.sleep(ground.seconds(4))  # both listen before the first gets something to do
        yield sites
    finally:
        for site in sites:
            site.stop()


def cpu_of(ground: Ground, sites: list[Site]) -> dict[str, float]:
    return {
        "worker": sum(cpu_seconds(site.pid("worker")) for site in sites),
        "PostgreSQL": cpu_seconds(ground.postgres_pid, with_children=True),
    }


async def publish(ground: Ground, crowd: Crowd, key: str, most: int = PEOPLE) -> float:
    """Decide for everybody and wait until every push is sent. Messages a second."""
    began, notification_id = await decide(ground, crowd, key, most)
    connection = await asyncpg.connect(ground.dsns.superuser)
    try:
        async with asyncio.timeout(SENT_WITHIN_S):
            while True:
                left = await connection.fetchval(
                    "SELECT count(*) FROM delivery WHERE notification_id = $1 AND channel = 'push'"
                    " AND state <> 'sent'",
                    notification_id,
                )
                took_s = time.time() - began
                if left == 0:
                    return min(most, len(crowd.workers)) / took_s
                await asyncio.sleep(0.05)
    finally:
        await connection.close()


async def warm_up(ground: Ground, crowd: Crowd, key: str) -> None:
    if not ground.quick:
        await publish(ground, crowd, key, WARM)


async def decide(ground: Ground, crowd: Crowd, key: str, most: int) -> tuple[float, UUID]:
    said = await in_process(ground, "decide", str(crowd.org_id), key, str(most))
    return float(said[0]), UUID(said[1])


async def ledger_alone(ground: Ground, crowd: Crowd, key: str) -> float:
    return len(crowd.workers) / float(
        (await in_process(ground, "ledger", str(crowd.org_id), key, str(PEOPLE)))[0]
    )


async def in_process(ground: Ground, *arguments: str) -> list[str]:
    """Run a part of this module as the application would, with the site's settings."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.push",
        *arguments,
        cwd=ROOT,
        env=ground.site.environment,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode().split()


async def as_application(what: str, org_id: str, key: str, most: str) -> None:
    from backend.attendance import topics  # noqa: F401 - they register themselves
    from backend.core import database, tenancy
    from backend.notifications.service import deliveries
    from backend.notifications.service.decide import Audience, Message, notify
    from backend.notifications.topics import TOPICS

    everybody = "SELECT id AS member_id, 'member'::text AS why, '{}'::jsonb AS variables FROM member"
    audience = Audience(f"{everybody} WHERE role = 'member' LIMIT $1::int", (int(most),))
    message = Message(
        "no_show", key, new_id(), TOPICS["no_show"].sample, urgency="urgent", channels=("push",)
    )
    await database.engine().start_connection_pool()
    with tenancy.acting_for(org_id=UUID(org_id)):
        began = time.time()
        if what == "decide":
            async with database.transaction():
                made = await notify(message, audience, by=None)
            print(began, made.notification_id)
        else:
            async with database.transaction():
                await notify(message, audience, by=None)
            held = await deliveries.lease("push")
            while held.deliveries:
                done = [deliveries.Outcome(d.notification_id, d.account_id, "sent") for d in held.deliveries]
                await deliveries.settle(held, done)
                held = await deliveries.lease("push")
            print(time.time() - began)
    await database.engine().close_connection_pool()


# The others


class Others:
    """The same message, sent by other means."""

    def __init__(self, origin: str, ground: Ground) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.vapid = url64(self.private.private_numbers().private_value.to_bytes(32))
        self.points = [
            ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(*POINT) for _ in range(KEYS)
        ]
        self.subscriptions: list[dict[str, Any]] = [
            {"endpoint": f"{origin}/201/{i}", "keys": {"p256dh": url64(p), "auth": url64(os.urandom(16))}}
            for i, p in enumerate(self.points)
        ]
        self.text = "x" * PAYLOAD_BYTES
        self.spent_us: dict[str, float] = {}
        """CPU for one message, by the way it was sent; a busy machine changes it least."""

    def floor(self, messages: int) -> float:
        began = time.perf_counter()
        for number in range(messages):
            encrypt(self.points[number % KEYS], self.text.encode())
        return messages / (time.perf_counter() - began)

    def blocking(self, messages: int) -> float:
        began, spent = time.perf_counter(), time.process_time()
        for number in range(messages):
            webpush(
                self.subscriptions[number % KEYS],
                self.text,
                vapid_private_key=self.vapid,
                vapid_claims={"sub": "mailto:bench@example.com"},
            )
        self.spent_us["webpush()"] = (time.process_time() - spent) / messages * 1e6
        return messages / (time.perf_counter() - began)

    async def concurrent(self, messages: int) -> float:
        async def send(number: int) -> None:
            await webpush_async(
                self.subscriptions[number % KEYS],
                self.text,
                vapid_private_key=self.vapid,
                vapid_claims={"sub": "mailto:bench@example.com"},
            )

        spent = time.process_time()
        rate = await side_by_side(send, messages)
        self.spent_us["webpush_async()"] = (time.process_time() - spent) / messages * 1e6
        return rate

    def npm(self, process: subprocess.Popen[str], messages: int) -> float:
        public = url64(self.private.public_key().public_bytes(*POINT))
        asked = {
            "subscriptions": self.subscriptions,
            "payload": self.text,
            "vapid": {"publicKey": public, "privateKey": self.vapid},
            "atATime": AT_A_TIME,
            "messages": messages,
        }
        assert process.stdin
        assert process.stdout
        spent = cpu_seconds(process.pid)
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        rate = messages / float(process.stdout.readline())
        self.spent_us["npm web-push"] = (cpu_seconds(process.pid) - spent) / messages * 1e6
        return rate


async def side_by_side(send: Callable[[int], Awaitable[None]], messages: int) -> float:
    numbers = iter(range(messages))

    async def some() -> None:
        for number in numbers:
            await send(number)

    began = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(AT_A_TIME)))
    return messages / (time.perf_counter() - began)


def encrypt(point: bytes, text: bytes) -> bytes:
    """RFC 8291 and nothing else: a key, one ECDH, two HKDF extracts and three expands, AES-GCM."""
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    mine = ec.generate_private_key(ec.SECP256R1())
    my_point = mine.public_key().public_bytes(*POINT)
    secret = mine.exchange(ec.ECDH(), browser)
    salt = os.urandom(16)
    info = b"WebPush: info\x00" + point + my_point
    shared = HKDF(hashes.SHA256(), 32, salt, info).derive(secret)
    key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(shared)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(shared)
    return salt + my_point + AESGCM(key).encrypt(nonce, text + b"\x02", None)


@contextmanager
def push_service() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.push_service", str(port)], cwd=ROOT)
    while not listens(port):
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def node() -> Iterator[subprocess.Popen[str]]:
    program = shutil.which("node") or str(Path(".local/node/bin/node").absolute())
    process = subprocess.Popen(
        [program, str(STAND_INS / "web-push-bench.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=10)


def url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


if __name__ == "__main__":
    asyncio.run(as_application(*sys.argv[1:5]))
