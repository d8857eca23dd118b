"""From a session cookie to the Actor: one round trip, before any transaction."""

import asyncio
from contextvars import Context
from hashlib import sha256
from uuid import UUID

import asyncpg
import structlog

from backend.core import access, clock, database
from backend.core.actor import Actor

log = structlog.get_logger()

MAX_TOKEN_LENGTH = 100

_touching: set[asyncio.Task[None]] = set()


def hash_of(token: str) -> bytes:
    """What is stored of a token. It has 256 random bits, so a plain hash is enough."""
    return sha256(token.encode()).digest()


async def authenticate(token: str, org_id: UUID | None) -> Actor | None:
    """Whose session the token is, and who they are in that organisation.

    None without a living session. `member_id` is None when the person is not, or no longer, a member.
    """
    if len(token) > MAX_TOKEN_LENGTH:
        return None
    pool = database.engine().pool
    if pool is None:
        raise RuntimeError("the connection pool is not running")
    found = await pool.fetchrow("SELECT * FROM authenticate($1, $2, $3)", hash_of(token), org_id, clock.now())
    if found is None:
        return None
    if found["stale"]:
        _touch_later(found["session_id"])
    return actor_of(found, org_id)


def actor_of(found: asyncpg.Record, org_id: UUID | None) -> Actor:
    is_member = found["member_id"] is not None
    scopes = frozenset(found["scopes"]) if is_member else frozenset()
    return Actor(
        account_id=found["account_id"],
        session_id=found["session_id"],
        language=found["language"],
        org_id=org_id if is_member else None,
        member_id=found["member_id"],
        role=found["role"],
        scopes=scopes,
        permissions=access.permissions_of(found["role"]) if is_member else frozenset(),
        scoped_permissions=access.scoped_permissions() if scopes else frozenset(),
    )


def _touch_later(session_id: UUID) -> None:
    """Note that the session was seen, without keeping its request waiting."""
    # A context of its own: this must not write through the transaction that the request opens next.
    task = asyncio.create_task(_touch(session_id), context=Context())
    _touching.add(task)
    task.add_done_callback(_touching.discard)


async def _touch(session_id: UUID) -> None:
    pool = database.engine().pool
    try:
        if pool is not None:
            await pool.execute("SELECT touch_session($1, $2)", session_id, clock.now())
    except (*database.GONE, asyncpg.PostgresError) as error:
        log.warning("session.touch_failed", error=type(error).__name__)
