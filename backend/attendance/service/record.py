"""Reading punches: one's own, or those of the sites that one answers for."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.attendance.queries import punches as queries
from backend.attendance.schemas.punches import PunchPage, PunchView
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.pages import cursor_after, keys_of
from backend.identity.tables import Member
from backend.scheduling.rules.times import LONGEST_RANGE, check_range

DAY = timedelta(days=1)


async def punches(
    actor: Actor,
    member_id: UUID | None,
    from_: datetime | None,
    to: datetime | None,
    cursor: str | None,
    limit: int,
) -> PunchPage:
    """Punches of a range, the newest first. Without a range: the longest one that ends now."""
    from_, to = _range(from_, to)
    after = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    if member_id not in (None, actor.member) and not actor.may_somewhere("see_board"):
        raise NotFound()
    own = actor.scope_filter("see_board")
    sites = None if own is None else list(own)
    async with transaction():
        if member_id is not None and not await Member.exists().where(Member.id == member_id):
            raise NotFound()
        rows = await queries.punches_of_range(from_, to, member_id, sites, actor.member, *after, limit + 1)
    items = [PunchView.of(row) for row in rows[:limit]]
    more = len(rows) > limit
    return PunchPage(items, cursor_after(items[-1].believed_at, items[-1].id) if more else None)


def _range(from_: datetime | None, to: datetime | None) -> tuple[datetime, datetime]:
    given = from_ or to or clock.now()
    check_range(from_ or given, to or given)
    to = to or (from_ + LONGEST_RANGE if from_ else clock.now() + DAY)
    return from_ or to - LONGEST_RANGE, to


async def punch(actor: Actor, punch_id: UUID) -> PunchView:
    """One punch with its evidence; somebody else's does not exist for who does not answer for its site."""
    async with transaction():
        row = await queries.one_punch(punch_id)
    if row is None:
        raise NotFound()
    if row["member_id"] != actor.member and not actor.may("see_board", row["site_id"]):
        raise NotFound()
    return PunchView.of(row)
