"""What contracts of employment say, and why the law protects somebody."""

from datetime import date
from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.identity.tables import Member
from backend.scheduling.events import ProtectionChanged, TermsChanged
from backend.scheduling.queries import people as queries
from backend.scheduling.schemas.people import Protection, TermsInput, TermsList, TermsView, check_from

MOST = 200
"""Changes of one person's terms that are shown."""


async def terms(actor: Actor, member_id: UUID) -> TermsList:
    """Somebody's terms, the newest first; one's own may be read by everybody."""
    if member_id != actor.member:
        actor.must("see_terms")
    async with transaction():
        await known_member(member_id)
        rows = await fetch(queries.TERMS, member_id, MOST)
    return TermsList([TermsView.of(row) for row in rows])


async def put_terms(actor: Actor, member_id: UUID, from_on: date, wanted: TermsInput) -> TermsView:
    """What holds from that day on, instead of what may have been written for it."""
    check_from(from_on)
    given = {name: getattr(wanted, name) for name in wanted.__struct_fields__}
    async with transaction():
        await known_member(member_id)
        await fetch(queries.PUT_TERMS, member_id, from_on, *given.values())
        await record(TermsChanged(member_id, from_on), by=actor, to=[member_id])
    return TermsView(from_on=from_on, **given)


async def delete_terms(actor: Actor, member_id: UUID, from_on: date) -> None:
    """Take back what was written for that day; what held before it holds on."""
    check_from(from_on)
    async with transaction():
        await known_member(member_id)
        statement = "DELETE FROM employment_terms WHERE member_id = $1 AND from_on = $2 RETURNING from_on"
        if await fetch(statement, member_id, from_on):
            await record(TermsChanged(member_id, from_on), by=actor, to=[member_id])


async def protection(member_id: UUID) -> Protection:
    async with transaction():
        await known_member(member_id)
        row = await fetch_row(queries.PROTECTION, member_id)
    return Protection(**dict(row)) if row else Protection()


async def put_protection(actor: Actor, member_id: UUID, wanted: Protection) -> Protection:
    """Everything about it at once. The event says that it changed, not what."""
    async with transaction():
        await known_member(member_id)
        values = [getattr(wanted, name) for name in wanted.__struct_fields__]
        await fetch(queries.PUT_PROTECTION, member_id, *values)
        await record(ProtectionChanged(member_id), by=actor)
    return wanted


async def known_member(member_id: UUID) -> None:
    """Raises NotFound for somebody who never belonged to the organisation."""
    if not await Member.exists().where(Member.id == member_id):
        raise NotFound()
