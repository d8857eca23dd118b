"""The client's view over HTTP: links that show it, and what they show."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from backend.core.access import member_may, public
from backend.core.actor import Actor
from backend.visits.routes.visits import JPEG
from backend.visits.schemas.links import LinkInput, LinksView, LinkView, ShownClient
from backend.visits.service import links

Secret = Annotated[str, PathParameter(max_length=120)]


class ClientLinkController(Controller):
    """Links of one client."""

    path = "/orgs/{org_id:uuid}/clients/{client_id:uuid}/links"
    tags = ["Clients"]

    @get(access=member_may("show_clients"), operation_id="listClientLinks")
    async def list_all(self, actor: NamedDependency[Actor], client_id: FromPath[UUID]) -> LinksView:
        return await links.links(actor, client_id)

    @post(access=member_may("show_clients"), operation_id="makeClientLink")
    async def make(
        self, actor: NamedDependency[Actor], client_id: FromPath[UUID], data: JSONBody[LinkInput]
    ) -> LinkView:
        return await links.make(actor, client_id, data)


class LinkController(Controller):
    """One link."""

    path = "/orgs/{org_id:uuid}/client-links/{link_id:uuid}"
    tags = ["Clients"]

    @delete(access=member_may("show_clients"), operation_id="revokeClientLink")
    async def revoke(self, actor: NamedDependency[Actor], link_id: FromPath[UUID]) -> None:
        await links.revoke(actor, link_id)


@get(
    "/public/client-views/{secret:str}",
    access=public("the secret in the address is the credential"),
    operation_id="seeClientView",
    tags=["Clients"],
    limit="120/minute",
    uncompressed=False,
)
async def client_view(secret: Secret) -> ShownClient:
    """A client's own visits, done and planned, with proof; nothing else."""
    return await links.view(secret)


@get(
    "/public/client-views/{secret:str}/photos/{photo_id:uuid}",
    access=public("the secret in the address is the credential"),
    operation_id="seeClientPhoto",
    tags=["Clients"],
    limit="600/minute",
    media_type="image/jpeg",
)
async def client_photo(secret: Secret, photo_id: FromPath[UUID]) -> Response[bytes]:
    """One picture of these visits."""
    return Response(await links.photo(secret, photo_id), headers=JPEG)
