"""Kinds of work and of certificates, and which work wants which."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.columns import Column

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, lock, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.errors import NameTaken
from backend.scheduling.events import (
    CertificateKindAdded,
    PositionAdded,
    PositionChanged,
    RequirementsChanged,
)
from backend.scheduling.queries import people as queries
from backend.scheduling.schemas.people import (
    CertificateKindInput,
    CertificateKindsView,
    CertificateKindView,
    PositionChange,
    PositionInput,
    PositionRequirements,
    PositionsView,
    PositionView,
)
from backend.scheduling.tables import Position

MOST = 500
"""Positions, or kinds of certificates, that are shown; more than any firm has."""


async def positions() -> PositionsView:
    """All of them, those in use first."""
    async with transaction():
        order = "ORDER BY p.archived_at IS NOT NULL, p.name, p.id LIMIT $1"
        rows = await fetch(f"{queries.POSITIONS} {order}", MOST)
    return PositionsView([PositionView.of(row) for row in rows])


async def add_position(actor: Actor, wanted: PositionInput) -> PositionView:
    """A new kind of work. The same id again is the same position. Raises NameTaken."""
    async with transaction():
        position = Position(
            id=wanted.id or new_id(), org_id=actor.org, name=wanted.name.strip(), color=wanted.color
        )
        if not await Position.exists().where(Position.id == position.id):
            try:
                async with transaction():
                    await Position.insert(position)
            except asyncpg.UniqueViolationError:
                raise NameTaken() from None
            await record(PositionAdded(position.id), by=actor)
        return await _position(position.id)


async def change_position(actor: Actor, position_id: UUID, change: PositionChange) -> PositionView:
    """Rename, recolour, archive (nothing new is planned with it) or bring back. Raises NameTaken."""
    async with transaction():
        position = await lock(Position, position_id)
        wanted: dict[Column | str, Any] = {}
        if isinstance(change.name, str):
            wanted["name"] = change.name.strip()
        if isinstance(change.color, str):
            wanted["color"] = change.color
        if isinstance(change.archived, bool) and change.archived != (position.archived_at is not None):
            wanted["archived_at"] = clock.now() if change.archived else None
        changed = {name: value for name, value in wanted.items() if getattr(position, str(name)) != value}
        if changed:
            try:
                async with transaction():
                    await position.update_self(changed)
            except asyncpg.UniqueViolationError:
                raise NameTaken() from None
            await record(PositionChanged(position.id, sorted(map(str, changed))), by=actor)
        return await _position(position_id)


async def require_for_position(actor: Actor, position_id: UUID, wanted: PositionRequirements) -> PositionView:
    """Which certificates everybody in this position needs, all of them at once."""
    async with transaction():
        await lock(Position, position_id)
        await replace_needs(wanted.certificate_kind_ids, position_id=position_id)
        await record(RequirementsChanged(position_id, "position"), by=actor)
        return await _position(position_id)


async def replace_needs(
    kind_ids: Sequence[UUID], *, site_id: UUID | None = None, position_id: UUID | None = None
) -> None:
    """Write which kinds a site or a position, which is held, needs. Raises UnacceptableFields."""
    kinds = list(dict.fromkeys(kind_ids))
    known = await fetch_row(queries.KNOWN_KINDS, kinds)
    if known[0] < len(kinds):
        problem = FieldProblem("/certificate_kind_ids", "unknown", "no such kind of certificate")
        raise UnacceptableFields(errors=[problem])
    await fetch(queries.FORGET_NEEDS, site_id, position_id)
    await fetch(queries.ADD_NEEDS, kinds, site_id, position_id)


async def certificate_kinds() -> CertificateKindsView:
    async with transaction():
        rows = await fetch(queries.KINDS, MOST)
    return CertificateKindsView([CertificateKindView(row["id"], row["name"]) for row in rows])


async def add_certificate_kind(actor: Actor, wanted: CertificateKindInput) -> CertificateKindView:
    """A new kind. The same id again is the same kind. Raises NameTaken."""
    async with transaction():
        kind_id = wanted.id or new_id()
        try:
            async with transaction():
                made = await fetch(queries.ADD_KIND, kind_id, wanted.name.strip())
        except asyncpg.UniqueViolationError:
            raise NameTaken() from None
        if made:
            await record(CertificateKindAdded(kind_id), by=actor)
        row = await fetch_row(queries.KIND, kind_id)
        return CertificateKindView(row["id"], row["name"])


async def _position(position_id: UUID) -> PositionView:
    row = await fetch_row(f"{queries.POSITIONS} WHERE p.id = $1", position_id)
    if row is None:
        raise NotFound()
    return PositionView.of(row)
