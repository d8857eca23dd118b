"""Invitations: made and revoked by managers, seen and accepted by whoever holds the link."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from backend.core.access import member_may, public, signed_in
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.identity.schemas import (
    AcceptanceInput,
    InvitationInput,
    InvitationOffer,
    InvitationsView,
    InvitationView,
    MembershipView,
)
from backend.identity.service import invitations

Token = Annotated[str, PathParameter(max_length=100, description="From the invitation's link")]


class InvitationsController(Controller):
    """An organisation's open invitations."""

    path = "/orgs/{org_id:uuid}/invitations"
    tags = ["Invitations"]

    @get(access=member_may("invite"), operation_id="listInvitations")
    async def list_invitations(
        self, actor: NamedDependency[Actor], cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
    ) -> InvitationsView:
        """Invitations that can still be accepted, newest first."""
        return await invitations.list_invitations(actor, cursor=cursor, limit=limit)

    @post(access=member_may("invite"), operation_id="invite")
    async def invite(self, actor: NamedDependency[Actor], data: JSONBody[InvitationInput]) -> InvitationView:
        """Make a link. With a phone number, it is also sent there, and only that number may use it."""
        return await invitations.invite(actor, data)

    @delete(
        "/{invitation_id:uuid}", access=member_may("invite"), operation_id="revokeInvitation", status_code=204
    )
    async def revoke(self, actor: NamedDependency[Actor], invitation_id: FromPath[UUID]) -> None:
        """Nobody can accept it any more."""
        await invitations.revoke(actor, invitation_id)


class InvitationController(Controller):
    """One invitation, for who holds its link. The token names the organisation."""

    path = "/invitations/{token:str}"
    tags = ["Invitations"]

    @get(access=public("the link is the right to see it"), operation_id="getInvitation", limit="600/minute")
    async def offer(self, token: Token) -> InvitationOffer:
        """Who invites to what."""
        return await invitations.offer(token)

    @put("/acceptance", access=signed_in(), operation_id="acceptInvitation")
    async def accept(
        self, actor: NamedDependency[Actor], token: Token, data: JSONBody[AcceptanceInput | None] = None
    ) -> MembershipView:
        """Become a member. Accepting again changes nothing. Without a name, or a body, the account's name."""
        return await invitations.accept(actor, token, data.name if data else None)
