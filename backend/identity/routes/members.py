"""The members of an organisation."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.identity.schemas import MemberChange, MembersView, MemberView
from backend.identity.service import members

Search = Annotated[
    str | None, QueryParameter(max_length=120, description="Part of a name, or the end of a phone number")
]


class MembersController(Controller):
    """People in an organisation."""

    path = "/orgs/{org_id:uuid}/members"
    tags = ["Members"]

    @get(access=member_may("see_members"), operation_id="listMembers", uncompressed=False)
    async def list_members(
        self,
        actor: NamedDependency[Actor],
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
        q: Search = None,
        ended: Annotated[bool, QueryParameter(description="Those who have left, instead")] = False,
    ) -> MembersView:
        """Members by name. Phone numbers are for managers only."""
        return await members.list_members(actor, cursor=cursor, limit=limit, search=q, ended=ended)

    @patch("/{member_id:uuid}", access=member_may("change_members"), operation_id="changeMember")
    async def change(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], data: JSONBody[MemberChange]
    ) -> MemberView:
        """Change a member's name, role, or the sites that they manage."""
        return await members.change_member(actor, member_id, data)

    @delete("/{member_id:uuid}", access=member_may("leave"), operation_id="endMembership", status_code=204)
    async def end(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> None:
        """End a membership, or leave. Access ends at once, records stay."""
        await members.end_membership(actor, member_id)
