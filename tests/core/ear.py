"""A client of the live stream, inside this process: httpx's transport would wait for the stream's end."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from litestar import Litestar

from backend.core import database, stream, tenancy
from tests.world import ORIGIN, Person

PATIENCE_S = 5.0


class Ear:
    """One open stream of a person. `status` is there at once, news come from `next()`."""

    def __init__(
        self, app: Litestar, person: Person, *, org_id: str = "", last_id: str | None = None
    ) -> None:
        self.app = app
        cookies = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
        self.path = f"/api/v1/orgs/{org_id or person.org_id}/stream"
        self.headers = [(b"host", ORIGIN.removeprefix("http://").encode()), (b"cookie", cookies.encode())]
        if last_id is not None:
            self.headers.append((b"last-event-id", last_id.encode()))
        self.resumes = last_id is not None
        self.status = 0
        self.last_id = ""
        self._asked = False
        self._gone = asyncio.Event()
        self._answered = asyncio.Event()
        self._blocks: asyncio.Queue[str | None] = asyncio.Queue()

    async def __aenter__(self) -> "Ear":
        await caught_up()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": self.path,
            "raw_path": self.path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": self.headers,
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }
        self.task = asyncio.create_task(self.app(scope, self._receive, self._send))
        async with asyncio.timeout(PATIENCE_S):
            await self._answered.wait()
        if self.status == 200:
            await self.block()  # the greeting
            if not self.resumes:
                await self.block()  # and the place to come back to
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.task, PATIENCE_S)

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._answered.set()
            return
        for block in message["body"].decode().split("\n\n"):
            if block:
                self._blocks.put_nowait(block)
        if not message.get("more_body"):
            self._blocks.put_nowait(None)

    async def block(self) -> str | None:
        """The next block of lines as it came, None at the end of the stream."""
        async with asyncio.timeout(PATIENCE_S):
            block = await self._blocks.get()
        for line in (block or "").splitlines():
            if line.startswith("id: "):
                self.last_id = line[4:]
        return block

    async def next(self) -> dict[str, Any]:
        """The next event: its data, with `event` and `id`. Skips signs of life."""
        while True:
            block = await self.block()
            assert block is not None, "the stream has ended"
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "event" in fields:
                return {"event": fields["event"], "id": fields["id"], **json.loads(fields["data"])}

    async def end(self) -> None:
        """Wait until the server ends the stream."""
        while await self.block() is not None:
            pass


async def caught_up() -> None:
    """Wait until the process has noticed what is past: until then it tells it as news of the moment."""
    [hub] = stream._hubs
    hub.bell.set()  # an id that was drawn in vain rings nobody
    with tenancy.acting_for():
        async with database.transaction():
            newest = await database.fetch_row("SELECT last_value FROM event_id")
    async with asyncio.timeout(PATIENCE_S):
        while hub.settled < newest["last_value"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
