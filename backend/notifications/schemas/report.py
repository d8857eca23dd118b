"""What the office sees of a notification: whom it reached, how, and what that cost."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.notifications.topics import Channel, Urgency

Standing = Literal["read", "reached", "waiting", "failed", "not_sent"]
"""One person and one notification, over all channels; everybody of the audience is in exactly one.

read: they opened it. reached: it left by at least one channel. waiting: nothing left yet, something will.
failed: nothing left, and something failed, ran out or is unknown. not_sent: no channel was open to it, or it
was withdrawn before.
"""


class NotificationSummary(Struct):
    """One notification. read + reached + waiting + failed + not_sent = audience, at any instant."""

    id: UUID
    topic: str
    topic_title: str
    title: str
    """In the language of who asks; `…` for what differs from person to person."""
    urgency: Urgency
    decided_at: datetime
    decided_by_name: str | None
    """Null: an automatic consequence."""
    expires_at: datetime
    withdrawn_at: datetime | None
    audience: int
    read: int
    reached: int
    waiting: int
    failed: int
    not_sent: int
    cost_won: int


class NotificationsPage(Struct):
    """The newest first."""

    items: list[NotificationSummary]
    next_cursor: str | None


class Said(Struct):
    title: str
    body: str


class Later(Struct):
    """So many people hear of it at that time: their quiet hours are over, or their digest comes."""

    at: datetime
    count: int


class NotificationReport(NotificationSummary):
    """One notification with its numbers. Each channel's sums add up to the audience."""

    link: str
    channels: list[Channel]
    patience_s: int
    sums: dict[Channel, dict[str, int]]
    texts: dict[str, Said]
    """By language, as its recipients read it."""
    arrives_later: list[Later]


class RecipientDelivery(Struct):
    """One person on one channel. `due_at` is when it leaves, of what waits."""

    channel: Channel
    state: str
    reason: str | None
    at: datetime
    due_at: datetime
    attempts: int
    provider: str | None
    cost_won: int


class RecipientView(Struct):
    """One person of the frozen audience."""

    member_id: UUID
    name: str
    standing: Standing
    why: str
    language: str
    read_at: datetime | None
    awake_at: datetime | None
    deliveries: list[RecipientDelivery]


class RecipientsPage(Struct):
    """By name."""

    items: list[RecipientView]
    next_cursor: str | None


class RetryInput(Struct, forbid_unknown_fields=True):
    """Without members it is everybody whose delivery failed or is unknown."""

    channel: Channel
    member_ids: Annotated[list[UUID], Meta(max_length=1000)] | None = None


class RetryView(Struct):
    queued: int


class TopicView(Struct):
    """A kind of notification, as the office sees it."""

    name: str
    title: str
    text: str
    channels: list[Channel]
    urgency: Urgency
    patience_s: int
    lasts_s: int
    optional: bool


class TopicsView(Struct):
    items: list[TopicView]
