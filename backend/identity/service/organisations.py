"""Organisations: founded by somebody, who is their first owner."""

from collections.abc import Sequence
from typing import Any

import msgspec
from piccolo.columns import Column

from backend.core import access, clock, database
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.events import EVERYONE, record
from backend.core.ids import new_id
from backend.identity import queries, rules
from backend.identity.errors import IdTaken
from backend.identity.events import MemberJoined, OrganisationChanged, OrganisationFounded
from backend.identity.schemas import (
    OrganisationChange,
    OrganisationInput,
    OrganisationSettings,
    OrganisationView,
    PermissionView,
    RoleView,
)
from backend.identity.tables import Account, Member, Organisation


async def found(actor: Actor, body: OrganisationInput) -> OrganisationView:
    """Make an organisation with the actor as its owner. The same id again is the same organisation.

    Raises IdTaken when the id is that of an organisation which the actor does not own.
    """
    org_id = body.id or new_id()
    async with database.transaction(), database.entering(org_id):
        organisation = Organisation(
            id=org_id,
            name=body.name.strip(),
            kind=body.kind,
            timezone=body.timezone,
            language=body.language,
            settings=msgspec.json.encode(OrganisationSettings()).decode(),
            created_at=clock.now(),
        )
        if not await Organisation.insert(organisation).on_conflict(
            target=Organisation.id, action="DO NOTHING"
        ):
            return await _founded_before(actor, org_id)

        founder = await Account.objects().get(Account.id == actor.account_id)
        if founder is None:
            raise NotFound()
        member_id = await queries.admit(
            org_id=org_id,
            member_id=new_id(),
            account_id=actor.account_id,
            name=founder.name or rules.fallback_name(founder.phone),
            role="owner",
            number=None,
        )
        await record(OrganisationFounded(organisation_id=org_id, kind=body.kind), by=actor)
        await record(
            MemberJoined(member_id=member_id, account_id=actor.account_id, role="owner", invitation_id=None),
            by=actor,
            to=EVERYONE,
        )
        return OrganisationView.of(organisation)


async def _founded_before(actor: Actor, org_id: Any) -> OrganisationView:
    owns = await Member.exists().where(
        (Member.account_id == actor.account_id) & (Member.role == "owner") & Member.ended_at.is_null()
    )
    organisation = await Organisation.objects().get(Organisation.id == org_id)
    if organisation is None or not owns:
        raise IdTaken()
    return OrganisationView.of(organisation)


def list_roles(language: str) -> Sequence[RoleView]:
    """Every role and what it may do, in the reader's words."""
    return [
        RoleView(
            name=name,
            words=ko if language == "ko" else en,
            may=[
                PermissionView(right.name, right.ko if language == "ko" else right.en)
                for right in access.PERMISSIONS.values()
                if name in right.roles
                or (name == "site_manager" and (right.scoped or "member" in right.roles))
            ],
        )
        for name, (ko, en) in rules.ROLES.items()
    ]


async def organisation_of(actor: Actor) -> OrganisationView:
    async with database.transaction():
        return await _view(actor)


async def change(actor: Actor, body: OrganisationChange) -> OrganisationView:
    """Change the name, zone, language or settings. What is left out stays."""
    actor.must("change_organisation")
    async with database.transaction():
        organisation = await database.lock(Organisation, actor.org)
        changed: dict[Column | str, Any] = {
            k: v for k, v in msgspec.structs.asdict(body).items() if v is not msgspec.UNSET
        }
        if "name" in changed:
            changed["name"] = changed["name"].strip()
        if "settings" in changed:
            changed["settings"] = _merged(organisation, changed["settings"])
        if changed:
            await Organisation.update(changed).where(Organisation.id == actor.org)
            await record(
                OrganisationChanged(organisation_id=actor.org, fields=sorted(str(name) for name in changed)),
                by=actor,
                to=EVERYONE,
            )
        return await _view(actor)


def _merged(organisation: Organisation, change: Any) -> str:
    kept = msgspec.json.decode(organisation.settings, type=dict[str, object])
    kept |= {k: v for k, v in msgspec.structs.asdict(change).items() if v is not msgspec.UNSET}
    return msgspec.json.encode(kept).decode()


async def _view(actor: Actor) -> OrganisationView:
    organisation = await Organisation.objects().get(Organisation.id == actor.org)
    if organisation is None:
        raise NotFound()
    return OrganisationView.of(organisation)
