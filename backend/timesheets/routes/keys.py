"""The keys that sign receipts, over HTTP."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.access import member_may, public
from backend.core.actor import Actor
from backend.timesheets.schemas.receipts import KeysView
from backend.timesheets.service import keys


class SigningKeyController(Controller):
    """What the organisation signs with, and signed with before."""

    path = "/orgs/{org_id:uuid}/signing-keys"
    tags = ["Receipts"]

    @get(access=member_may("see_own_record"), operation_id="listSigningKeys")
    async def list_all(self, actor: NamedDependency[Actor]) -> KeysView:  # noqa: ARG002 - of its organisation
        return await keys.keys()

    @post(access=member_may("change_signing_key"), operation_id="changeSigningKey")
    async def change(self, actor: NamedDependency[Actor]) -> KeysView:
        return await keys.change_key(actor)


@get(
    "/public/organisations/{organisation_id:uuid}/signing-keys",
    access=public("whoever was given a receipt compares the key that signed it"),
    operation_id="listPublicSigningKeys",
    tags=["Receipts"],
    limit="120/minute",
)
async def public_keys(organisation_id: FromPath[UUID]) -> KeysView:
    """The same for anybody who holds a receipt: public keys, and no name."""
    return await keys.public_keys(organisation_id)
