"""How a notification would look and arrive for one person: decided as if in earnest, and undone."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend import settings
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.ids import new_id
from backend.notifications import templates
from backend.notifications.channels.sms.drafts import body_of, link_of
from backend.notifications.channels.sms.prices import price_won
from backend.notifications.queries import previews as queries
from backend.notifications.schemas.previews import (
    EmailPreview,
    Moment,
    Preview,
    PreviewInput,
    SmsPreview,
    WayPreview,
)
from backend.notifications.schemas.report import Said
from backend.notifications.service.decide import Audience, Message, write
from backend.notifications.topics import TOPICS, Topic, Urgency

A_CODE = "AbCdEfGhIjK"
"""As long as the end of every short link."""


class _Undone(Exception):
    """The trial is over, and leaves nothing."""


async def preview(actor: Actor, asked: PreviewInput) -> Preview:
    """What this person would read, on which channels, and when. Nothing is kept and nothing is sent.

    Raises NotFound for an unknown topic or member, and UnacceptableFields for a variable that the topic does
    not have, or of another kind.
    """
    topic = TOPICS.get(asked.topic)
    if topic is None:
        raise NotFound()
    variables = {**topic.sample, **_checked(topic, asked.variables)}
    member_id = asked.member_id or actor.member
    async with transaction():
        person = await queries.person(member_id)
        if person is None:
            raise NotFound()
        ways = await _trial(topic, member_id, asked.urgency or topic.urgency)
    language = asked.language or person["language"]
    words = templates.render(topic.name, variables, language, person["fallback"])
    channels = [
        WayPreview(
            channel=way["channel"],
            will=way["state"] == "queued",
            reason=way["reason"],
            at=way["due_at"] if way["state"] == "queued" else None,
        )
        for way in ways
    ]
    return Preview(
        language=language,
        push=Said(words.title, words.body),
        sms=_sms(words, korean=person["phone"].startswith("+82")),
        email=EmailPreview(words.title, f"{words.body}\n\n{settings.current().origin}/inbox"),
        arrives_at=min((way.at for way in channels if way.at), default=None),
        channels=channels,
    )


def _checked(topic: Topic, given: Mapping[str, str | int | Moment]) -> dict[str, Any]:
    """The variables as texts want them."""
    wrong = [
        FieldProblem(f"/variables/{name}", "unknown" if name not in topic.sample else "kind", says)
        for name, value in given.items()
        if (says := _wrong_with(topic, name, value))
    ]
    if wrong:
        raise UnacceptableFields(errors=wrong)
    return {
        name: {"at": value.at.isoformat(), "zone": value.zone} if isinstance(value, Moment) else value
        for name, value in given.items()
    }


def _wrong_with(topic: Topic, name: str, value: str | int | Moment) -> str | None:
    if name not in topic.sample:
        return f"{topic.name} says nothing of it"
    usual = topic.sample[name]
    if isinstance(usual, dict) != isinstance(value, Moment):
        return "a time is {at, zone}, and nothing else is"
    if isinstance(usual, int) and not isinstance(value, int):
        return "it is a number"
    return None


async def _trial(topic: Topic, member_id: UUID, urgency: Urgency) -> Sequence[Any]:
    """The deliveries that deciding makes for this person: the same statement, so it cannot say otherwise."""
    subject = new_id()
    message = Message(topic.name, f"preview/{subject}", subject, topic.sample, urgency=urgency)
    found: Sequence[Any] = ()
    try:
        async with transaction():
            made = await write(message, Audience.of([member_id], "member"), by=None)
            found = await queries.ways(made["id"])
            raise _Undone
    except _Undone:
        return found


def _sms(words: templates.Words, *, korean: bool) -> SmsPreview:
    size = body_of(words.sms, link_of(A_CODE), korean=korean)
    return SmsPreview(
        text=size.text,
        bytes=size.bytes,
        kind=size.kind,
        segments=size.segments,
        cost_won=price_won(settings.current().sms_names[0], size),
        refused=list(size.refused),
    )
