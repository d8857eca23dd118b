"""How letters leave: an SMTP relay over kept connections, or the development provider's file."""

import asyncio
import time
from functools import cache
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

from backend import settings
from backend.core import clock
from backend.core.sms.console import append
from backend.notifications.channels.email.letter import Letter

TIMEOUT_S = 7.0
KEPT_S = 30.0
"""A connection that nobody used for so long is not used again: relays close them."""
KEPT_AT_MOST = 8
PERMANENT = 500
OURS_WRONG = (530, 534, 535, 538, 550)
"""Answers that are about us when a connection begins: authentication, or a relay that does not know us."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Posted(msgspec.Struct, frozen=True):
    """What the relay said. `retryable`: it surely did not take the letter, and may later."""

    state: Literal["sent", "failed", "unknown"]
    error: str | None = None
    retryable: bool = False
    fault: bool = False


class Post(Protocol):
    """One way for letters to leave."""

    name: str

    async def post(self, letter: Letter) -> Posted: ...


class Outbox:
    """The development provider: JSON lines of `to`, `subject`, `text` and `at` in `outbox/email.jsonl`."""

    name = "outbox"

    async def post(self, letter: Letter) -> Posted:
        part = letter.message.get_body(("plain",))
        line = {
            "to": letter.address,
            "subject": str(letter.message["Subject"]),
            "text": part.get_content() if part else "",
            "headers": {str(name): str(value) for name, value in letter.message.items()},
            "at": clock.now(),
        }
        file = settings.current().data / "outbox" / "email.jsonl"
        await asyncio.to_thread(append, file, msgspec.json.encode(line) + b"\n")
        return Posted("sent")


class Relay:
    """An SMTP relay: `smtp://user:password@host:port` (STARTTLS when offered), or `smtps://`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.name = parts.hostname or "localhost"
        self.is_tls = parts.scheme == "smtps"
        self.port = parts.port or (465 if self.is_tls else 587)
        self.user = unquote(parts.username) if parts.username else None
        self.password = unquote(parts.password) if parts.password else None
        self.idle: list[tuple[aiosmtplib.SMTP, float]] = []

    async def post(self, letter: Letter) -> Posted:
        try:
            connection = await self._connection()
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
            return Posted("failed", type(error).__name__, retryable=True, fault=True)
        posted, is_usable = await self._transaction(connection, letter)
        if is_usable and len(self.idle) < KEPT_AT_MOST:
            self.idle.append((connection, time.monotonic()))
        else:
            connection.close()
        return posted

    async def _connection(self) -> aiosmtplib.SMTP:
        while self.idle:
            kept, used_at = self.idle.pop()
            if kept.is_connected and time.monotonic() - used_at < KEPT_S:
                try:
                    await kept.rset()
                    return kept
                except (aiosmtplib.SMTPException, OSError):
                    pass  # the relay has closed it
            kept.close()
        # A password never leaves in the clear: then STARTTLS is not a wish.
        must_encrypt = True if self.user and self.name not in LOOPBACK else None
        fresh = aiosmtplib.SMTP(
            hostname=self.name,
            port=self.port,
            username=self.user,
            password=self.password,
            timeout=TIMEOUT_S,
            use_tls=self.is_tls,
            start_tls=False if self.is_tls else must_encrypt,
        )
        await fresh.connect()
        return fresh

    async def _transaction(self, connection: aiosmtplib.SMTP, letter: Letter) -> tuple[Posted, bool]:
        """What became of the letter, and whether the connection can be used again."""
        try:
            await connection.mail(letter.sender)
            await connection.rcpt(letter.address)
        except aiosmtplib.SMTPResponseException as error:
            return _said(error.code), True
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return Posted("failed", type(error).__name__, retryable=True, fault=True), False
        except (UnicodeError, ValueError):
            return Posted("failed", "bad address"), False
        try:
            await connection.data(bytes(letter))
        except aiosmtplib.SMTPResponseException as error:
            return _said(error.code), True
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            return Posted("unknown", type(error).__name__, fault=True), False
        return Posted("sent"), True


def _said(code: int) -> Posted:
    """4xx is later, 5xx is never (RFC 5321, 4.2.1); -1 is a connection that ended."""
    if code < 0:
        return Posted("failed", "disconnected", retryable=True, fault=True)
    return Posted("failed", f"smtp {code}", retryable=code < PERMANENT)


def posts() -> list[Post]:
    """The relays of `PUMASI_SMTP_URL`, the preferred one first; without one, the file."""
    urls = [url.strip() for url in settings.current().smtp_url.split(",") if url.strip()]
    return [_relay(url) for url in urls] or [Outbox()]


@cache
def _relay(url: str) -> Relay:
    return Relay(url)
