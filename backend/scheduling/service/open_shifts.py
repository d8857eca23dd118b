"""Shifts that the crew may take, as one person sees them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.pages import cursor_after, keys_of
from backend.core.snapshot import document
from backend.scheduling.queries import claims as queries
from backend.scheduling.rules.times import check_range
from backend.scheduling.schemas.claims import OpenShiftPage, OpenShiftView
from backend.scheduling.service.claims import state_of_waiting
from backend.scheduling.service.guards import Situation, situation

KEPT_AHEAD = timedelta(weeks=4)
KEPT_AT_MOST = 100


async def open_shifts(
    actor: Actor, from_: datetime, to: datetime, cursor: str | None, limit: int
) -> OpenShiftPage:
    """Open shifts that have not begun: of the sites that the actor plans all, of others what they may take.

    A page may hold fewer than `limit`, since what a rule refuses them is left out. Raises BadCursor,
    RangeTooLong.
    """
    check_range(from_, to)
    after = keys_of(cursor, tuple[datetime, UUID]) if cursor else None
    async with transaction():
        return await _page(actor, max(from_, clock.now()), to, after, limit)


@document("open_shifts", permission="claim_shifts")
async def document_of(actor: Actor) -> dict[str, Any]:
    """What a phone keeps of it: the next weeks."""
    now = clock.now()
    page = await _page(actor, now, now + KEPT_AHEAD, None, KEPT_AT_MOST)
    return {"items": page.items}


async def _page(
    actor: Actor, from_: datetime, to: datetime, after: tuple[datetime, UUID] | None, limit: int
) -> OpenShiftPage:
    own = actor.scope_filter("plan_shifts")
    sites = None if own is None else list(own)
    rows = await fetch(
        queries.OPEN_SHIFTS, from_, to, *(after or (None, None)), actor.member, sites, limit + 1
    )
    shown = rows[:limit]
    theirs = [row["id"] for row in shown if not row["planned_by_me"]]
    around = await situation([actor.member], theirs, of_own_will=True) if theirs else None
    more = cursor_after(shown[-1]["starts_at"], shown[-1]["id"]) if len(rows) > limit else None
    return OpenShiftPage(_views(actor, shown, around), more)


def _views(actor: Actor, rows: Sequence[Any], around: Situation | None) -> list[OpenShiftView]:
    views = [_view(actor, row, around) for row in rows]
    return [view for view in views if view.mine or all(finding.level == "warn" for finding in view.findings)]


def _view(actor: Actor, row: Any, around: Situation | None) -> OpenShiftView:
    found = []
    if around is not None and not row["planned_by_me"]:
        found = around.if_added(actor.member, row["id"], reader=actor)
    waiting = state_of_waiting(row["open_by"], row["free"])
    assert waiting != "assigned"
    fields = {name: row[name] for name in OpenShiftView.__struct_fields__ if name in row.keys()}  # noqa: SIM118
    fields |= {
        "mine": waiting if row["waits"] else None,
        "place": row["place"] if row["waits"] else None,
        "findings": found,
    }
    return OpenShiftView(**fields)
