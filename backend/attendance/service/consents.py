"""Consent to keep where somebody was: asked once, recorded, and taken back at any time.

It never decides whether a punch counts. After a No, a punch carries no position. The app asks
before the first one.
"""

from uuid import UUID

from backend.attendance.consent_events import ConsentAnswered
from backend.attendance.queries import consents as queries
from backend.attendance.schemas.consents import ConsentInput, ConsentsView, ConsentView
from backend.attendance.service import forgetting
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import Conflict, NotFound
from backend.core.events import record
from backend.identity.tables import Member

SHOWN = 100


async def answer(actor: Actor, consent_id: UUID, given: ConsentInput) -> ConsentView:
    """Keep what the actor says. The same answer under this id again changes nothing. Raises Conflict."""
    now = clock.now()
    said_at = min(given.said_at, now)
    async with transaction():
        row = await fetch_row(
            queries.ADD,
            consent_id,
            actor.member,
            given.kind,
            given.given,
            given.text_version,
            given.language,
            said_at,
            now,
        )
        if row is None:
            return await _said_before(actor, consent_id, given)
        await record(
            ConsentAnswered(consent_id, actor.member, given.kind, given.given), by=actor, to=[actor.member]
        )
        await forgetting.begin()
    return ConsentView.of(row)


async def _said_before(actor: Actor, consent_id: UUID, given: ConsentInput) -> ConsentView:
    row = await fetch_row(queries.ONE, consent_id)
    if row is None or row["member_id"] != actor.member or row["given"] != given.given:
        raise Conflict()
    return ConsentView.of(row)


async def consents(actor: Actor, member_id: UUID | None) -> ConsentsView:
    """What somebody said, oneself or a person of one's organisation, as proof. Raises NotFound."""
    if member_id not in (None, actor.member) and not actor.may("see_board"):
        raise NotFound()
    async with transaction():
        if member_id is not None and not await Member.exists().where(Member.id == member_id):
            raise NotFound()
        rows = await fetch(queries.OF_MEMBER, member_id or actor.member, SHOWN)
    return ConsentsView([ConsentView.of(row) for row in rows])
