"""Rate limits: so many requests of a person, or of an address, to a route.

The counters lie in Valkey and each count is one atomic step there. When Valkey is down nobody is refused:
a limit protects the service, it must not be what breaks it.
"""

import asyncio
import math
import time
from functools import cache
from ipaddress import ip_address, ip_network
from typing import cast

import structlog
from limits import RateLimitItem, parse_many
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send
from redis.exceptions import RedisError

from backend import settings
from backend.core.access import SAFE_METHODS
from backend.core.errors import TooManyRequests

log = structlog.get_logger()

WRITES = "600/minute"
"""What a person may write to one route, unless the route says `limit=`."""
UNKNOWN_WRITES = "120/minute"
"""The same for an address, of people without a session. A crew may share one."""

NEAR = [
    ip_network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]

TIMEOUT_S = 0.25
OPEN_S = 5.0
"""After a failure Valkey is left alone for so long, so that a dead one costs nothing."""


class LimitMiddleware:
    """Refuse with 429 and Retry-After. Stands behind AccessMiddleware, which knows who calls."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and settings.current().rate_limits == "on":
            rule = rule_of(scope)
            if rule:
                await limiter().count(rule, *identity_of(scope), scope["method"], scope["path_template"])
        await self.app(scope, receive, send)


def rule_of(scope: HTTPScope) -> str | None:
    """The route's own limit, or the default for writes."""
    own = scope["route_handler"].opt.get("limit")
    if own or scope["method"] in SAFE_METHODS:
        return cast("str | None", own)
    return WRITES if scope["state"].get("actor") else UNKNOWN_WRITES


def identity_of(scope: Scope) -> tuple[str, str]:
    actor = scope["state"].get("actor")
    return ("account", str(actor.account_id)) if actor else ("address", client_ip(scope))


def client_ip(scope: Scope) -> str:
    """The caller's address. `X-Forwarded-For` counts only from our own proxy, and then its last entry."""
    client = scope.get("client")
    peer = client[0] if client else ""
    if settings.current().behind_proxy != "on" or not is_near(peer):
        return peer or "0.0.0.0"  # noqa: S104 - an address that is nobody's, not one to listen on
    forwarded = next((value for name, value in scope["headers"] if name == b"x-forwarded-for"), b"")
    last = forwarded.decode("latin-1").rpartition(",")[2].strip()
    return last if is_address(last) else peer


def is_near(peer: str) -> bool:
    """Whether a peer is this machine or in its private network."""
    if not is_address(peer):
        return False
    address = ip_address(peer)
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in NEAR)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class Limiter:
    """Counts in Valkey, and lets everybody through while Valkey does not answer."""

    def __init__(self, valkey_url: str) -> None:
        scheme = "async+redis+unix" if valkey_url.startswith("unix:") else "async+redis"
        storage = RedisStorage(
            f"{scheme}:{valkey_url.partition(':')[2]}",
            implementation="redispy",
            key_prefix="limit",
            socket_connect_timeout=TIMEOUT_S,  # `count` bounds the rest; bounded twice it costs a fifth more
        )
        self.window = SlidingWindowCounterRateLimiter(storage)
        self.open_until = 0.0

    async def count(self, rule: str, *identifiers: str) -> None:
        """Count one request. Raises TooManyRequests."""
        if time.monotonic() < self.open_until:
            return
        try:
            async with asyncio.timeout(TIMEOUT_S):
                wait_s = await self._wait_s(rule, identifiers)
        except (RedisError, OSError, TimeoutError) as error:
            self.open_until = time.monotonic() + OPEN_S
            log.warning("limits.open", error=type(error).__name__, for_s=OPEN_S)
            return
        if wait_s:
            raise TooManyRequests(retry_after_s=wait_s)

    async def _wait_s(self, rule: str, identifiers: tuple[str, ...]) -> int:
        for item in items_of(rule):
            if not await self.window.hit(item, *identifiers):
                reset_at = (await self.window.get_window_stats(item, *identifiers)).reset_time
                return max(1, math.ceil(reset_at - time.time()))  # noqa: TID251 - Valkey's time, not a rule's
        return 0


@cache
def items_of(rule: str) -> list[RateLimitItem]:
    return parse_many(rule)


@cache
def limiter() -> Limiter:
    return Limiter(settings.current().valkey_url)
