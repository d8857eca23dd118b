"""What a worker's phone keeps: what is to be done on their shifts."""

from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch
from backend.core.snapshot import document
from backend.visits.queries import visits as queries
from backend.visits.service.visits import view_of

BEFORE, AFTER = timedelta(days=1), timedelta(days=7)
MOST = 60


@document("visits", permission="do_visits")
async def visits(actor: Actor) -> dict[str, Any]:
    """The actor's own visits from yesterday until next week, with their checklists."""
    now = clock.now()
    rows = await fetch(queries.OF_MEMBER, actor.member, now - BEFORE, now + AFTER, MOST)
    return {"items": [view_of(row) for row in rows]}
