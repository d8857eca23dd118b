"""The shared tablet: what the office says about it, and what it says and hears itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.attendance.schemas.punches import AgeMs
from backend.identity.schemas import NOT_BLANK, Input
from backend.scheduling.schemas.moments import Moment, check_moments

TabletKind = Literal["in", "out", "break_start", "break_end"]
Presence = Literal["out", "in", "break"]
# RSA-2048: 256 bytes in base64.
Proof = Annotated[str, Meta(min_length=344, max_length=344, pattern="^[A-Za-z0-9+/]{342}==$")]


class TabletInput(Input):
    site_id: UUID
    name: Annotated[str, Meta(max_length=60, examples=["1층 휴게실"])] = ""


class TabletOffer(Struct):
    """How to pair it: type `code` at `url`, or open `link`, which has it in it. Told once."""

    id: UUID
    code: str
    url: str
    link: str
    expires_at: datetime


class TabletView(Struct):
    id: UUID
    site_id: UUID
    site_name: str
    name: str
    paired_at: datetime | None
    last_seen_at: datetime | None
    code_until: datetime


class TabletsView(Struct):
    items: list[TabletView]


class PairingInput(Input):
    code: Annotated[str, Meta(min_length=8, max_length=20, pattern=NOT_BLANK, examples=["K7PM-4QXA"])]


class TabletPerson(Struct):
    """Somebody who may tap here. `since` is when they came in, or when the break began."""

    member_id: UUID
    name: str
    has_pin: bool
    presence: Presence
    since: datetime | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class TabletShown(Struct):
    """What the tablet shows. `key` is what it seals PINs with: RSA, SPKI, base64."""

    id: UUID
    firm: str
    site_id: UUID
    site_name: str
    timezone: str
    key: str
    at: datetime
    people: Sequence[TabletPerson]


class TabletPeople(Struct):
    items: Sequence[TabletPerson]


class TabletPunchInput(Input):
    """A tap at the tablet. `proof` is the PIN, sealed for us (RSA-OAEP, SHA-256) for this punch and person.

    `kept` says that there was no signal and the person has gone: then it is stored whatever the PIN says,
    and says so itself.
    """

    member_id: UUID
    kind: TabletKind
    proof: Proof
    device_time: Moment
    device_age_ms: AgeMs | None = None
    last_server_time: Moment | None = None
    app_version: Annotated[str, Meta(max_length=64)] | None = None
    kept: bool = False

    def __post_init__(self) -> None:
        check_moments(device_time=self.device_time, last_server_time=self.last_server_time)


class TabletPunched(Struct):
    id: UUID
    member_id: UUID
    kind: TabletKind
    believed_at: datetime


class NewPinInput(Input):
    """`proof` seals the old PIN, a space, and the new one, for this person."""

    proof: Proof
