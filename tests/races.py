"""Races that race: with cold connections the first request would be over before the others begin.

Run one a few times (ROUNDS): in the first round each connection still prepares its statements.
"""

from asyncio import gather
from collections.abc import Awaitable
from typing import TypeVar

from backend.core import database

T = TypeVar("T")

ROUNDS = 5


async def at_once(*work: Awaitable[T]) -> list[T]:
    """Do all of it at the same time, each with a database connection that is open already."""
    pool = database.engine().pool
    assert pool is not None
    connections = await gather(*(pool.acquire() for _ in work))
    await gather(*(pool.release(connection) for connection in connections))
    return list(await gather(*work))
