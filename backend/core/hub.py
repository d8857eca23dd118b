"""The ear of this process: it hears that there is news, reads it once, and tells all who listen.

NOTIFY only says that there is something to read, so nothing is lost when it is. One connection listens;
each organisation that somebody listens to is read once for all its listeners.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import Context
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from backend.core import metrics
from backend.core.actor import Actor
from backend.core.horizon import Horizon
from backend.core.news import News, read

log = structlog.get_logger()

BREATH_S = 0.02
RECONNECT_S = 0.5
ALIVE_CHECK_S = 15.0
BATCH = 500
QUEUE = 1000


class Listener:
    """One open stream."""

    def __init__(self, actor: Actor, position: int) -> None:
        self.actor = actor
        self.position = position
        self.queue: asyncio.Queue[News] = asyncio.Queue(QUEUE)
        self.lost = False

    def hear(self, news: Sequence[News]) -> None:
        for item in news:
            with suppress(asyncio.QueueFull):
                self.queue.put_nowait(item)
                continue
            self.lost = True

    async def next(self, *, within_s: float) -> News | None:
        """The next news, or None when the time is over."""
        if within_s <= 0:
            return None
        try:
            async with asyncio.timeout(within_s):
                return await self.queue.get()
        except TimeoutError:
            return None


class Channel:
    """One organisation that somebody listens to."""

    def __init__(self, hub: "Hub", org_id: UUID) -> None:
        self.org_id = org_id
        self.hub = hub
        self.position = hub.settled
        self.listeners: set[Listener] = set()
        self.woken = asyncio.Event()
        # A context of its own: it outlives the request that opened it.
        self.task = asyncio.create_task(self._run(), context=Context())

    async def _run(self) -> None:
        while True:
            await self.woken.wait()
            self.woken.clear()
            try:
                await self._read_on()
            except Exception as error:
                log.warning("stream.reading_failed", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_S)
                self.woken.set()

    async def _read_on(self) -> None:
        while self.position < self.hub.settled:
            until = self.hub.settled
            news = await read(self.org_id, self.position, until, BATCH)
            self.position = news[-1].id if len(news) == BATCH else until
            for listener in self.listeners:
                listener.hear(news)


class Hub:
    """The ear of this process."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.settled = 0
        self.ready = asyncio.Event()
        self.channels: dict[UUID, Channel] = {}
        self.bell = asyncio.Event()
        self.rung: set[UUID] = set()
        self.owed: dict[UUID, int] = {}
        """Organisations with news, and up to which event they must be read."""

    async def run(self) -> None:
        """Listen until cancelled, through every restart of PostgreSQL."""
        try:
            while True:
                try:
                    await self._listen()
                except Exception as error:
                    log.warning("stream.interrupted", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_S)
        finally:
            for channel in self.channels.values():
                channel.task.cancel()

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self.dsn, timeout=5, command_timeout=10, server_settings={"application_name": "pumasi-stream"}
        )
        try:
            connection.add_termination_listener(lambda _: self.bell.set())  # to notice at once
            await connection.add_listener("event", self._ring)
            self.rung.update(self.channels)  # whatever happened while nobody listened
            horizon = Horizon()
            while True:
                self.bell.clear()
                await horizon.look(connection)
                if horizon.settled or not horizon.newest:
                    self._settle(horizon.settled)
                self._wake(horizon.newest)
                await self._pause(horizon)
        finally:
            connection.terminate()

    def _ring(self, _connection: Any, _pid: int, _channel: str, payload: Any) -> None:
        self.rung.add(UUID(payload))
        self.bell.set()

    def _settle(self, settled: int) -> None:
        if settled < self.settled:  # the server lost what was never flushed to its disk, and draws it again
            for channel in self.channels.values():
                channel.position = min(channel.position, settled)
        self.settled = settled
        self.ready.set()

    def _wake(self, newest: int) -> None:
        self.owed.update(dict.fromkeys(self.rung, newest))
        self.rung.clear()
        for org_id, until in list(self.owed.items()):
            channel = self.channels.get(org_id)
            if channel is not None:
                channel.woken.set()
            if channel is None or self.settled >= until:
                del self.owed[org_id]

    async def _pause(self, horizon: Horizon) -> None:
        await asyncio.sleep(BREATH_S)
        if not horizon.waiting:
            with suppress(TimeoutError):
                async with asyncio.timeout(ALIVE_CHECK_S):
                    await self.bell.wait()

    @contextmanager
    def listener(self, actor: Actor) -> Iterator[Listener]:
        """Hear the organisation's news from now until the block ends."""
        channel = self.channels.get(actor.org)
        if channel is None:
            channel = self.channels[actor.org] = Channel(self, actor.org)
        listener = Listener(actor, channel.position)
        channel.listeners.add(listener)
        metrics.streams.inc()
        try:
            yield listener
        finally:
            metrics.streams.dec()
            channel.listeners.discard(listener)
            if not channel.listeners and self.channels.get(actor.org) is channel:
                del self.channels[actor.org]
                channel.task.cancel()

    def streams_of(self, account_id: UUID) -> int:
        return sum(
            listener.actor.account_id == account_id
            for channel in self.channels.values()
            for listener in channel.listeners
        )
