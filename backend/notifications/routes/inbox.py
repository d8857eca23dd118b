"""A person's inbox in one organisation."""

from uuid import UUID

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.notifications.schemas.inbox import InboxDetail, InboxPage, InboxRead, Reading, ReadingUntil
from backend.notifications.service import inbox


class InboxController(Controller):
    """What the person was told, whether or not it reached a phone."""

    path = "/orgs/{org_id:uuid}/inbox"
    tags = ["Inbox"]

    @get(access=member_may("see_inbox"), operation_id="listInbox", uncompressed=False)
    async def list_items(
        self, actor: NamedDependency[Actor], cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
    ) -> InboxPage:
        """My notifications here, newest first."""
        return await inbox.list_inbox(actor, cursor=cursor, limit=limit)

    @put("/reading", access=member_may("see_inbox"), operation_id="readInbox")
    async def read_all(self, actor: NamedDependency[Actor], data: JSONBody[ReadingUntil]) -> InboxRead:
        """I have read everything up to a time."""
        return await inbox.mark_all_read(actor, data.until)

    @get("/{notification_id:uuid}", access=member_may("see_inbox"), operation_id="getInboxItem")
    async def item(self, actor: NamedDependency[Actor], notification_id: FromPath[UUID]) -> InboxDetail:
        """One of my notifications: why I got it, and how."""
        return await inbox.read_item(actor, notification_id)

    @put("/{notification_id:uuid}/reading", access=member_may("see_inbox"), operation_id="readInboxItem")
    async def read(
        self, actor: NamedDependency[Actor], notification_id: FromPath[UUID], data: JSONBody[Reading]
    ) -> InboxDetail:
        """I have read it. A phone that was offline says when."""
        return await inbox.mark_read(actor, notification_id, data.read_at)
