"""What a planner's phone keeps: the sites, and the weeks around now."""

from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch
from backend.core.snapshot import document
from backend.scheduling.queries import shifts as queries
from backend.scheduling.schemas.shifts import ShiftView
from backend.scheduling.schemas.sites import SiteView
from backend.scheduling.tables import Site

PLAN_BEFORE = timedelta(weeks=1)
PLAN_AFTER = timedelta(weeks=4)
MOST_SHIFTS = 2_000


@document("sites", permission="see_sites")
async def sites(actor: Actor) -> dict[str, Any]:
    """Every site that the actor answers for, archived ones too, so that archiving can be undone."""
    query = Site.objects().order_by(Site.name, Site.id)
    own = actor.scope_filter("see_sites")
    if own is not None:
        query = query.where(Site.id.is_in(list(own)))
    return {"items": [SiteView.of(site) for site in await query]}


@document("plan", permission="plan_shifts")
async def plan(actor: Actor) -> dict[str, Any]:
    """The shifts of the weeks around now in the sites that the actor plans."""
    now = clock.now()
    own = actor.scope_filter("plan_shifts")
    rows = await fetch(
        queries.SHIFTS_OF_RANGE,
        now - PLAN_BEFORE,
        now + PLAN_AFTER,
        None,
        None if own is None else list(own),
        actor.member,
        None,
        None,
        MOST_SHIFTS,
    )
    return {"shifts": [ShiftView.of(row) for row in rows if row["state"] != "cancelled"]}
