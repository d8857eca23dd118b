"""The development provider: prints each message and appends it to `$PUMASI_DATA/outbox/sms.jsonl`."""

import asyncio
import os
from pathlib import Path

import msgspec

from backend import settings
from backend.core import clock
from backend.core.sms import Receipt


class Console:
    """Scripts and tests read the codes from the file: JSON lines of `to`, `body` and `at`."""

    async def send(self, to: str, body: str) -> Receipt:
        line = msgspec.json.encode({"to": to, "body": body, "at": clock.now()}) + b"\n"
        print(f"SMS to {to}: {body}", flush=True)
        await asyncio.to_thread(append, settings.current().data / "outbox" / "sms.jsonl", line)
        return Receipt(state="sent")


def append(file: Path, line: bytes) -> None:
    """Append in one write, so that lines of several processes never mix."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)
