"""A write may carry `Idempotency-Key`; sent again, it has no second effect and the same answer.

The whole request runs in one transaction: the key is inserted first, so a parallel copy waits for the
row, then the effect, then the answer. Only successes are kept: a refusal changed nothing, and may be
different tomorrow. Answers are kept for KEPT (docs/adr/0003-offline.md).
"""

import asyncio
import hashlib
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.utils.scope.state import CONNECTION_STATE_KEY, ScopeState

from backend.core import database
from backend.core.access import SAFE_METHODS
from backend.core.body import replay
from backend.core.errors import BadRequest, InFlight, KeyReused

KEPT = timedelta(days=14)
ATTEMPTS = 5
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
TAKEN = "INSERT 0 1"
KEPT_HEADERS = (b"content-type", b"location")

database.prepare(
    "take_key (uuid, text, bytea)",
    "INSERT INTO idempotent_answer (account_id, key, request_hash) "
    "VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
)
database.prepare(
    "keep_answer (uuid, text, int, bytea, bytea)",
    "UPDATE idempotent_answer SET status = $3, headers = convert_from($4, 'UTF8')::jsonb, body = $5 "
    "WHERE account_id = $1 AND key = $2",
)


class Answer(msgspec.Struct):
    """A response, held back until its transaction is committed."""

    messages: list[Message] = []

    async def send(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return next((m["status"] for m in self.messages if m["type"] == "http.response.start"), 500)

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        start = next(m for m in self.messages if m["type"] == "http.response.start")
        return [(name, value) for name, value in start["headers"] if name.lower() in KEPT_HEADERS]

    @property
    def body(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.messages if m["type"] == "http.response.body")

    async def release(self, send: Send) -> None:
        for message in self.messages:
            await send(message)


class IdempotencyMiddleware:
    """Run a write again when the database asks for it, and at most once per key."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        key = key_of(scope)
        body: bytes = scope["state"].get("body", b"")
        for attempt in range(1, ATTEMPTS + 1):
            answer = Answer()
            refresh(scope)
            try:
                if key and scope["state"].get("actor") and scope["route_handler"].opt.get("idempotent", True):
                    await self._once(key, scope, replay(body, receive), answer)
                else:
                    await self.app(scope, replay(body, receive), answer.send)
            except database.RETRYABLE:
                scope["state"]["retry"] = True
                if attempt == ATTEMPTS:
                    raise
            if attempt == ATTEMPTS or not scope["state"]["retry"]:
                await answer.release(send)
                return
            await asyncio.sleep(0.01 * 2**attempt)

    async def _once(self, key: str, scope: HTTPScope, receive: Receive, answer: Answer) -> None:
        account_id: UUID = scope["state"]["actor"].account_id
        request_hash = hashlib.sha256(
            f"{scope['method']} {scope['path']}?{scope['query_string'].decode('latin-1')}\n".encode()
            + scope["state"]["body"]
        ).digest()
        try:
            opening = claim(account_id, key, request_hash)
            async with database.transaction(whole_request=True, opening=opening) as work:
                if work.opened_with != TAKEN:
                    give_again(await answer_under(account_id, key), request_hash, answer)
                    return
                await self.app(scope, receive, answer.send)
                if answer.status < 300 and not work.doomed:
                    work.closing = keep(account_id, key, answer)
                else:
                    work.doomed = True
        except asyncpg.LockNotAvailableError:
            raise InFlight() from None


def key_of(scope: Scope) -> str | None:
    raw = next((value for name, value in scope["headers"] if name == b"idempotency-key"), None)
    if raw is None:
        return None
    key = raw.decode("latin-1")
    if not KEY.fullmatch(key):
        raise BadRequest("Idempotency-Key: 8 to 64 letters, digits, - or _")
    return key


def refresh(scope: Scope) -> None:
    """Make the scope as the handler first sees it: Litestar caches in there what it parsed."""
    handlers = ScopeState.from_scope(scope).exception_handlers
    del scope["state"][CONNECTION_STATE_KEY]
    ScopeState.from_scope(scope).exception_handlers = handlers
    scope["state"]["retry"] = False


def claim(account_id: UUID, key: str, request_hash: bytes) -> str:
    """Take the key, or do nothing where it is taken; waits while somebody is at it."""
    return f"EXECUTE take_key ('{account_id}', '{key}', '\\x{request_hash.hex()}')"


async def answer_under(account_id: UUID, key: str) -> Any:
    """What is kept of the request that had this key before."""
    return await database.fetch_row(
        "SELECT request_hash, status, headers, body FROM idempotent_answer "
        "WHERE account_id = $1 AND key = $2",
        account_id,
        key,
    )


def keep(account_id: UUID, key: str, answer: Answer) -> str:
    """Store the answer under its key. The texts go as digits, so that nothing in them is taken for SQL."""
    headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in answer.headers]
    packed = msgspec.json.encode(headers).hex()
    return (
        f"EXECUTE keep_answer ('{account_id}', '{key}', {answer.status:d}, "
        f"'\\x{packed}', '\\x{answer.body.hex()}')"
    )


def give_again(stored: Any, request_hash: bytes, answer: Answer) -> None:
    if bytes(stored["request_hash"]) != request_hash:
        raise KeyReused()
    headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in msgspec.json.decode(stored["headers"])]
    headers += [(b"content-length", str(len(stored["body"])).encode()), (b"idempotent-replay", b"true")]
    answer.messages = [
        {"type": "http.response.start", "status": stored["status"], "headers": headers},
        {"type": "http.response.body", "body": bytes(stored["body"]), "more_body": False},
    ]
