"""What the office decides about its messages."""

from litestar import Controller, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.notifications.schemas.messaging import MessagingChange, MessagingView
from backend.notifications.service import messaging


class MessagingController(Controller):
    """Budget, senders and providers of one organisation."""

    path = "/orgs/{org_id:uuid}/messaging"
    tags = ["Notifications"]

    @get(access=member_may("change_messaging"), operation_id="getMessaging")
    async def read(self, actor: NamedDependency[Actor]) -> MessagingView:
        """What text messages have cost this month, and whether they leave."""
        return await messaging.messaging_of(actor)

    @patch(access=member_may("change_messaging"), operation_id="changeMessaging")
    async def change(self, actor: NamedDependency[Actor], data: JSONBody[MessagingChange]) -> MessagingView:
        """Decide the budget, when to be warned, and who messages come from."""
        return await messaging.change_messaging(actor, data)
