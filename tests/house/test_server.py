"""How the web process ends, with a small application in place of ours."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from backend.server import GRACE_S
from tests.processes import ROOT, free_port

PROGRAM = """
import asyncio, sys
from backend import server, settings

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        assert (await receive())["type"] == "lifespan.startup"
        await send({"type": "lifespan.startup." + sys.argv[2]})
        assert (await receive())["type"] == "lifespan.shutdown"
        print("closed its pool", flush=True)
        return await send({"type": "lifespan.shutdown.complete"})
    await send({"type": "http.response.start", "status": 200, "headers": []})
    try:
        while True:
            await send({"type": "http.response.body", "body": b"tick", "more_body": True})
            await asyncio.sleep(0.3)
            if scope["path"] == "/short":
                await send({"type": "http.response.body", "body": b"end", "more_body": False})
                return print("finished", flush=True)
    finally:
        print("left", flush=True)

server.serve(app, settings.load({"PUMASI_PORT": sys.argv[1]}))
"""


class Web:
    def __init__(self, startup: str = "complete") -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.port), startup],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ask(self, path: str) -> socket.socket:
        """Send a request and wait for the first bytes of the answer."""
        for _ in range(200):
            try:
                connection = socket.create_connection(("127.0.0.1", self.port))
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        connection.settimeout(5)
        connection.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        return connection

    def end(self) -> tuple[str, float]:
        """What it printed after SIGTERM, and how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        printed, _ = self.process.communicate(timeout=20)
        return printed, time.monotonic() - began


@pytest.fixture
def web() -> Iterator[Web]:
    process = Web()
    yield process
    process.process.kill()
    process.process.communicate()


def test_a_running_request_is_finished_and_the_application_closed(web):
    with web.ask("/short"):
        printed, _ = web.end()

    assert printed.split("\n") == ["finished", "left", "closed its pool", ""]
    assert web.process.returncode == 0


def test_a_live_stream_is_cut_after_the_grace(web):
    with web.ask("/endless"):
        printed, took_s = web.end()

    assert printed.split("\n") == ["left", "closed its pool", ""]
    assert took_s < GRACE_S + 2


def test_an_application_that_does_not_start_ends_the_process():
    web = Web(startup="failed")
    printed, _ = web.process.communicate(timeout=20)

    assert web.process.returncode == 1
    assert "lifespan startup failed" in printed
