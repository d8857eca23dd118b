"""A stand-in for a push service (RFC 8030), in this process or its own: `python -m tests.push_service PORT`.

An endpoint's first part says how it answers: `/201/name`, `/410/name`, `/429/name` (Retry-After: 7),
`/slow/name`, `/never/name`, `/redirect/name` (to `/redirected/name`, which nobody may ask for), and
`/mixed/name`: the first time, one name of a hundred gets no answer and twenty get a 500; then all are taken.
It speaks as much HTTP as our client does, so that it measures our client and not itself.
"""

import asyncio
import json
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import cast
from zlib import crc32

import uvloop

SLOW_S = 0.3


@dataclass(frozen=True)
class Pushed:
    """One message, as it came: still encrypted."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """Answers, and remembers what it was sent. With `keep=False` it counts only."""

    keep: bool = True
    port: int = 0
    pushed: list[Pushed] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How often each path was pushed to, whatever the answer."""
    taken: Counter[str] = field(default_factory=Counter)
    answers: dict[str, str] = field(default_factory=dict)
    """What a path answers from now on, instead of what it says itself."""
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> "PushService":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Talk(self), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server
        self._server.close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def endpoint(self, answer: str, name: str) -> str:
        return f"{self.origin}/{answer}/{name}"

    def answer(self, path: str) -> str:
        how = self.answers.get(path) or path.split("/")[1]
        self.counts[path] += 1
        if how == "mixed":
            chance = crc32(path.encode()) % 100
            first = self.counts[path] == 1
            how = "never" if first and chance == 0 else "500" if first and chance <= 20 else "201"
        if how in ("201", "slow"):
            self.taken[path] += 1
        return how


REASONS = {"201": "Created", "404": "Not Found", "410": "Gone", "429": "Too Many Requests"}


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, service: PushService) -> None:
        self.service = service
        self.buffer = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end]
            at = head.lower().find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body, self.buffer = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
            self.take(head, body)

    def take(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        if path == "/seen":
            seen = {"pushed": self.service.counts.total(), "taken": dict(self.service.taken)}
            self.say("200", json.dumps(seen))
            return
        if self.service.keep:
            lines = (line.partition(": ") for line in head.decode().split("\r\n")[1:])
            headers = {name.lower(): value for name, _, value in lines}
            self.service.pushed.append(Pushed(path, headers, body))
        how = self.service.answer(path)
        if how == "redirect":
            self.say("307", "", f"Location: {path.replace('/redirect/', '/redirected/')}\r\n")
        elif how == "slow":
            asyncio.get_running_loop().call_later(SLOW_S, self.say, "201")
        elif how != "never":
            self.say(how, "", "Retry-After: 7\r\n" if how == "429" else "")

    def say(self, status: str, text: str = "", more: str = "") -> None:
        reason = REASONS.get(status, "Other")
        self.transport.write(
            f"HTTP/1.1 {status} {reason}\r\n{more}Content-Length: {len(text)}\r\n\r\n{text}".encode()
        )


async def serve(port: int) -> None:
    """Until SIGTERM."""
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    async with PushService(keep=False, port=port):
        await over.wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
