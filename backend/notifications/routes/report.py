"""What the office sees of notifications, and may still do about them."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.notifications.schemas.report import (
    NotificationReport,
    NotificationsPage,
    RecipientsPage,
    RetryInput,
    RetryView,
    Standing,
    TopicsView,
)
from backend.notifications.service import report, retries
from backend.notifications.service.recipients_csv import recipients_csv

Search = Annotated[str | None, QueryParameter(max_length=120, description="A part of what was said")]
TopicName = Annotated[str | None, QueryParameter(max_length=60, description="Only this topic")]
State = Annotated[Standing | None, QueryParameter(name="state", description="Only who stands so")]


class NotificationsController(Controller):
    """Each notification that the organisation decided, and whom it reached."""

    path = "/orgs/{org_id:uuid}/notifications"
    tags = ["Notifications"]

    @get(access=member_may("see_deliveries"), operation_id="listNotifications", uncompressed=False)
    async def list_notifications(
        self,
        actor: NamedDependency[Actor],
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
        topic: TopicName = None,
        q: Search = None,
    ) -> NotificationsPage:
        """What was said, newest first, with how many it reached and what it cost."""
        return await report.list_notifications(actor, cursor=cursor, limit=limit, topic=topic, search=q)

    @get("/{notification_id:uuid}", access=member_may("see_deliveries"), operation_id="getNotification")
    async def read(
        self, actor: NamedDependency[Actor], notification_id: FromPath[UUID]
    ) -> NotificationReport:
        """One notification: its texts, its sums by channel, and who hears of it later."""
        return await report.read_report(actor, notification_id)

    @get(
        "/{notification_id:uuid}/recipients",
        access=member_may("see_deliveries"),
        operation_id="listRecipients",
        uncompressed=False,
    )
    async def recipients(
        self,
        actor: NamedDependency[Actor],
        notification_id: FromPath[UUID],
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
        standing: State = None,
    ) -> RecipientsPage:
        """Everybody whom it was for, by name: why, and what became of it on each channel."""
        return await report.list_recipients(
            actor, notification_id, cursor=cursor, limit=limit, standing=standing
        )

    @get(
        "/{notification_id:uuid}/recipients.csv",
        access=member_may("see_deliveries"),
        operation_id="exportRecipients",
        media_type="text/csv",
        uncompressed=False,
    )
    async def export(self, actor: NamedDependency[Actor], notification_id: FromPath[UUID]) -> Response[str]:
        """The same for a spreadsheet."""
        named = f'attachment; filename="notification-{notification_id}.csv"'
        content = await recipients_csv(actor, notification_id)
        return Response(content, media_type="text/csv", headers={"content-disposition": named})

    @post(
        "/{notification_id:uuid}/retries",
        access=member_may("retry_deliveries"),
        operation_id="retryDeliveries",
    )
    async def retry(
        self, actor: NamedDependency[Actor], notification_id: FromPath[UUID], data: JSONBody[RetryInput]
    ) -> RetryView:
        """Send again what failed, or what nobody knows of; the latter may reach somebody twice."""
        return RetryView(await retries.retry(actor, notification_id, data.channel, data.member_ids))

    @post(
        "/{notification_id:uuid}/withdrawal",
        access=member_may("retry_deliveries"),
        operation_id="withdrawNotification",
        status_code=200,
    )
    async def withdraw(
        self, actor: NamedDependency[Actor], notification_id: FromPath[UUID]
    ) -> NotificationReport:
        """What has not left does not leave, and nobody who has not read it finds it any more."""
        await retries.withdraw(actor, notification_id)
        return await report.read_report(actor, notification_id)


class TopicsController(Controller):
    """The kinds of notification."""

    path = "/orgs/{org_id:uuid}/notification-topics"
    tags = ["Notifications"]

    @get(access=member_may("see_deliveries"), operation_id="listNotificationTopics")
    async def list_topics(self, actor: NamedDependency[Actor]) -> TopicsView:
        """Every topic, how it travels, and whether people may turn it off."""
        return report.list_topics(actor)
