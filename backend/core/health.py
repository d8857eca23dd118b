"""Whether this process is alive, and whether what it needs answers."""

import asyncio
from collections.abc import Awaitable
from typing import Literal

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend import settings
from backend.core import database

TIMEOUT_S = 2.0

State = Literal["up", "down"]


class Live(msgspec.Struct):
    """The process answers."""

    status: Literal["up"] = "up"


class Ready(msgspec.Struct):
    """The servers beside the process, each up or down."""

    database: State
    valkey: State

    @property
    def can_serve(self) -> bool:
        """Without Valkey people are served all the same: limits are open, and consequences wait."""
        return self.database == "up"


async def ready() -> Ready:
    """Ask both servers, briefly."""
    answers = await asyncio.gather(_within(_database()), _within(_valkey()))
    return Ready(*answers)


async def _within(question: Awaitable[None]) -> State:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await question
    except (*database.GONE, *database.BUSY, RedisError, OSError, TimeoutError):
        return "down"
    return "up"


async def _database() -> None:
    pool = database.engine().pool
    if pool is None:
        raise ConnectionError
    await pool.fetchval("SELECT 1")


async def _valkey() -> None:
    async with Redis.from_url(settings.current().valkey_url, socket_timeout=TIMEOUT_S) as valkey:
        await valkey.ping()
