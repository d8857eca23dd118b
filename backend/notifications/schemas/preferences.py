"""What a person wants to hear, by which channel, and when."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct

from backend.identity.schemas import Timezone, check_timezone
from backend.notifications.topics import Channel

TimeOfDay = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["21:00"])]


class Way(Struct):
    """One channel of a topic."""

    channel: Channel
    wanted: bool


class TopicPreference(Struct):
    """A kind of notification, the channels that it travels by, and what the person says to each."""

    name: str
    title: str
    text: str
    optional: bool
    """False: the work needs it, and it cannot be turned off."""
    channels: list[Way]


class QuietHours(Struct):
    """Nothing rings between `begins` and `ends`, but for urgent messages and inside one's own shift."""

    enabled: bool
    begins: TimeOfDay
    ends: TimeOfDay
    timezone: str | None
    """Null: the time zone of the organisation that has something to say."""
    digest_at: TimeOfDay
    """When what can wait is told."""


class EmailPreference(Struct):
    """Where e-mail goes, if anywhere."""

    address: str | None
    verified: bool
    stopped: bool
    """Mail to it came back, or somebody there unsubscribed."""


class Preferences(Struct):
    topics: list[TopicPreference]
    quiet: QuietHours
    email: EmailPreference


class WayChange(Struct, forbid_unknown_fields=True):
    wanted: bool


class QuietHoursInput(Struct, forbid_unknown_fields=True):
    """To hear everything at any hour say `enabled: false`; equal times would not say which is meant."""

    enabled: bool
    begins: TimeOfDay
    ends: TimeOfDay
    timezone: Timezone | None = None
    digest_at: TimeOfDay = "18:00"

    def __post_init__(self) -> None:
        check_timezone(self.timezone or UNSET)
