"""Looking at a notification before anybody gets it."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.notifications.schemas.previews import Preview, PreviewInput
from backend.notifications.service import previews


class PreviewsController(Controller):
    """What one person would read, how, and when."""

    path = "/orgs/{org_id:uuid}/notification-previews"
    tags = ["Notifications"]

    @post(
        access=member_may("see_deliveries"),
        operation_id="previewNotification",
        status_code=200,
        idempotent=False,
        limit="120/minute",
    )
    async def preview(self, actor: NamedDependency[Actor], data: JSONBody[PreviewInput]) -> Preview:
        """Their language, their channels with the reasons, the hour of arrival, and the price of the text."""
        return await previews.preview(actor, data)
