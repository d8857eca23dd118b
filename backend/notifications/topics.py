"""What the house speaks about. Each domain declares its topics in its `topics.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

Channel = Literal["push", "sms", "email"]
Urgency = Literal["low", "normal", "high", "urgent"]

CHANNELS: tuple[Channel, ...] = ("push", "sms", "email")


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of notification: how it travels, how long it is worth something, and who may refuse it.

    The first channel goes first; each further one only for who has not been reached by the ones before it
    within `patience`. `urgency`: low waits for the digest, urgent passes quiet hours. `sample` is what its
    texts are previewed and tested with; `own` names the variables that differ from person to person, which
    the audience brings and not the message.
    """

    name: str
    channels: tuple[Channel, ...] = ("push", "sms")
    urgency: Urgency = "normal"
    patience: timedelta = timedelta(minutes=30)
    lasts: timedelta = timedelta(days=1)
    optional: bool = True
    sample: Mapping[str, Any] = field(default_factory=dict)
    own: tuple[str, ...] = ()


TOPICS: dict[str, Topic] = {}


def topic(
    name: str,
    *,
    channels: tuple[Channel, ...] = ("push", "sms"),
    urgency: Urgency = "normal",
    patience: timedelta = timedelta(minutes=30),
    lasts: timedelta = timedelta(days=1),
    optional: bool = True,
    sample: Mapping[str, Any] | None = None,
    own: tuple[str, ...] = (),
) -> Topic:
    """Declare a topic. Its texts stand in `backend/texts/`, in every language."""
    TOPICS[name] = Topic(name, channels, urgency, patience, lasts, optional, sample or {}, own)
    return TOPICS[name]


@dataclass(frozen=True, slots=True)
class Duty:
    """SQL that says when members are at work: nobody is kept quiet inside their own shift.

    It selects (member_id, starts_at, ends_at), published and planned, that touch the time from `{at}` on.
    """

    sql: str


_duties: list[Duty] = []


def register_duty(duty: Duty) -> None:
    """The domain that knows who works when says so; there is one."""
    _duties[:] = [duty]


def duty_sql() -> str:
    """The registered statement, or one that says nobody is ever on duty."""
    if _duties:
        return _duties[0].sql
    return "SELECT NULL::uuid AS member_id, now() AS starts_at, now() AS ends_at WHERE false"
