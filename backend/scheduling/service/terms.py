"""What contracts of employment say, and why the law protects somebody."""

from datetime import date, timedelta
from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.identity.tables import Member
from backend.scheduling.events import ProtectionChanged, TermsChanged
from backend.scheduling.queries import people as queries
from backend.scheduling.queries.terms import DELETE_TERMS, PUT_TERMS, TERMS
from backend.scheduling.rules.guards.facts import Terms
from backend.scheduling.rules.terms import below_minimum_on, gaps, shortfall
from backend.scheduling.schemas.people import Protection, refuse_order
from backend.scheduling.schemas.terms import TermsGap, TermsInput, TermsList, TermsView, check_from
from backend.scheduling.terms_errors import WageBelowMinimum

DAY = timedelta(days=1)
MOST = 200
"""Changes of one person's terms that are shown."""


async def terms(actor: Actor, member_id: UUID) -> TermsList:
    """Somebody's terms, the newest first; one's own may be read by everybody."""
    if member_id != actor.member:
        actor.must("see_terms")
    async with transaction():
        await known_member(member_id)
        views = [TermsView.of(row) for row in await fetch(TERMS, member_id, MOST)]
    for view, later in zip(views, [None, *views], strict=False):
        ends = [day for day in (view.until_on, later and later.from_on - DAY) if day]
        view.below_minimum_on = below_minimum_on(view.from_on, min(ends, default=None), _held(view))
    return TermsList(views, [TermsGap(*gap) for gap in gaps(views)])


async def put_terms(actor: Actor, member_id: UUID, from_on: date, wanted: TermsInput) -> TermsView:
    """What holds from that day on, instead of what may have been written for it.

    Raises WageBelowMinimum, and UnacceptableFields for an end before its beginning.
    """
    check_from(from_on)
    refuse_order(from_on, wanted.until_on, "until_on")
    refuse_order(from_on, wanted.probation_until, "probation_until")
    lacking = shortfall(from_on, wanted)
    if lacking is not None:
        raise WageBelowMinimum(lacking.hourly, lacking.minimum, lacking.on, lacking.article)
    given = {name: getattr(wanted, name) for name in wanted.__struct_fields__}
    async with transaction():
        await known_member(member_id)
        await fetch(PUT_TERMS, member_id, from_on, *given.values())
        await record(TermsChanged(member_id, from_on), by=actor, to=[member_id])
    view = TermsView(from_on=from_on, **given)
    view.below_minimum_on = below_minimum_on(from_on, view.until_on, _held(view))
    return view


async def delete_terms(actor: Actor, member_id: UUID, from_on: date) -> None:
    """Take back what was written for that day; what held before it holds on."""
    check_from(from_on)
    async with transaction():
        await known_member(member_id)
        if await fetch(DELETE_TERMS, member_id, from_on):
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


def _held(view: TermsView) -> Terms:
    """The terms as the rules look at them."""
    return Terms(
        view.from_on,
        view.weekly_min,
        view.days_per_week,
        view.wage_kind,
        view.wage_won,
        view.extra_hours_agreed,
    )
