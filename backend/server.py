"""Serve the application over HTTP, in this process and no other.

Granian's embedded server runs on the process's own event loop: `kill -9` leaves no orphan, and a request
costs a third less than under uvicorn with httptools. docs/adr/0006-web-server.md has the numbers.
"""

import asyncio
import signal
from typing import Any

import uvloop
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from backend.core.collector import collect_less_often
from backend.settings import Settings

GRACE_S = 3.0
HEADER_TIMEOUT_MS = 15_000


class Requests:
    """The application, with its unfinished requests known: live streams never finish by themselves."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.unfinished: set[asyncio.Task[Any]] = set()
        self.cut = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        task = asyncio.current_task()
        assert task
        if scope["type"] != "lifespan":
            self.unfinished.add(task)
        try:
            await self.app(scope, receive, send)
        except asyncio.CancelledError:
            if not self.cut:
                raise
        finally:
            self.unfinished.discard(task)

    async def finish(self) -> None:
        """Give running requests a grace, then cut what is left."""
        if self.unfinished:
            await asyncio.wait(self.unfinished, timeout=GRACE_S)
        self.cut = True
        for task in self.unfinished:
            task.cancel()


def serve(app: Any, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises RuntimeError when the application does not start."""
    collect_less_often()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(Requests(app), settings))


async def _serve(app: Requests, settings: Settings) -> None:
    server = Server(
        app,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT_MS),
        log_level=LogLevels.error,  # the application logs every request, in one format
    )
    stopping: list[asyncio.Task[None]] = []

    def stop() -> None:
        server.stop()  # type: ignore[no-untyped-call]
        stopping.append(asyncio.ensure_future(app.finish()))

    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop)
    await server.serve()
    if not stopping:
        raise RuntimeError("The web server ended by itself; the lines above say why.")
