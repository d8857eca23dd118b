"""What tests of background work share: the truth about hand-overs, and patience."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from backend.core import database, tenancy
from backend.core.events import Event, record

Until = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


@pytest.fixture
async def everything(app, servers) -> AsyncIterator[asyncpg.Connection]:
    """A connection that sees all organisations."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    yield connection
    await connection.close()


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Wait for a condition; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def happen(org_id: UUID, *events: Event) -> None:
    """Record events in one transaction."""
    with tenancy.acting_for(org_id=org_id):
        async with database.transaction():
            for event in events:
                await record(event, by=None)


@pytest.fixture
async def ledger(everything: asyncpg.Connection) -> asyncpg.Connection:
    """The same, where it is the ledger that is looked at."""
    return everything
