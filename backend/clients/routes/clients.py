"""Clients over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.clients.schemas.clients import (
    ClientChange,
    ClientInput,
    ClientPage,
    ClientView,
    SiteClientInput,
)
from backend.clients.service import clients
from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import MAX_LIMIT, Cursor, Limit


class ClientController(Controller):
    """Whom the firm works for."""

    path = "/orgs/{org_id:uuid}/clients"
    tags = ["Clients"]

    @post(access=member_may("change_clients"), operation_id="winClient")
    async def win(self, actor: NamedDependency[Actor], data: JSONBody[ClientInput]) -> ClientView:
        return await clients.win(actor, data)

    @get(access=member_may("see_clients"), operation_id="listClients", uncompressed=False)
    async def list_page(
        self, actor: NamedDependency[Actor], cursor: Cursor = None, limit: Limit = MAX_LIMIT
    ) -> ClientPage:
        return await clients.clients(actor, cursor, limit)

    @get("/{client_id:uuid}", access=member_may("see_clients"), operation_id="getClient")
    async def one(self, actor: NamedDependency[Actor], client_id: FromPath[UUID]) -> ClientView:
        return await clients.client(actor, client_id)

    @patch("/{client_id:uuid}", access=member_may("change_clients"), operation_id="changeClient")
    async def change(
        self, actor: NamedDependency[Actor], client_id: FromPath[UUID], data: JSONBody[ClientChange]
    ) -> ClientView:
        return await clients.change(actor, client_id, data)

    @delete("/{client_id:uuid}", access=member_may("change_clients"), operation_id="archiveClient")
    async def archive(self, actor: NamedDependency[Actor], client_id: FromPath[UUID]) -> None:
        await clients.archive(actor, client_id)


class SiteClientController(Controller):
    """Whose site it is."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}/client"
    tags = ["Clients"]

    @put(access=member_may("change_clients"), operation_id="giveSite", status_code=204)
    async def give(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[SiteClientInput]
    ) -> None:
        await clients.give_site(actor, site_id, data.client_id)

    @delete(access=member_may("change_clients"), operation_id="freeSite")
    async def free(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> None:
        await clients.give_site(actor, site_id, None)
