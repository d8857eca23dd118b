"""A client's view of its own visits, behind a link that can be revoked."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend import settings
from backend.core import clock, tenancy
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.secret_links import read_secret, secret_of
from backend.visits.events import ClientLinkMade, ClientLinkRevoked
from backend.visits.queries import links as queries
from backend.visits.schemas.links import (
    LinkInput,
    LinksView,
    LinkView,
    ShownClient,
    ShownTask,
    ShownVisit,
    VisitState,
)

KIND = "client view"
BEFORE, AFTER = timedelta(days=31), timedelta(days=15)
MOST_VISITS = 1_000
READ_NOTED_EVERY = timedelta(hours=1)

MAKE = """
INSERT INTO client_link (org_id, id, client_id, created_at, created_by, expires_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5)
"""
REVOKE = "UPDATE client_link SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id"
NOTE_READ = "UPDATE client_link SET last_read_at = $2 WHERE id = $1"


async def links(actor: Actor, client_id: UUID) -> LinksView:
    """The links of a client that still hold. Raises NotFound."""
    async with transaction():
        await _known(client_id)
        rows = await fetch(queries.LINKS, client_id, clock.now())
    return LinksView([_view(actor.org, row) for row in rows])


async def make(actor: Actor, client_id: UUID, wanted: LinkInput) -> LinkView:
    """A new link. Raises NotFound."""
    async with transaction():
        await _known(client_id)
        link_id, now = new_id(), clock.now()
        expires_at = now + timedelta(days=wanted.days) if wanted.days else None
        await fetch(MAKE, link_id, client_id, now, actor.member, expires_at)
        await record(ClientLinkMade(link_id, client_id), by=actor)
        return _view(
            actor.org,
            {"id": link_id, "created_at": now, "expires_at": expires_at, "last_read_at": None},
        )


async def revoke(actor: Actor, link_id: UUID) -> None:
    """It shows nothing from now on. Again changes nothing. Raises NotFound."""
    async with transaction():
        if await fetch_row("SELECT FROM client_link WHERE id = $1", link_id) is None:
            raise NotFound()
        if await fetch(REVOKE, link_id, clock.now()):
            await record(ClientLinkRevoked(link_id), by=actor)


async def view(secret: str) -> ShownClient:
    """What the link shows. Raises NotFound for one that never was, ended, or was revoked."""
    org_id, link_id = _read(secret)
    now = clock.now()
    with tenancy.acting_for(org_id=org_id):
        async with transaction():
            link = await _held(link_id, now)
            rows = await fetch(queries.VISITS, link["client_id"], now - BEFORE, now + AFTER, MOST_VISITS)
            if link["last_read_at"] is None or now - link["last_read_at"] > READ_NOTED_EVERY:
                await fetch(NOTE_READ, link_id, now)
    return ShownClient(link["firm"], link["client"], now, [_shown(row, now) for row in rows])


async def photo(secret: str, photo_id: UUID) -> bytes:
    """A picture of one of the visits that the link shows. Raises NotFound."""
    org_id, link_id = _read(secret)
    now = clock.now()
    with tenancy.acting_for(org_id=org_id):
        async with transaction():
            link = await _held(link_id, now)
            row = await fetch_row(queries.PHOTO, photo_id, link["client_id"], now - BEFORE)
    if row is None:
        raise NotFound()
    return bytes(row["jpeg"])


def state_of(row: Any, now: datetime) -> VisitState:
    """Somebody there is "now"; somebody was there is "done"; the time is over and nobody came is "missed"."""
    if row["present"]:
        return "now"
    if row["people"]:
        return "done"
    return "missed" if row["ends_at"] <= now else "planned"


def _shown(row: Any, now: datetime) -> ShownVisit:
    tasks = msgspec.json.decode(row["tasks"], type=list[ShownTask])
    plain = {
        name: row[name]
        for name in ("id", "site_name", "zone", "starts_at", "ends_at", "people", "began_at", "ended_at")
    }
    return ShownVisit(**plain, state=state_of(row, now), tasks=tasks)


def _read(secret: str) -> tuple[UUID, UUID]:
    found = read_secret(KIND, secret)
    if found is None:
        raise NotFound()
    return found


async def _held(link_id: UUID, now: datetime) -> Any:
    link = await fetch_row(queries.LINK, link_id, now)
    if link is None:
        raise NotFound()
    return link


async def _known(client_id: UUID) -> None:
    if await fetch_row("SELECT FROM client WHERE id = $1", client_id) is None:
        raise NotFound()


def _view(org_id: UUID, row: Any) -> LinkView:
    url = f"{settings.current().base_url.rstrip('/')}/c/{secret_of(KIND, org_id, row['id'])}"
    return LinkView(row["id"], url, row["created_at"], row["expires_at"], row["last_read_at"])
