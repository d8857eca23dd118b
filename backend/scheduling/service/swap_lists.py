"""Swaps as people see them: their own, what anybody may take, and the office those of its sites."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.pages import cursor_after, keys_of
from backend.core.snapshot import document
from backend.scheduling.queries import swaps as queries
from backend.scheduling.schemas.swaps import SwapPage, SwapState, SwapView

KEPT_BACK = timedelta(days=7)
KEPT_AT_MOST = 100
IN_JSON = ("shift", "in_return_shift", "from_member", "to_member")


async def swaps(actor: Actor, state: SwapState | None, cursor: str | None, limit: int) -> SwapPage:
    """The newest first. Raises BadCursor."""
    before = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    async with transaction():
        rows = await fetch(queries.PAGE, *seen_by(actor), state, *before, limit + 1)
    items = [view_of(row) for row in rows[:limit]]
    more = cursor_after(items[-1].asked_at, items[-1].id) if len(rows) > limit else None
    return SwapPage(items, more)


@document("swaps", permission="swap_shifts")
async def document_of(actor: Actor) -> dict[str, Any]:
    """What a phone keeps of it: what is under way, and what came of it in the last days."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = await fetch(queries.KEPT, *seen_by(actor), midnight - KEPT_BACK, KEPT_AT_MOST)
    return {"items": [view_of(row) for row in rows]}


def seen_by(actor: Actor) -> tuple[UUID, list[UUID] | None, datetime]:
    """The first values of every query here: the reader, the sites that they plan, and now."""
    own = actor.scope_filter("plan_shifts")
    return actor.member, None if own is None else list(own), clock.now()


def view_of(row: Any) -> SwapView:
    return msgspec.convert(fields_of(row), SwapView)


def fields_of(row: Any) -> dict[str, Any]:
    return {**row, **{name: msgspec.json.decode(row[name] or "null") for name in IN_JSON}}
