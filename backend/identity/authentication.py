"""From a session cookie to the Actor: one round trip, before any transaction."""

import asyncio
from collections.abc import Iterable
from contextvars import Context
from dataclasses import replace
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
    person = Actor(account_id=found["account_id"], session_id=found["session_id"], language=found["language"])
    if org_id is None or found["member_id"] is None:
        return person
    return as_member(
        person, org_id=org_id, member_id=found["member_id"], role=found["role"], scopes=found["scopes"]
    )


def as_member(person: Actor, *, org_id: UUID, member_id: UUID, role: str, scopes: Iterable[UUID]) -> Actor:
    """The person inside one organisation, with what they may do there."""
    held = frozenset(scopes)
    return replace(
        person,
        org_id=org_id,
        member_id=member_id,
        role=role,
        scopes=held,
        permissions=access.permissions_of(role),
        scoped_permissions=access.scoped_permissions() if held else frozenset(),
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
