"""The development provider: prints each message and appends it to `$PUMASI_DATA/outbox/sms.jsonl`."""

import asyncio
import os
from datetime import datetime
from pathlib import Path

import msgspec

from backend import settings
from backend.core import clock
from backend.core.sms import CannotAsk, Found, Receipt


class Line(msgspec.Struct):
    """A line of the outbox."""

    to: str
    body: str
    at: datetime


class Console:
    """Scripts and tests read the codes from the file: JSON lines of `to`, `body` and `at`."""

    name = "console"

    async def send(self, to: str, body: str, *, sender: str = "", reference: str = "") -> Receipt:  # noqa: ARG002
        line = msgspec.json.encode(Line(to, body, clock.now())) + b"\n"
        print(f"SMS to {to}: {body}", flush=True)
        await asyncio.to_thread(append, outbox(), line)
        return Receipt(state="sent")

    async def find(self, to: str, text: str, since: datetime) -> Found | None:
        return await asyncio.to_thread(_find, outbox(), to, text, since)


def outbox() -> Path:
    return settings.current().data / "outbox" / "sms.jsonl"


def append(file: Path, line: bytes) -> None:
    """Append in one write, so that lines of several processes never mix."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _find(file: Path, to: str, text: str, since: datetime) -> Found | None:
    if not file.exists():
        return None
    read = msgspec.json.Decoder(Line)
    try:
        with file.open("rb") as lines:
            for number, raw in enumerate(lines):
                line = read.decode(raw)
                if line.to == to and text in line.body and line.at >= since:
                    return Found(str(number))
    except (OSError, msgspec.DecodeError) as error:
        raise CannotAsk(type(error).__name__) from None
    return None
