"""One message to one phone: encrypted by pywebpush, sent over connections that stay open."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from weakref import WeakKeyDictionary

import aiohttp
from pywebpush import WebPusher
from yarl import URL

from backend.core import clock
from backend.notifications.channels.push import vapid
from backend.notifications.channels.push.endpoints import origin_of
from backend.notifications.queries.devices import Phone

LARGEST = 3993
"""Bytes of text that fit into the 4,096 that every push service takes (RFC 8291, 4)."""
LONGEST_TTL_S = 28 * 24 * 3600
"""What push services keep at most."""
CONNECTIONS = 400
KEEP_ALIVE_S = 60.0

Said = Literal["taken", "gone", "ours", "later", "refused", "too_large"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said, as far as we go by it."""

    said: Said
    why: str = ""
    retry_after_s: float | None = None


_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


def session() -> aiohttp.ClientSession:
    """The one of this event loop, so that connections stay warm from batch to batch."""
    loop = asyncio.get_running_loop()
    found = _sessions.get(loop)
    if found is None or found.closed:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_S, ttl_dns_cache=300)
        found = _sessions[loop] = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            auto_decompress=False,
        )
    return found


async def close() -> None:
    """Close this event loop's connections; the next push opens new ones."""
    found = _sessions.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.close()


_pusher = WebPusher({"endpoint": ""})


def encrypt(phone: Phone, text: bytes) -> bytes:
    """The body (RFC 8291, aes128gcm), with a key and a salt of its own."""
    # As WebPusher(subscription) does, without copying and decoding what was checked at the subscribing.
    _pusher.receiver_key, _pusher.auth_key = phone.p256dh, phone.auth
    body: bytes = _pusher.encode(text)["body"]
    return body


async def post(phone: Phone, text: bytes, *, ttl_s: float, urgency: str, topic: str) -> Answer:
    """Send it and say what the push service said. Raises nothing for what it, or the network, does.

    Whoever calls bounds the time: a clock for each of thousands costs a tenth of sending them.
    """
    if len(text) > LARGEST:
        return Answer("too_large", "too_large")
    try:
        origin = origin_of(phone.endpoint)
        body = encrypt(phone, text)
    except ValueError:
        return Answer("gone", "not_allowed")  # stored under rules that were wider than today's
    headers = {
        "Authorization": vapid.authorization(origin),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, min(int(ttl_s), LONGEST_TTL_S))),
        "Urgency": urgency,
        "Topic": topic,
    }
    try:
        # A redirect would lead out of the hosts that were checked.
        async with session().post(
            URL(phone.endpoint, encoded=True), data=body, headers=headers, allow_redirects=False
        ) as answer:
            return read(answer.status, answer.headers.get("Retry-After"))
    except (aiohttp.ClientError, OSError) as error:
        return Answer("later", f"network {type(error).__name__}")


TAKEN = Answer("taken")
NO_ANSWER = Answer("later", "no_answer")


def read(status: int, retry_after: str | None) -> Answer:
    """A status is a fact about the phone, about us, about the message, or about now (RFC 8030, 5 and 8.4)."""
    if status in (200, 201, 202, 204):
        return TAKEN
    if status in (404, 410):
        return Answer("gone", f"http {status}")
    if status in (401, 403):
        return Answer("ours", "vapid_refused")
    if status == 413:
        return Answer("too_large", "too_large")
    if status == 429 or status >= 500:
        return Answer("later", f"http {status}", seconds_of(retry_after))
    return Answer("refused", f"refused {status}")


def seconds_of(retry_after: str | None) -> float | None:
    """Retry-After is seconds or a date (RFC 9110, 10.2.3); what is neither says nothing."""
    if not retry_after:
        return None
    if retry_after.isdigit():
        return float(retry_after[:9])
    try:
        at: datetime = parsedate_to_datetime(retry_after)
        return max(0.0, (at - clock.now()).total_seconds())
    except (TypeError, ValueError):
        return None
