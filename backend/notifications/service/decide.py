"""Decide a notification: freeze who it is for, and write a row for each of them on every channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import current_transaction
from backend.core.events import EVERYONE, record
from backend.core.ids import new_id
from backend.notifications.errors import UrgentNotAllowed
from backend.notifications.events import NotificationDecided
from backend.notifications.queries import ledger
from backend.notifications.service.unread import remind_unread
from backend.notifications.templates import check_variables
from backend.notifications.topics import TOPICS, Channel, Urgency

NAMED_AT_MOST = 200
"""Up to so many recipients the event names; for more, everybody's phone looks into its inbox."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who it is for: SQL that selects (member_id uuid, why text, variables jsonb), and its parameters.

    `why` is a code that `backend/texts` has a sentence for. Whoever has left is left out; a person who is
    in it twice gets it once.
    """

    sql: str
    values: tuple[Any, ...] = ()

    @staticmethod
    def of(members: Sequence[UUID], why: str) -> "Audience":
        """These members, all for one reason."""
        return Audience(
            "SELECT m AS member_id, $2::text AS why, '{}'::jsonb AS variables FROM unnest($1::uuid[]) AS m",
            (list(members), why),
        )


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said. What is left out is the topic's own."""

    topic: str
    key: str
    """Why it is said: the same key twice is the same notification, however often it is decided."""
    subject: UUID
    variables: Mapping[str, Any] = field(default_factory=dict)
    link: str = "/inbox"
    tag: str = ""
    urgency: Urgency | None = None
    channels: tuple[Channel, ...] | None = None
    patience: timedelta | None = None
    expires_at: datetime | None = None
    remind_at: datetime | None = None
    """When to ring once more for who has not read it, if it must be read."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided; `fresh` is False when it had been before."""

    notification_id: UUID
    audience: int
    fresh: bool


async def notify(message: Message, audience: Audience, *, by: Actor | None) -> Decided:
    """Decide it inside the open transaction; the sending begins when that commits.

    Raises UrgentNotAllowed when a person asks for urgent without the right, and UnknownTopic or
    MissingVariable (both programming errors) before anything is written.
    """
    current_transaction()
    topic = TOPICS[message.topic]
    urgency = message.urgency or topic.urgency
    if by is not None and urgency == "urgent" and not by.may_somewhere("notify_urgently"):
        raise UrgentNotAllowed()
    check_variables(topic, message.variables)
    made = await write(message, audience, by=by)
    if made is None:
        known = await ledger.notification_of(message.key)
        assert known is not None
        return Decided(known, 0, fresh=False)
    if message.remind_at is not None:
        await remind_unread(made["id"], message.remind_at)
    await record(
        NotificationDecided(made["id"], topic.name, message.subject, made["audience"], urgency),
        by=by,
        to=await _members_of(made["id"], made["audience"]),
    )
    return Decided(made["id"], made["audience"], fresh=True)


async def write(message: Message, audience: Audience, *, by: Actor | None) -> Any:
    """The deciding statement alone: `id`, `audience`, `due_now`; None when the key was taken."""
    topic, now = TOPICS[message.topic], clock.now()
    patience = topic.patience if message.patience is None else message.patience
    asked = (
        new_id(),
        message.key,
        topic.name,
        message.subject,
        msgspec.json.encode(message.variables).decode(),
        message.link,
        message.tag or tag_of(topic.name, message.subject),
        message.urgency or topic.urgency,
        list(message.channels or topic.channels),
        int(patience.total_seconds()),
        message.expires_at or now + topic.lasts,
        now,
        by.account_id if by else None,
        topic.optional,
    )
    return await ledger.decide(audience.sql, audience.values, asked)


async def _members_of(notification_id: UUID, audience: int) -> Sequence[UUID] | str:
    if audience > NAMED_AT_MOST:
        return EVERYONE
    return await ledger.members_of(notification_id)


def tag_of(topic: str, subject: UUID) -> str:
    """What a newer one replaces on the phone: the topic about the same thing. At most 32 characters."""
    return f"{topic[:15]}-{subject.hex[-16:]}"
