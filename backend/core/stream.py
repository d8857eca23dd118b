"""The live stream (server-sent events) of one person in one organisation.

It carries nothing to trust, it rings: something happened, these documents are out of date. `id` is the
event's own, so whoever comes back with `Last-Event-ID` hears what they missed. Nobody holds a database
connection while they wait.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from backend import settings
from backend.core import clock, database
from backend.core.actor import Actor
from backend.core.errors import Busy, DomainError, TooManyRequests
from backend.core.hub import Hub, Listener
from backend.core.news import message_for, read

PING_S = 15.0
"""So often a sign of life is sent, and it is asked whether the session still stands, however much is told."""
RETRY_MS = 3000
READY_TIMEOUT_S = 5.0
CATCH_UP_EVENTS = 1000
CATCH_UP_AGE = timedelta(hours=24)
STREAMS_PER_ACCOUNT = 20

Again = Callable[[], Awaitable[Actor | None]]
"""Who the session is now, or a refusal: asked while the stream is open."""

_hubs: list[Hub] = []


@asynccontextmanager
async def listening() -> AsyncIterator[None]:
    """The ear of the process, for as long as the application lives."""
    hub = Hub(settings.current().database_url)
    _hubs[:] = [hub]
    task = asyncio.create_task(hub.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        _hubs.clear()


async def open_stream(actor: Actor, again: Again, last_event_id: str | None) -> AsyncIterator[bytes]:
    """The actor's stream from now on, or from `last_event_id`. Raises Busy and TooManyRequests."""
    if not _hubs:
        raise Busy()
    hub = _hubs[0]
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            await hub.ready.wait()
    except TimeoutError:
        raise Busy() from None
    if hub.streams_of(actor.account_id) >= STREAMS_PER_ACCOUNT:
        raise TooManyRequests(retry_after_s=60)
    return _messages(hub, actor, again, last_event_id)


async def _messages(hub: Hub, actor: Actor, again: Again, last_event_id: str | None) -> AsyncIterator[bytes]:
    with hub.listener(actor) as listener:
        yield b"retry: %d\n\n" % RETRY_MS
        for message in await _missed(listener, last_event_id):
            yield message
        yield b"id: %d\n\n" % listener.position
        async for message in _live(listener, again):
            yield message


async def _missed(listener: Listener, last_event_id: str | None) -> list[bytes]:
    """What the listener missed since the last event that it heard; when that is too much, one `reload`."""
    if not last_event_id:
        return []
    reload = [b"id: %d\nevent: reload\ndata: {}\n\n" % listener.position]
    if not last_event_id.isdecimal() or len(last_event_id) > 18 or int(last_event_id) > listener.position:
        return reload
    missed = await read(listener.actor.org, int(last_event_id), listener.position, CATCH_UP_EVENTS + 1)
    if len(missed) > CATCH_UP_EVENTS or (missed and missed[0].at < clock.now() - CATCH_UP_AGE):
        return reload
    return [message for news in missed if (message := message_for(listener.actor, news))]


async def _live(listener: Listener, again: Again) -> AsyncIterator[bytes]:
    heard, clock_s = listener.position, asyncio.get_running_loop().time
    ask_at = clock_s() + PING_S
    while True:
        news = await listener.next(within_s=ask_at - clock_s())
        if news is None or news.subject == listener.actor.member_id:
            if not await _still(listener, again):
                return
            ask_at = clock_s() + PING_S
        if listener.lost:
            return  # the phone was too slow; it comes back with its last id
        if news is None:
            yield b": ping\nid: %d\n\n" % heard
            continue
        heard = news.id
        message = message_for(listener.actor, news)
        if message:
            yield message


async def _still(listener: Listener, again: Again) -> bool:
    """Whether the session and the membership still stand; also takes over a changed role."""
    try:
        actor = await again()
    except DomainError:
        return False
    except (*database.GONE, *database.BUSY, OSError):
        return True  # the database is away; it will be asked at the next sign of life
    listener.actor = actor or listener.actor
    return True
