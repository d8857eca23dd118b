"""The routes of notifications, a module for each noun."""

from typing import Any

from backend.notifications.routes.callbacks import SmsCallbacksController
from backend.notifications.routes.devices import PushDevicesController, push_key
from backend.notifications.routes.email import EmailController, UnsubscribeController
from backend.notifications.routes.inbox import InboxController
from backend.notifications.routes.messaging import MessagingController
from backend.notifications.routes.preferences import PreferencesController
from backend.notifications.routes.previews import PreviewsController
from backend.notifications.routes.receipts import put_receipt
from backend.notifications.routes.report import NotificationsController, TopicsController
from backend.notifications.routes.short_links import ShortLinkController

HANDLERS: list[Any] = [
    InboxController,
    PreferencesController,
    NotificationsController,
    TopicsController,
    PreviewsController,
    PushDevicesController,
    push_key,
    put_receipt,
    MessagingController,
    SmsCallbacksController,
    ShortLinkController,
    EmailController,
    UnsubscribeController,
]
