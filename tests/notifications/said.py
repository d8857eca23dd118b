"""Saying something to people, as a domain would."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from backend.core import database, tenancy
from backend.core.clock import stopped_at
from backend.notifications.service.decide import Audience, Message, notify
from backend.notifications.topics import TOPICS
from tests.world import Firm, Person

NOON = datetime.fromisoformat("2026-11-25T12:00:00+09:00")
NIGHT = datetime.fromisoformat("2026-11-25T22:00:00+09:00")
MORNING = datetime.fromisoformat("2026-11-26T08:00:00+09:00")


async def say(firm: Firm, *people: Person, at: datetime = NOON, topic: str = "no_show", **more: Any) -> UUID:
    """Decide a notification with the topic's sample; at noon nobody is asleep."""
    variables = {**TOPICS[topic].sample, **more.pop("variables", {})}
    message = Message(topic=topic, key=str(uuid4()), subject=uuid4(), variables=variables, **more)
    audience = Audience.of([UUID(person.member_id) for person in people], "answers_for_site")
    with tenancy.acting_for(org_id=UUID(firm.org_id)), stopped_at(at):
        async with database.transaction():
            return (await notify(message, audience, by=None)).notification_id


async def leave(ledger: Any, notification_id: UUID, state: str = "sent", channel: str = "sms") -> None:
    """As if a channel had done its part."""
    reason = "gave_up" if state in ("failed", "unknown") else None
    await ledger.execute(
        "UPDATE delivery SET state = $2, reason = $4, sent_at = due_at, cost_won = 18 "
        "WHERE notification_id = $1 AND channel = $3",
        notification_id,
        state,
        channel,
        reason,
    )


async def states(ledger: Any, notification_id: UUID) -> dict[tuple[str, str], tuple[str, str | None]]:
    """(account, channel) to (state, reason)."""
    rows = await ledger.fetch(
        "SELECT account_id, channel, state, reason FROM delivery WHERE notification_id = $1", notification_id
    )
    return {(str(row["account_id"]), row["channel"]): (row["state"], row["reason"]) for row in rows}
