"""What people do with clients: win, change, archive, and say which sites are theirs."""

from uuid import UUID

from backend.clients.errors import ClientArchived
from backend.clients.events import ClientChanged, ClientLost, ClientWon, SiteOfClient
from backend.clients.queries import clients as queries
from backend.clients.schemas.clients import ClientChange, ClientInput, ClientPage, ClientView
from backend.clients.tables import Client
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, lock, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.scheduling.service.sites import visible_site

BELONGS = """
UPDATE site SET client_id = $2 WHERE id = $1 AND client_id IS DISTINCT FROM $2 RETURNING id
"""


async def win(actor: Actor, wanted: ClientInput) -> ClientView:
    """Add a client. The same id again is the same client."""
    async with transaction():
        client = Client(
            id=wanted.id or new_id(),
            org_id=actor.org,
            name=wanted.name,
            contact_name=wanted.contact_name,
            contact_phone=wanted.contact_phone,
            contact_email=wanted.contact_email,
            note=wanted.note,
        )
        if await Client.insert(client).on_conflict(action="DO NOTHING").returning(Client.id):
            await record(ClientWon(client.id), by=actor)
        return await view(client.id)


async def clients(_actor: Actor, cursor: str | None, limit: int) -> ClientPage:
    """A page of clients by name, archived ones too. Raises BadCursor."""
    after = keys_of(cursor, tuple[str, UUID]) if cursor else (None, None)
    async with transaction():
        rows = await fetch(queries.PAGE, *after, limit + 1)
    items = [ClientView.of(row) for row in rows[:limit]]
    more = len(rows) > limit
    return ClientPage(items, cursor_after(items[-1].name, items[-1].id) if more else None)


async def client(_actor: Actor, client_id: UUID) -> ClientView:
    """Raises NotFound."""
    async with transaction():
        return await view(client_id)


async def change(actor: Actor, client_id: UUID, wanted: ClientChange) -> ClientView:
    """Change what is known of a client; `archived` closes it or opens it again. Raises NotFound."""
    async with transaction():
        client = await lock(Client, client_id)
        given = wanted.fields()
        if isinstance(wanted.archived, bool) and wanted.archived != (client.archived_at is not None):
            given["archived_at"] = clock.now() if wanted.archived else None
        changed = sorted(name for name, value in given.items() if getattr(client, name) != value)
        if changed:
            await Client.update({name: given[name] for name in changed}).where(Client.id == client_id)
            await record(ClientChanged(client_id, changed), by=actor)
        return await view(client_id)


async def archive(actor: Actor, client_id: UUID) -> None:
    """Work for it is over; its record stays. Again changes nothing. Raises NotFound."""
    async with transaction():
        client = await lock(Client, client_id)
        if client.archived_at is None:
            await Client.update({Client.archived_at: clock.now()}).where(Client.id == client_id)
            await record(ClientLost(client_id), by=actor)


async def give_site(actor: Actor, site_id: UUID, client_id: UUID | None) -> None:
    """Say whose site it is; None: nobody's. Raises NotFound, Forbidden, ClientArchived."""
    async with transaction():
        site = await visible_site(actor, site_id)
        if client_id is not None and (await lock(Client, client_id)).archived_at is not None:
            raise ClientArchived()
        if await fetch(BELONGS, site.id, client_id):
            await record(SiteOfClient(site.id, client_id), by=actor)


async def view(client_id: UUID) -> ClientView:
    """Inside a transaction. Raises NotFound."""
    row = await fetch_row(queries.CLIENT, client_id)
    if row is None:
        raise NotFound()
    return ClientView.of(row)
