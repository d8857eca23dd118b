"""What a person wants to hear: by topic and channel, and at which hours."""

from datetime import time
from typing import cast
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import entering, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record_for_account
from backend.identity.queries import my_memberships
from backend.notifications import templates
from backend.notifications.errors import TopicNeeded
from backend.notifications.events import QuietHoursChanged, TopicChosen
from backend.notifications.queries import preferences as queries
from backend.notifications.schemas.preferences import (
    EmailPreference,
    Preferences,
    QuietHours,
    QuietHoursInput,
    TopicPreference,
    Way,
)
from backend.notifications.topics import TOPICS, Topic

USUALLY = QuietHours(enabled=True, begins="21:00", ends="08:00", timezone=None, digest_at="18:00")
"""What holds without a row; the statement that decides says the same."""


async def read_preferences(actor: Actor) -> Preferences:
    async with transaction():
        return await preferences_of(actor)


async def preferences_of(actor: Actor) -> Preferences:
    """Everything that the actor may choose, defaults included. Inside a transaction."""
    refused = {
        (row["topic"], row["channel"]) for row in await queries.choices(actor.account_id) if not row["wanted"]
    }
    return Preferences(
        topics=[_preference(TOPICS[name], refused, actor.language) for name in sorted(TOPICS)],
        quiet=await _quiet_hours(actor.account_id),
        email=await _email(actor.account_id),
    )


def _preference(topic: Topic, refused: set[tuple[str, str]], language: str) -> TopicPreference:
    return TopicPreference(
        name=topic.name,
        title=templates.title_of(topic.name, language),
        text=templates.sentence(f"topic.{topic.name}.text", language),
        optional=topic.optional,
        # An old refusal of what has become necessary since does not count, and is not shown.
        channels=[
            Way(channel, not topic.optional or (topic.name, channel) not in refused)
            for channel in topic.channels
        ],
    )


async def _quiet_hours(account_id: UUID) -> QuietHours:
    row = await queries.quiet_hours(account_id)
    if row is None:
        return USUALLY
    return QuietHours(
        enabled=row["enabled"],
        begins=f"{row['begins']:%H:%M}",
        ends=f"{row['ends']:%H:%M}",
        timezone=row["timezone"],
        digest_at=f"{row['digest_at']:%H:%M}",
    )


async def _email(account_id: UUID) -> EmailPreference:
    row = await queries.email_address(account_id)
    if row is None:
        return EmailPreference(address=None, verified=False, stopped=False)
    return EmailPreference(row["address"], row["verified_at"] is not None, row["stopped_at"] is not None)


async def choose_topic(actor: Actor, name: str, channel: str, wanted: bool) -> TopicPreference:
    """The actor wants this topic by this channel, or does not. It always stands in the inbox.

    What waits to leave, the digest of tonight for instance, does not leave any more. Raises NotFound for a
    channel that the topic does not travel by, and TopicNeeded.
    """
    topic = TOPICS.get(name)
    if topic is None or channel not in cast("tuple[str, ...]", topic.channels):
        raise NotFound()
    if not topic.optional and not wanted:
        raise TopicNeeded()
    async with transaction():
        await keep_choice(actor.account_id, name, channel, wanted)
        rows = await queries.choices(actor.account_id)
    refused = {(row["topic"], row["channel"]) for row in rows if not row["wanted"]}
    return _preference(topic, refused, actor.language)


async def keep_choice(account_id: UUID, topic: str, channel: str, wanted: bool) -> None:
    """The person wants it or not, said in the app or by a letter's link. Inside a transaction of theirs."""
    if await queries.choose(account_id, topic, channel, wanted, clock.now()):
        await record_for_account(TopicChosen(account_id, topic, channel, wanted), account_id=account_id)
        if not wanted:
            await _hold_back(account_id, topic, channel)


async def _hold_back(account_id: UUID, topic: str, channel: str) -> None:
    """Nothing of the topic that is still queued leaves, in any organisation of the person."""
    for membership in await my_memberships():
        async with entering(membership["org_id"]):
            await queries.hold_back(account_id, topic, channel, clock.now())


async def change_quiet_hours(actor: Actor, wished: QuietHoursInput) -> QuietHours:
    """When the actor wants to hear nothing. It holds for what is decided from now on.

    Raises UnacceptableFields when it begins as it ends: that is all day or never, and nobody can tell.
    """
    if wished.begins == wished.ends:
        says = "it begins as it ends; to hear everything at any hour, say enabled: false"
        raise UnacceptableFields(errors=[FieldProblem("/ends", "same", says)])
    async with transaction():
        await queries.keep_quiet_hours(
            actor.account_id,
            wished.enabled,
            time.fromisoformat(wished.begins),
            time.fromisoformat(wished.ends),
            wished.timezone,
            time.fromisoformat(wished.digest_at),
        )
        event = QuietHoursChanged(actor.account_id, wished.enabled)
        await record_for_account(event, account_id=actor.account_id)
        return await _quiet_hours(actor.account_id)
