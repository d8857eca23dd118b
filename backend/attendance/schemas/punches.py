"""What goes in and out over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input
from backend.scheduling.schemas.moments import Moment, check_moments
from backend.scheduling.schemas.sites import Latitude, Longitude

Kind = Literal["in", "out", "break_start", "break_end", "move"]
How = Literal["none", "gps", "qr", "nfc", "tablet", "crew", "sms", "call", "manual", "correction"]
AgeMs = Annotated[int, Meta(ge=0, le=400 * 86_400_000, description="Milliseconds, by a clock nobody sets")]
AccuracyM = Annotated[float, Meta(ge=0, le=1_000_000, examples=[12])]
Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=NOT_BLANK)]


class PunchInput(Input):
    """A claim and its evidence. With `member_id` and `reason` a manager states it for somebody."""

    kind: Kind
    device_time: Moment
    site_id: UUID | None = None
    device_age_ms: AgeMs | None = None
    """From `last_server_time` to the tap."""
    last_server_time: Moment | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: AccuracyM | None = None
    qr: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    nfc: bool = False
    """The site's code was read from a tag and not from a poster."""
    app_version: Annotated[str, Meta(max_length=64)] | None = None
    member_id: UUID | None = None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        check_moments(device_time=self.device_time, last_server_time=self.last_server_time)
        if (self.lat is None) != (self.lon is None):
            raise UnacceptableFields(errors=[FieldProblem("/lon", "missing", "lat and lon come together")])


class PunchView(Struct):
    id: UUID
    member_id: UUID
    member_name: str
    kind: Kind
    site_id: UUID | None
    shift_id: UUID | None
    how: How
    device_time: datetime
    device_age_ms: int | None
    last_server_time: datetime | None
    server_time: datetime
    believed_at: datetime
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    distance_m: int | None
    flags: list[str]
    session_id: UUID | None
    app_version: str | None
    recorded_by: UUID | None
    reason: str | None
    has_photo: bool

    @classmethod
    def of(cls, row: Any) -> "PunchView":
        """From a row of `queries.PUNCHES`."""
        return cls(**{name: row[name] for name in cls.__struct_fields__})


class PunchPage(Struct):
    items: list[PunchView]
    next_cursor: str | None


class Presence(Struct, gc=False):
    """One person on the board; there may be a thousand, and none holds a cycle to collect."""

    member_id: UUID
    name: str
    shift_id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    in_at: datetime | None
    out_at: datetime | None
    on_break: bool
    flags: list[str]
    minutes_late: int
    on_the_way: bool = False
    """Between two sites: where they left nobody is any more, and where they are expected nobody yet."""


class BoardSite(Struct):
    """A site on the board. `site_id` is null for people whose place is not known."""

    site_id: UUID | None
    name: str
    timezone: str
    expected: list[Presence] = []
    on_site: list[Presence] = []
    late: list[Presence] = []
    left: list[Presence] = []


class BoardCounts(Struct):
    expected: int = 0
    on_site: int = 0
    late: int = 0
    left: int = 0


class Board(Struct):
    at: datetime
    sites: Sequence[BoardSite]
    counts: BoardCounts


def claim_of(claim: PunchInput, member_id: UUID) -> bytes:
    """The claim as bytes that are equal for the same claim sent again.

    Without its position: that is forgotten one day, and could be guessed from a hash.
    """
    placeless = msgspec.structs.replace(claim, lat=None, lon=None, accuracy_m=None)
    return msgspec.json.encode((placeless, member_id), order="deterministic")
