"""What a person sees of what they were told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from backend.notifications.topics import Channel, Urgency

When = Annotated[datetime, Meta(tz=True, examples=["2026-11-24T09:00:00Z"])]
"""A time with its offset: without one it would be nobody's hour."""


class InboxItem(Struct):
    """One notification in its reader's language."""

    id: UUID
    topic: str
    topic_title: str
    title: str
    body: str
    link: str
    """The screen of the app that it is about."""
    why: str
    """A sentence: why this person is told."""
    decided_at: datetime
    expires_at: datetime
    urgency: Urgency
    read_at: datetime | None
    optional: bool
    """Whether one may turn its topic off."""
    withdrawn_at: datetime | None


class InboxPage(Struct):
    """The newest first."""

    items: list[InboxItem]
    next_cursor: str | None


class Inbox(Struct):
    """What the phone keeps. `next_cursor` continues it with what is older; null when nothing is."""

    unread: int
    items: list[InboxItem]
    next_cursor: str | None


class How(Struct):
    """What became of it on one channel. `at` is when that happened; of what waits, when it is due."""

    channel: Channel
    state: str
    reason: str | None
    at: datetime


class InboxDetail(InboxItem):
    """One notification, and how it came."""

    how: list[How]
    awake_at: datetime | None
    """It waited, or waits, until then: quiet hours, or the daily digest."""


class Reading(Struct, forbid_unknown_fields=True):
    """Without a time it is now. A phone that was offline says when it really was."""

    read_at: When | None = None


class ReadingUntil(Struct, forbid_unknown_fields=True):
    """Everything that was decided up to then."""

    until: When


class InboxRead(Struct):
    """How many were unread until now, and how many still are."""

    read: int
    unread: int
