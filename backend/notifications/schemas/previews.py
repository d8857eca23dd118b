"""How a notification would look, and arrive, for one person."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Language, Timezone, check_timezone
from backend.notifications.schemas.inbox import When
from backend.notifications.schemas.report import Said
from backend.notifications.topics import Channel, Urgency

YEARS = (1970, 2200)


class Moment(Struct, forbid_unknown_fields=True):
    """A time, and the zone in which it is read out."""

    at: When
    zone: Timezone

    def __post_init__(self) -> None:
        check_timezone(self.zone)
        if not YEARS[0] <= self.at.year <= YEARS[1]:
            raise UnacceptableFields(errors=[FieldProblem("/at", "range", "not a year to say something of")])


VariableName = Annotated[str, Meta(max_length=40, pattern="^[a-z_]+$")]
Word = Annotated[str, Meta(max_length=200)]
Number = Annotated[int, Meta(ge=-1_000_000_000_000, le=1_000_000_000_000)]
Variables = Annotated[dict[VariableName, Word | Number | Moment], Meta(max_length=30)]


class PreviewInput(Struct, forbid_unknown_fields=True):
    """Variables that are left out are the topic's sample; without a member it is whoever asks."""

    topic: Annotated[str, Meta(max_length=60, examples=["no_show"])]
    variables: Variables = {}
    member_id: UUID | None = None
    language: Language | None = None
    """Null: the member's own."""
    urgency: Urgency | None = None
    """Null: the topic's own."""


class SmsPreview(Struct):
    """The text message with a link of the right length, as it would leave, and what it would cost."""

    text: str
    bytes: int
    kind: str
    segments: int
    cost_won: int
    refused: list[str]
    """Characters that no text message can carry; they arrive as a question mark."""


class EmailPreview(Struct):
    subject: str
    text: str


class WayPreview(Struct):
    """Whether this channel would be used. A later one is used only if no earlier one reached them by then."""

    channel: Channel
    will: bool
    reason: str | None
    at: datetime | None


class Preview(Struct):
    language: str
    push: Said
    sms: SmsPreview
    email: EmailPreview
    arrives_at: datetime | None
    """When the first channel rings, after quiet hours or with the digest; null: the inbox only."""
    channels: list[WayPreview]
