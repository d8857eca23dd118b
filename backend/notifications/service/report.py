"""What the office sees: whom a notification reached, by which way, and what that cost."""

from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.pages import cursor_after, keys_of
from backend.notifications import templates
from backend.notifications.queries import report as queries
from backend.notifications.schemas.report import (
    Later,
    NotificationReport,
    NotificationsPage,
    NotificationSummary,
    RecipientDelivery,
    RecipientsPage,
    RecipientView,
    Said,
    Standing,
    TopicsView,
    TopicView,
)
from backend.notifications.service.inbox import newest_before
from backend.notifications.topics import TOPICS

UNSAID = "…"
"""For a variable that every recipient has their own of."""


async def list_notifications(
    actor: Actor, *, cursor: str | None, limit: int, topic: str | None, search: str | None
) -> NotificationsPage:
    """What the organisation has told people, newest first. Raises BadCursor."""
    before = newest_before(cursor)
    async with transaction():
        rows = await queries.notifications(
            before=before,
            topic=topic,
            search=search,
            found_topics=topics_about(search) if search else (),
            limit=limit + 1,
        )
    more = cursor_after(rows[limit - 1]["decided_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
    return NotificationsPage(
        [NotificationSummary(**_summary(row, actor.language)) for row in rows[:limit]], more
    )


def topics_about(search: str) -> list[str]:
    """The topics with this in a name or a text, in any language."""
    wanted = search.casefold()
    return [
        name
        for name in TOPICS
        if any(
            wanted in templates.texts(language).get(key, "").casefold()
            for language in templates.languages()
            for key in (f"topic.{name}", f"{name}.title", f"{name}.body")
        )
    ]


async def read_report(actor: Actor, notification_id: UUID) -> NotificationReport:
    """One notification with its sums by channel. Raises NotFound."""
    async with transaction():
        row = await queries.notification(notification_id)
        if row is None:
            raise NotFound()
        sums: dict[Any, dict[str, int]] = {channel: {} for channel in row["channels"]}
        for each in await queries.sums(notification_id):
            sums[each["channel"]][each["state"]] = each["count"]
        later = await queries.arrives_later(notification_id, clock.now())
    return NotificationReport(
        **_summary(row, actor.language),
        link=row["link"],
        channels=list(row["channels"]),
        patience_s=row["patience_s"],
        sums=sums,
        texts=_texts(row),
        arrives_later=[Later(**each) for each in later],
    )


def _summary(row: Any, language: str) -> dict[str, Any]:
    topic, variables = row["topic"], msgspec.json.decode(row["variables"])
    said = templates.text(f"{topic}.title", variables, language, row["fallback"], missing=UNSAID)
    same = (
        *("id", "topic", "urgency", "decided_at", "decided_by_name", "expires_at", "withdrawn_at"),
        *("audience", "read", "reached", "waiting", "failed", "not_sent", "cost_won"),
    )
    return {
        **{name: row[name] for name in same},
        "topic_title": templates.title_of(topic, language, row["fallback"]),
        "title": said,
    }


def _texts(row: Any) -> dict[str, Said]:
    """What it said, as far as everybody reads the same; `topic.office` stands for a body of many bodies."""
    topic, variables = row["topic"], msgspec.json.decode(row["variables"])
    body = f"{topic}.office" if f"{topic}.office" in templates.texts(templates.SOURCE) else f"{topic}.body"
    return {
        language: Said(
            *(
                templates.text(key, variables, language, row["fallback"], missing=UNSAID)
                for key in (f"{topic}.title", body)
            )
        )
        for language in templates.languages()
    }


async def list_recipients(
    actor: Actor, notification_id: UUID, *, cursor: str | None, limit: int, standing: Standing | None
) -> RecipientsPage:
    """The frozen audience by name, each with how and why. Raises NotFound, BadCursor."""
    after = keys_of(cursor, tuple[str, UUID]) if cursor else None
    async with transaction():
        found = await queries.head(notification_id)
        if found is None:
            raise NotFound()
        rows = await queries.recipients(notification_id, after=after, standing=standing, limit=limit + 1)
    more = cursor_after(rows[limit - 1]["name"], rows[limit - 1]["member_id"]) if len(rows) > limit else None
    return RecipientsPage(
        [recipient_of(row, actor.language, found["fallback"]) for row in rows[:limit]], more
    )


def recipient_of(row: Any, language: str, fallback: str) -> RecipientView:
    """One person of an audience, for who speaks `language`."""
    return RecipientView(
        member_id=row["member_id"],
        name=row["name"],
        standing=row["standing"],
        why=templates.why(row["why"], language, fallback),
        language=row["language"],
        read_at=row["read_at"],
        awake_at=row["awake_at"],
        deliveries=msgspec.json.decode(row["deliveries"], type=list[RecipientDelivery]),
    )


def list_topics(actor: Actor) -> TopicsView:
    """Every kind of notification there is."""
    return TopicsView(
        [
            TopicView(
                name=topic.name,
                title=templates.title_of(topic.name, actor.language),
                text=templates.sentence(f"topic.{topic.name}.text", actor.language),
                channels=list(topic.channels),
                urgency=topic.urgency,
                patience_s=int(topic.patience.total_seconds()),
                lasts_s=int(topic.lasts.total_seconds()),
                optional=topic.optional,
            )
            for _, topic in sorted(TOPICS.items())
        ]
    )
