"""What tests of the ledger share: its rows, seen by who sees everything."""

from collections.abc import AsyncIterator

import asyncpg
import pytest


@pytest.fixture
async def ledger(app, servers) -> AsyncIterator[asyncpg.Connection]:
    """A connection that sees all organisations."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    yield connection
    await connection.close()
