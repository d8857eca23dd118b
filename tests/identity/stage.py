"""What the tests of identity share."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import msgspec
from litestar import Litestar

from backend import settings
from backend.core import clock
from tests.conftest import Servers
from tests.world import ORIGIN, Person, browser, last_code, new_phone


def stranger(
    app: Litestar, name: str = "새사람", *, address: str = "127.0.0.1", phone: str | None = None
) -> Person:
    """Somebody with a phone who has not signed in."""
    client = browser(app)
    if address != "127.0.0.1":
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=(address, 1)), base_url=ORIGIN
        )
    return Person(client, phone or new_phone(), name)


async def ask(person: Person) -> httpx.Response:
    return await person.post("/sign-in/codes", {"phone": person.phone})


async def enter(person: Person, code: str, **more: Any) -> httpx.Response:
    return await person.post("/sign-in/sessions", {"phone": person.phone, "code": code, **more})


def hold_cookie(person: Person, value: str, name: str = "session") -> None:
    """Put a cookie into the browser as the site itself would have."""
    person.client.cookies.set(name, value, domain="testserver.local", path="/")


def wrong_code(phone: str) -> str:
    return f"{(int(last_code(phone)) + 1) % 1_000_000:06d}"


@contextmanager
def later(**by: float) -> Iterator[None]:
    with clock.stopped_at(clock.now() + timedelta(**by)):
        yield


@contextmanager
def changed_settings(monkeypatch: Any, **changes: Any) -> Iterator[None]:
    with monkeypatch.context() as patched:
        replaced = msgspec.structs.replace(settings.current(), **changes)
        patched.setattr(settings, "current", lambda: replaced)
        yield


async def rows(servers: Servers, sql: str, *arguments: Any) -> list[dict[str, Any]]:
    """What is really stored, past every policy."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    try:
        return [dict(row) for row in await connection.fetch(sql, *arguments)]
    finally:
        await connection.close()


async def together(*calls: Awaitable[httpx.Response]) -> list[int]:
    """The statuses of calls that race, sorted."""
    return sorted(answer.status_code for answer in await asyncio.gather(*calls))


async def eventually(holds: Callable[[], Awaitable[bool]]) -> bool:
    for _ in range(100):
        if await holds():
            return True
        await asyncio.sleep(0.02)
    return False
