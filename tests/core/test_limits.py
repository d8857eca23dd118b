"""Rate limits: exact when counted side by side, fair between people, and open when Valkey is down."""

import asyncio
import secrets
import time

import httpx
import msgspec
import pytest
import structlog

from backend import settings
from backend.core import limits
from backend.core.errors import TooManyRequests
from backend.core.ids import new_id
from backend.core.limits import Limiter, client_ip
from tests.world import ORIGIN


@pytest.fixture
def set_up(monkeypatch):
    """Change settings for one test."""
    real = settings.current()

    def change(**changes: str) -> None:
        monkeypatch.setattr(settings, "current", lambda: msgspec.structs.replace(real, **changes))

    return change


@pytest.fixture
def limited(app, set_up, monkeypatch):
    """The application with limits on, and few writes allowed."""
    set_up(rate_limits="on")
    monkeypatch.setattr(limits, "WRITES", "3/minute")


async def test_side_by_side_exactly_so_many_pass(app, monkeypatch):
    monkeypatch.setattr(limits, "TIMEOUT_S", 10)
    limiter, who = Limiter(settings.current().valkey_url), str(new_id())
    outcomes = await asyncio.gather(
        *(limiter.count("10/minute", who) for _ in range(40)), return_exceptions=True
    )
    assert outcomes.count(None) == 10
    assert all(isinstance(outcome, TooManyRequests) for outcome in outcomes if outcome)


async def test_a_rule_of_two_parts_refuses_by_the_stricter(app):
    limiter, who = Limiter(settings.current().valkey_url), str(new_id())
    for _ in range(2):
        await limiter.count("2/second;100/hour", who)
    with pytest.raises(TooManyRequests):
        await limiter.count("2/second;100/hour", who)


async def test_too_many_writes_are_told_when_to_come_back(firm, limited):
    answers = [await firm.owner.patch("/me", {"name": "김영숙"}) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused.json()["code"] == "too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 60


async def test_people_do_not_use_up_each_others(firm, worker, limited):
    for _ in range(4):
        await firm.owner.patch("/me", {"name": "김영숙"})
    assert (await worker.patch("/me", {"name": "이순자"})).status_code == 200


async def test_routes_do_not_use_up_each_others_and_reading_is_free(firm, limited):
    for _ in range(4):
        await firm.owner.patch("/me", {"name": "김영숙"})
    assert (await firm.owner.post("/me/snapshot", {"have": {}})).status_code == 200
    for _ in range(10):
        assert (await firm.owner.get("/me")).status_code == 200


async def test_strangers_are_counted_by_address(app, limited, monkeypatch):
    monkeypatch.setattr(limits, "rule_of", lambda _: "2/minute")

    async def knock(address: str) -> int:
        transport = httpx.ASGITransport(app=app, client=(address, 1))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
            return (await browser.get(f"/api/v1/invitations/{'x' * 40}")).status_code

    first, other = f"198.51.100.{secrets.randbelow(250)}", f"203.0.113.{secrets.randbelow(250)}"
    assert [await knock(first) for _ in range(3)] == [404, 404, 429]
    assert await knock(other) == 404


class TestDead:
    async def test_a_dead_valkey_refuses_nobody_says_so_once_and_costs_nothing(self, app, monkeypatch):
        limiter = Limiter("unix:///nowhere/valkey.sock")
        with structlog.testing.capture_logs() as lines:
            monkeypatch.setattr(limits, "log", structlog.get_logger())
            await limiter.count("1/minute", "somebody")
            began = time.perf_counter()
            for _ in range(1000):
                await limiter.count("1/minute", "somebody")
            assert time.perf_counter() - began < 0.05
        assert [line["event"] for line in lines] == ["limits.open"]

    async def test_it_counts_again_when_valkey_is_back(self, app, servers):
        limiter, who = Limiter(servers.valkey_url), str(new_id())
        await asyncio.to_thread(servers.valkey.restart)
        await limiter.count("1/minute", who)  # may find the cut connection
        limiter.open_until = 0.0
        with pytest.raises(TooManyRequests):
            for _ in range(2):
                await limiter.count("1/minute", who)


def scope(peer: str | None, forwarded: str | None = None):
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"type": "http", "client": (peer, 1) if peer else None, "headers": headers}


@pytest.mark.parametrize(
    ("behind_proxy", "peer", "forwarded", "expected"),
    [
        ("off", "127.0.0.1", "203.0.113.5", "127.0.0.1"),
        ("on", "127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("on", "172.18.0.3", "10.9.9.9, 203.0.113.5", "203.0.113.5"),
        ("on", "198.51.100.7", "203.0.113.5", "198.51.100.7"),
        ("on", "127.0.0.1", "not an address", "127.0.0.1"),
        ("on", "127.0.0.1", None, "127.0.0.1"),
        ("on", "::1", "2001:db8::5", "2001:db8::5"),
        ("on", None, "203.0.113.5", "0.0.0.0"),
    ],
)
def test_the_callers_address(environment, set_up, behind_proxy, peer, forwarded, expected):
    set_up(behind_proxy=behind_proxy)
    assert client_ip(scope(peer, forwarded)) == expected
