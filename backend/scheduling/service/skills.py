"""What people can do and where they may: positions, certificates, and each site's own list."""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, lock, transaction
from backend.core.errors import FieldProblem, Forbidden, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.events import RequirementsChanged, SkillsChanged
from backend.scheduling.queries import people as queries
from backend.scheduling.schemas.people import (
    CertificateChange,
    CertificateInput,
    CertificateView,
    SitePersonInput,
    SiteRequirements,
    SiteRequirementsView,
    SkillsView,
    refuse_order,
)
from backend.scheduling.service.positions import replace_needs
from backend.scheduling.service.terms import known_member
from backend.scheduling.tables import Position, Site

MOST = 500


async def skills(actor: Actor, member_id: UUID) -> SkillsView:
    """One's own, or for who sees members; a site manager sees the rules of their own sites only."""
    own = member_id == actor.member
    if not own and not actor.may_somewhere("see_members"):
        raise Forbidden()
    async with transaction():
        await known_member(member_id)
        return await _skills(actor, member_id)


async def _skills(actor: Actor, member_id: UUID) -> SkillsView:
    sites = actor.scope_filter("see_sites")
    row = await fetch_row(queries.SKILLS, member_id, None if sites is None else list(sites), MOST)
    return SkillsView.of(row)


async def add_position(actor: Actor, member_id: UUID, position_id: UUID) -> SkillsView:
    """They may work in it from now on. Raises NotFound for a position that is archived."""
    async with transaction():
        await known_member(member_id)
        known = (Position.id == position_id) & Position.archived_at.is_null()
        if not await Position.exists().where(known):
            raise NotFound()
        if await fetch(queries.ADD_POSITION, member_id, position_id):
            await record(SkillsChanged(member_id), by=actor)
        return await _skills(actor, member_id)


async def remove_position(actor: Actor, member_id: UUID, position_id: UUID) -> None:
    """Not any more; what is planned already stays, and says so when it is looked at."""
    async with transaction():
        await known_member(member_id)
        if await fetch(queries.REMOVE_POSITION, member_id, position_id):
            await record(SkillsChanged(member_id), by=actor)


async def add_certificate(actor: Actor, member_id: UUID, wanted: CertificateInput) -> CertificateView:
    """They hold it. The same id again is the same certificate. Raises UnacceptableFields."""
    async with transaction():
        await known_member(member_id)
        known = await fetch_row(queries.KNOWN_KINDS, [wanted.kind_id])
        if known[0] == 0:
            problem = FieldProblem("/kind_id", "unknown", "no such kind of certificate")
            raise UnacceptableFields(errors=[problem])
        certificate_id = wanted.id or new_id()
        dates = (wanted.issued_on, wanted.expires_on)
        given = (certificate_id, member_id, wanted.kind_id, wanted.number, *dates)
        if await fetch(queries.ADD_CERTIFICATE, *given):
            await record(SkillsChanged(member_id), by=actor)
        return _certificate(await _certificate_row(certificate_id))


async def change_certificate(
    actor: Actor, certificate_id: UUID, change: CertificateChange
) -> CertificateView:
    """Number, and first and last valid day. Raises UnacceptableFields for an end before the beginning."""
    async with transaction():
        row = await _certificate_row(certificate_id)
        wanted = {
            name: row[name] if (given := getattr(change, name)) is UNSET else given
            for name in ("number", "issued_on", "expires_on")
        }
        refuse_order(wanted["issued_on"], wanted["expires_on"], "expires_on")
        await fetch(queries.CHANGE_CERTIFICATE, certificate_id, *wanted.values())
        await record(SkillsChanged(row["member_id"]), by=actor)
        return _certificate(await _certificate_row(certificate_id))


async def remove_certificate(actor: Actor, certificate_id: UUID) -> None:
    async with transaction():
        row = await _certificate_row(certificate_id)
        await fetch("DELETE FROM certificate WHERE id = $1", certificate_id)
        await record(SkillsChanged(row["member_id"]), by=actor)


async def put_site_person(actor: Actor, site_id: UUID, member_id: UUID, wanted: SitePersonInput) -> None:
    """The site approves or excludes somebody, instead of what it said before."""
    async with transaction():
        await _held_site(actor, site_id)
        await known_member(member_id)
        await fetch(queries.PUT_SITE_PERSON, site_id, member_id, wanted.rule, wanted.reason)
        await record(SkillsChanged(member_id), by=actor)


async def remove_site_person(actor: Actor, site_id: UUID, member_id: UUID) -> None:
    async with transaction():
        await _held_site(actor, site_id)
        await known_member(member_id)
        if await fetch(queries.REMOVE_SITE_PERSON, site_id, member_id):
            await record(SkillsChanged(member_id), by=actor)


async def requirements(actor: Actor, site_id: UUID) -> SiteRequirementsView:
    if not actor.may("see_sites", site_id):
        raise NotFound()
    async with transaction():
        return await _requirements(site_id)


async def put_requirements(actor: Actor, site_id: UUID, wanted: SiteRequirements) -> SiteRequirementsView:
    """Everything that the site wants of the people who work there, and its budget, at once."""
    async with transaction():
        site = await _held_site(actor, site_id)
        await site.update_self(
            {Site.approved_only: wanted.approved_only, Site.weekly_budget_won: wanted.weekly_budget_won}
        )
        await replace_needs(wanted.certificate_kind_ids, site_id=site_id)
        await record(RequirementsChanged(site_id, "site"), by=actor)
        return await _requirements(site_id)


async def _held_site(actor: Actor, site_id: UUID) -> Site:
    if not actor.may("change_sites", site_id):
        raise NotFound()
    return await lock(Site, site_id)


async def _requirements(site_id: UUID) -> SiteRequirementsView:
    row = await fetch_row(queries.SITE_REQUIREMENTS, site_id)
    if row is None:
        raise NotFound()
    return SiteRequirementsView(**dict(row))


async def _certificate_row(certificate_id: UUID) -> Any:
    row = await fetch_row(queries.CERTIFICATE, certificate_id)
    if row is None:
        raise NotFound()
    return row


def _certificate(row: Any) -> CertificateView:
    return CertificateView(**{name: row[name] for name in CertificateView.__struct_fields__})
