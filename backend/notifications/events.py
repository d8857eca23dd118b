"""What happened to notifications and messages. No number and no text is in here."""

from datetime import datetime
from typing import ClassVar
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


class NotificationDecided(Event, frozen=True):
    """Who hears of something is frozen, and the sending begins."""

    documents: ClassVar[tuple[str, ...]] = ("inbox",)

    notification_id: UUID
    topic: str
    about: UUID
    audience: int
    urgency: str


class DeliveriesSettled(Event, frozen=True):
    """A batch of one notification went out, or did not: the office's numbers are new."""

    notification_id: UUID
    channel: str
    settled: int


class DeliveriesRetried(Event, frozen=True):
    """Somebody had what failed sent once more."""

    notification_id: UUID
    channel: str
    queued: int


class NotificationWithdrawn(Event, frozen=True):
    """Somebody called it back: what has not left does not leave."""

    documents: ClassVar[tuple[str, ...]] = ("inbox",)

    notification_id: UUID
    stopped: int


class UnreadDue(Event, frozen=True):
    """It is time to ring again for who has not read it. Made by a timer."""

    notification_id: UUID


class NotificationRead(Event, frozen=True):
    """Somebody opened it, wherever."""

    documents: ClassVar[tuple[str, ...]] = ("inbox",)

    notification_id: UUID
    account_id: UUID


class InboxReadUntil(Event, frozen=True):
    """Somebody marked everything as read."""

    documents: ClassVar[tuple[str, ...]] = ("inbox",)

    member_id: UUID
    until: datetime
    count: int


class TopicChosen(Event, frozen=True):
    """A person wants a topic by a channel, or not. Recorded with the account."""

    account_id: UUID
    topic: str
    channel: str
    wanted: bool


class QuietHoursChanged(Event, frozen=True):
    """A person said when they want to hear nothing. Recorded with the account."""

    account_id: UUID
    enabled: bool


class PushDeviceAdded(Event, frozen=True):
    """A browser takes pushes for a person from now on."""

    device_id: UUID


class PushDeviceEnded(Event, frozen=True):
    """A person wants no more pushes there, or has too many devices."""

    device_id: UUID
    reason: str


class BudgetWarned(Event, frozen=True):
    """Text messages have used so much of the month's budget; at 100 the rest are held back."""

    organisation_id: UUID
    month: str
    percent: int
    used_won: int
    budget_won: int


class ProviderSwitched(Event, frozen=True):
    """Messages go by another provider now: the one before does not work, or works again."""

    organisation_id: UUID
    channel: str
    before: str
    after: str


class MessagingChanged(Event, frozen=True):
    """The office decided something about budgets and senders."""

    organisation_id: UUID
    fields: list[str]


class EmailVerified(Event, frozen=True):
    """A person proved that an address is theirs. Recorded with the account, without the address."""

    account_id: UUID


class EmailRemoved(Event, frozen=True):
    """A person wants no mail at any address. Recorded with the account."""

    account_id: UUID


class EmailStopped(Event, frozen=True):
    """Somebody who reads the person's mail pressed "unsubscribe": of one topic, or (None) of all."""

    account_id: UUID
    topic: str | None
