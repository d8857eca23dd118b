"""A stand-in that speaks Twilio's protocol over HTTP: it keeps what it took, and fails as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from backend.core.sms.twilio import Twilio

ACCOUNT, TOKEN, SENDER = "AC" + "0" * 32, "only-for-tests", "+15005550006"

Weather = Callable[[dict[str, str]], tuple[int, dict[str, object]] | None]
"""From the form to a status and a body; None: as usual."""


@dataclass
class Carrier:
    """What it took, oldest first; every call, and how many were at once."""

    url: str = ""
    taken: list[dict[str, str]] = field(default_factory=list)
    calls: int = 0
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    weather: Weather = lambda form: None
    hangs_after_taking: bool = False
    is_down_for_questions: bool = False

    def provider(self, name: str = "twilio", callback: str = "") -> Twilio:
        made = Twilio(ACCOUNT, TOKEN, SENDER, self.url, callback)
        made.name = name
        return made

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while True:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            method, target, _ = head.split(" ", 2)
            length = next(
                (h[15:] for h in head.lower().split("\r\n") if h.startswith("content-length:")), "0"
            )
            form = parse_qs((await reader.readexactly(int(length))).decode())
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            status, body = await self.answer(method, target, {k: v[0] for k, v in form.items()})
            self.at_once -= 1
            payload = json.dumps(body).encode()
            writer.write(f"HTTP/1.1 {status} x\r\nContent-Length: {len(payload)}\r\n\r\n".encode() + payload)
            await writer.drain()
        writer.close()

    async def answer(self, method: str, target: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.calls += 1
        await asyncio.sleep(0.01)
        if method == "GET":
            if self.is_down_for_questions:
                return 503, {"code": 20503, "message": "", "status": 503}
            to = parse_qs(urlsplit(target).query)["To"][0]
            return 200, {"messages": [m for m in reversed(self.taken) if m["to"] == to], "page_size": 50}
        told = self.weather(form)
        if told is not None:
            return told
        sid = f"SM{len(self.taken):032x}"
        self.taken.append({"sid": sid, "to": form["To"], "body": form["Body"], "status": "queued", **form})
        if self.hangs_after_taking:
            await asyncio.sleep(5)
        return 201, {"sid": sid, "status": "queued", "num_segments": "1", "body": form["Body"]}


@asynccontextmanager
async def carrier() -> AsyncIterator[Carrier]:
    made = Carrier()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()


def problem(status: int, code: int) -> tuple[int, dict[str, object]]:
    return status, {"code": code, "message": "to +821012345678", "status": status}
