"""Reading corrections: one's own, and those of the sites that one answers for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.attendance.queries import corrections as queries
from backend.attendance.schemas.corrections import CorrectionPage, CorrectionView, Which
from backend.attendance.service.corrections import view
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import NotFound
from backend.core.pages import cursor_after, keys_of
from backend.identity.tables import Member

KEPT, KEPT_AT_MOST = timedelta(days=60), 50
"""What a phone keeps of corrections."""


async def correction(actor: Actor, request_id: UUID) -> CorrectionView:
    """One request: one's own, or of the sites that one answers for. Raises NotFound."""
    async with transaction():
        rows = await fetch(queries.ROWS, request_id)
        if not rows or not may_see(actor, rows):
            raise NotFound()
        return await view(request_id)


async def corrections(
    actor: Actor, member_id: UUID | None, which: Which | None, cursor: str | None, limit: int
) -> CorrectionPage:
    """One's own requests, and those of the sites that one answers for, the newest first.

    Raises NotFound for somebody unknown, BadCursor.
    """
    after = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    if member_id not in (None, actor.member) and not actor.may_somewhere("see_board"):
        raise NotFound()
    own = actor.scope_filter("see_board")
    sites = None if own is None else list(own)
    async with transaction():
        if member_id is not None and not await Member.exists().where(Member.id == member_id):
            raise NotFound()
        rows = await fetch(queries.PAGE, actor.member, sites, member_id, which, *after, limit + 1)
    items = [CorrectionView.of(row) for row in rows[:limit]]
    more = len(rows) > limit
    return CorrectionPage(items, cursor_after(items[-1].asked_at, items[-1].id) if more else None)


async def recent(member_id: UUID) -> list[CorrectionView]:
    """What a phone keeps of its person's corrections, the newest first."""
    rows = await fetch(queries.MINE, member_id, clock.now() - KEPT, KEPT_AT_MOST)
    return [CorrectionView.of(row) for row in rows]


def may_see(actor: Actor, rows: Sequence[Any]) -> bool:
    return rows[0]["member_id"] == actor.member or any(actor.may("see_board", row["site_id"]) for row in rows)
