"""The ledger's functions of the queue: send a batch, and come again while more is due."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any
from uuid import UUID

from arq import Retry

from backend.core import clock, tenancy
from backend.notifications.service import sending
from backend.notifications.topics import Channel

CHAINS: dict[Channel, int] = {"push": 4, "sms": 2, "email": 2}
"""So many batches of one organisation are on their way at once, over all processes."""
BATCHES_AT_ONCE = 3
"""Of one channel in one process: its memory stays flat, and the network is never idle."""
TURN_S = 10
"""A chain ends with its turn, and the relay begins a new one: after kill -9 the queue refuses the name of
a job for half a minute (docs/adr/0007-delivery-ledger.md), and a new turn has new names."""
BUSY_S = 0.1
"""So soon a batch asks again, here or in another process, when this one has its hands full."""


def turn() -> int:
    """The number of the present turn."""
    return int(clock.now().timestamp()) // TURN_S


async def send_deliveries(
    _context: dict[str, Any], org_id: str, channel: Channel, _place: int, began: int
) -> None:
    """Send one batch, and be queued again under the same name while more is due."""
    with tenancy.acting_for(org_id=UUID(org_id)):
        async with _one_of(channel):
            more = await sending.send_due(channel)
    if more and turn() <= began + 1:
        raise Retry


async def resolve_unknown(
    _context: dict[str, Any], org_id: str, channel: Channel, _place: int, _began: int
) -> None:
    """Ask the provider about what may have left, some at a time."""
    with tenancy.acting_for(org_id=UUID(org_id)):
        if await sending.resolve_unknown(channel):
            raise Retry


@asynccontextmanager
async def _one_of(channel: Channel) -> AsyncIterator[None]:
    """Take a place, or leave the batch to whichever process has one; nothing is leased meanwhile."""
    places = _places(channel)
    if places.locked():
        raise Retry(defer=BUSY_S)
    async with places:
        yield


@cache
def _places(_channel: Channel) -> asyncio.Semaphore:
    return asyncio.Semaphore(BATCHES_AT_ONCE)
