"""Numbers for Prometheus, of this process and of the work that waits in the database."""

import asyncio
from functools import cache
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from backend.core import database

__all__ = ["CONTENT_TYPE_LATEST", "count_request", "page"]

ASK_TIMEOUT_S = 2
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Whatever else a request calls its method is one kind: each name would be a counter, kept for ever."""
registry = CollectorRegistry()
requests = Counter("pumasi_requests", "Requests answered", ["method", "route", "status"], registry=registry)
latency = Histogram(
    "pumasi_request_seconds",
    "Time from the first byte of a request to its answer",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    registry=registry,
)
streams = Gauge("pumasi_stream_clients", "Open live streams of this process", registry=registry)
pool_size = Gauge(
    "pumasi_pool_connections", "Database connections of this process", ["state"], registry=registry
)
waiting = Gauge("pumasi_handovers", "Background work that is not done", ["state"], registry=registry)
oldest = Gauge("pumasi_handover_oldest_seconds", "How long the oldest work waits", registry=registry)
relay_lag = Gauge("pumasi_relay_lag_seconds", "Age of the oldest event not handed over", registry=registry)
database_up = Gauge("pumasi_database_up", "Whether the database answered this scrape", registry=registry)


_measured: list[tuple[Gauge, str]] = []


def measure(gauge: Gauge, sql: str) -> None:
    """Let a domain's gauge be what this statement says at each scrape. It works for no organisation."""
    _measured.append((gauge, sql))


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the template, never the path."""
    counter, histogram = _of_route(method if method in METHODS else "other", route, status)
    counter.inc()
    histogram.observe(seconds)


@cache  # looking them up costs more than counting; there are as many as routes
def _of_route(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return requests.labels(method, route, str(status)), latency.labels(route)


async def page() -> bytes:
    """The page that Prometheus reads."""
    pool = database.engine().pool
    if pool is not None:
        pool_size.labels("open").set(pool.get_size())
        pool_size.labels("idle").set(pool.get_idle_size())
    try:
        _note(await _waiting_work())
        await _measure()
        database_up.set(1)
    except (*database.GONE, *database.BUSY, OSError, TimeoutError):
        database_up.set(0)
    return generate_latest(registry)


async def _waiting_work() -> Any:
    pool = database.engine().pool
    if pool is None:
        raise ConnectionError
    async with asyncio.timeout(ASK_TIMEOUT_S):
        return await pool.fetchrow("SELECT * FROM waiting_work()")


async def _measure() -> None:
    for gauge, sql in _measured:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            gauge.set(await database.engine().pool.fetchval(sql))  # type: ignore[union-attr]


def _note(row: Any) -> None:
    waiting.labels("waiting").set(row["waiting"])
    waiting.labels("given_up").set(row["given_up"])
    oldest.set(row["oldest_s"])
    relay_lag.set(row["relay_lag_s"])
