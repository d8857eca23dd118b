"""Health and metrics: for those who run the server, and nobody else."""

import asyncpg
import httpx
import msgspec
import pytest

from backend import settings
from backend.core import database
from tests.world import ORIGIN


def caller(app, address: str = "127.0.0.1") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app, client=(address, 1)), base_url=ORIGIN)


async def test_alive_and_ready(app):
    assert (await caller(app).get("/health/live")).json() == {"status": "up"}
    ready = await caller(app).get("/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"database": "up", "valkey": "up"})


async def test_a_dead_valkey_is_said_and_takes_nobody_out_of_service(app, monkeypatch):
    real = settings.current()
    monkeypatch.setattr(
        settings, "current", lambda: msgspec.structs.replace(real, valkey_url="unix:///nowhere/valkey.sock")
    )
    ready = await caller(app).get("/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"database": "up", "valkey": "down"})


async def test_without_its_database_it_is_alive_and_not_ready(app, monkeypatch):
    monkeypatch.setattr(database.engine(), "pool", None)
    ready = await caller(app).get("/health/ready")
    assert (ready.status_code, ready.json()["database"]) == (503, "down")
    assert (await caller(app).get("/health/live")).status_code == 200


async def test_a_method_that_somebody_made_up_is_no_counter_of_its_own(app):
    anybody = caller(app)
    assert (await anybody.request("BREW", "/api/v1/me")).status_code == 405
    page = (await anybody.get("/metrics")).text

    assert "BREW" not in page
    assert 'method="other"' in page


async def test_metrics_count_requests_by_route_and_show_the_work_that_waits(app, firm):
    await firm.owner.get("~/members")
    await firm.owner.get("/api/v1/nothing/here")
    answer = await caller(app).get("/metrics")
    assert answer.headers["content-type"].count("charset") == 1
    page = answer.text
    route = 'route="/api/v1/orgs/{org_id}/members"'
    assert f'pumasi_requests_total{{method="GET",{route},status="200"}}' in page
    assert 'route="-",status="404"' in page
    assert firm.org_id not in page
    for name in ("pumasi_request_seconds_bucket", "pumasi_pool_connections", "pumasi_stream_clients"):
        assert name in page
    for line in ("pumasi_database_up 1.0", 'pumasi_handovers{state="waiting"}', "pumasi_relay_lag_seconds"):
        assert line in page


async def test_metrics_show_that_the_relay_is_behind(app, firm, servers):
    relay = await asyncpg.connect(servers.dsns.relay)
    await relay.execute(
        "INSERT INTO relay_cursor SELECT 'jobs', max(id) FROM event "
        "ON CONFLICT (name) DO UPDATE SET last_id = excluded.last_id"
    )
    assert "pumasi_relay_lag_seconds 0.0\n" in (await caller(app).get("/metrics")).text
    await firm.owner.patch("~", {"name": "새 이름"})
    assert "pumasi_relay_lag_seconds 0.0\n" not in (await caller(app).get("/metrics")).text
    await relay.close()


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:4860::1"])
async def test_metrics_are_not_for_the_world(app, address):
    assert (await caller(app, address).get("/metrics")).status_code == 403


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded"])
async def test_metrics_are_not_read_through_the_proxy(app, header):
    answer = await caller(app).get("/metrics", headers={header: "for=10.0.0.1"})
    assert answer.status_code == 403
