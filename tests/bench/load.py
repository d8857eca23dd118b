"""Clients that cost little: raw HTTP/1.1 on kept-alive connections, each waiting for its answer."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length: "


def request(method: str, path: str, *, origin: str, cookie: str, key: str = "", body: bytes = b"") -> bytes:
    """The bytes of one request, as a phone's browser sends it."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {urlsplit(origin).netloc}",
        f"Origin: {origin}",
        f"Cookie: {cookie}",
        "Accept: application/json",
        "Accept-Language: ko-KR,ko;q=0.9,en;q=0.8",
    ]
    if key:
        lines.append(f"Idempotency-Key: {key}")
    if method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + HEAD_END + body


@dataclass
class Answers:
    """What came back: how long each success took, and how many answers of each status there were."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refused: bytes = b""
    took_s: float = 0.0


class Connection(asyncio.Protocol):
    """Sends a request, waits for the whole answer, sends the next."""

    def __init__(self, requests: Iterator[bytes], answers: Answers) -> None:
        self.requests = requests
        self.answers = answers
        self.received = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self.received += data
        head_end = self.received.find(HEAD_END)
        if head_end < 0:
            return
        at = self.received.find(LENGTH, 0, head_end)
        if at < 0:
            self.ended.set_exception(RuntimeError(f"an answer without length: {self.received[:300]!r}"))
            self.transport.abort()
            return
        length = int(self.received[at + len(LENGTH) : self.received.index(b"\r", at)])
        if len(self.received) >= head_end + len(HEAD_END) + length:
            self._take(int(self.received[9:12]))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(error or ConnectionError("the server closed the connection"))

    def _take(self, status: int) -> None:
        self.answers.statuses[status] += 1
        if status < 300:
            self.answers.seconds.append(time.perf_counter() - self.sent_at)
        else:
            self.answers.refused = self.received
        self.received = b""
        self._next()

    def _next(self) -> None:
        following = next(self.requests, None)
        if following is None:
            self.ended.set_result(None)
            self.transport.close()
            return
        self.sent_at = time.perf_counter()
        self.transport.write(following)


async def send(origin: str, clients: Iterable[Iterator[bytes]]) -> Answers:
    """Let every client send its requests on a connection of its own, all at the same time."""
    address = urlsplit(origin)
    loop = asyncio.get_running_loop()
    answers = Answers()
    began = time.perf_counter()
    connections = [
        await loop.create_connection(
            lambda requests=requests: Connection(requests, answers), address.hostname, address.port
        )
        for requests in clients
    ]
    await asyncio.gather(*(connection.ended for _, connection in connections))
    answers.took_s = time.perf_counter() - began
    return answers


def for_seconds(duration_s: float, requests: Iterator[bytes]) -> Iterator[bytes]:
    """The requests that can be begun in this time."""
    until = time.perf_counter() + duration_s
    while time.perf_counter() < until:
        yield next(requests)


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
