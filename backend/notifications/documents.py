"""What a phone keeps of notifications: the inbox of each organisation, and what the person wants to hear."""

from backend.core.actor import Actor
from backend.core.snapshot import document, document_for_account
from backend.notifications.schemas.inbox import Inbox
from backend.notifications.schemas.preferences import Preferences
from backend.notifications.service.inbox import inbox_of
from backend.notifications.service.preferences import preferences_of


@document("inbox", permission="see_inbox")
async def inbox(actor: Actor) -> Inbox:
    """The newest of the last sixty days, read and unread."""
    return await inbox_of(actor)


@document_for_account("preferences")
async def preferences(actor: Actor) -> Preferences:
    """Which topics by which channels, the quiet hours, and the e-mail address."""
    return await preferences_of(actor)
