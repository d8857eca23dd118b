"""What happened to messages. No number and no text is in here."""

from uuid import UUID

from backend.core.events import Event


class TextMessageFailed(Event, frozen=True):
    """The provider refused it for good."""

    message_id: UUID
    key: str
    reason: str


class TextMessageUnknown(Event, frozen=True):
    """It may have arrived or not, and is not sent again: somebody should ask the person."""

    message_id: UUID
    key: str
    reason: str
