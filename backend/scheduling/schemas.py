"""What goes in and out over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input, Timezone, check_timezone
from backend.scheduling.rules import EARLIEST_YEAR, LATEST_YEAR, is_nowhere

State = Literal["draft", "published", "cancelled"]

SiteName = Annotated[str, Meta(min_length=1, max_length=120, pattern=NOT_BLANK, examples=["역삼 타워"])]
Address = Annotated[str, Meta(max_length=300, examples=["서울 강남구 테헤란로 1"])]
Latitude = Annotated[float, Meta(ge=-90, le=90, examples=[37.5006])]
Longitude = Annotated[float, Meta(ge=-180, le=180, examples=[127.0364])]
RadiusM = Annotated[int, Meta(ge=10, le=5000, examples=[150])]
Note = Annotated[str, Meta(max_length=2000)]
Moment = Annotated[datetime, Meta(tz=True, examples=["2026-11-24T09:00:00Z"])]
Seats = Annotated[int, Meta(ge=1, le=100, examples=[2])]


def check_moments(**moments: datetime | UnsetType | None) -> None:
    """Raises UnacceptableFields for moments in the distant past or future."""
    problems = [
        FieldProblem(f"/{name}", "out-of-range", f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
        for name, moment in moments.items()
        if isinstance(moment, datetime) and not EARLIEST_YEAR <= moment.year <= LATEST_YEAR
    ]
    if problems:
        raise UnacceptableFields(errors=problems)


def check_place(lat: float | UnsetType, lon: float | UnsetType) -> None:
    """Raises UnacceptableFields for a position that receivers and forms give when they know none."""
    given_lat = lat if isinstance(lat, float) else None
    given_lon = lon if isinstance(lon, float) else None
    if is_nowhere(given_lat, given_lon):
        pointer = "/lon" if is_nowhere(None, given_lon) else "/lat"
        raise UnacceptableFields(errors=[FieldProblem(pointer, "nowhere", "no site lies there")])


class SiteInput(Input):
    name: SiteName
    lat: Latitude
    lon: Longitude
    timezone: Timezone
    address: Address = ""
    radius_m: RadiusM = 150
    note: Note = ""
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_timezone(self.timezone)
        check_place(self.lat, self.lon)


class SiteChange(Input):
    name: SiteName | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    radius_m: RadiusM | UnsetType = UNSET
    timezone: Timezone | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    archived: bool | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_timezone(self.timezone)
        check_place(self.lat, self.lon)

    def fields(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if name != "archived"}
        return {name: value for name, value in given.items() if value is not UNSET}


class SiteView(Struct):
    id: UUID
    name: str
    address: str
    lat: float
    lon: float
    radius_m: int
    timezone: str
    note: str
    qr_version: int
    archived_at: datetime | None

    @classmethod
    def of(cls, site: Any) -> "SiteView":
        return msgspec.convert(site, cls, from_attributes=True)


class SitePage(Struct):
    items: list[SiteView]
    next_cursor: str | None


class PosterView(Struct):
    site_name: str
    token: str
    version: int


class ScreenCodeView(Struct):
    token: str
    expires_at: datetime


class ShiftInput(Input):
    site_id: UUID
    starts_at: Moment
    ends_at: Moment
    seats: Seats = 1
    note: Note = ""
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_moments(starts_at=self.starts_at, ends_at=self.ends_at)


class ShiftChange(Input):
    starts_at: Moment | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    seats: Seats | UnsetType = UNSET
    note: Note | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_moments(starts_at=self.starts_at, ends_at=self.ends_at)

    def fields(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in given.items() if value is not UNSET}


class AssignedView(Struct):
    member_id: UUID
    name: str


class ShiftView(Struct):
    id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    seats: int
    note: str
    state: State
    assigned: list[AssignedView]

    @classmethod
    def of(cls, row: Any) -> "ShiftView":
        """From a row of `queries.SHIFTS`."""
        assigned = msgspec.json.decode(row["assigned"], type=list[AssignedView])
        return cls(**{name: row[name] for name in cls.__struct_fields__[:-1]}, assigned=assigned)


class ShiftPage(Struct):
    items: list[ShiftView]
    next_cursor: str | None


class PublicationInput(msgspec.Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Publish the drafts that start in this range: `from` is in it, `to` is not."""

    from_: Moment
    to: Moment

    def __post_init__(self) -> None:
        check_moments(**{"from": self.from_, "to": self.to})
        if self.to <= self.from_:
            raise UnacceptableFields(
                errors=[FieldProblem("/to", "before-start", "the end must be after the start")]
            )


class PublicationView(Struct):
    published: int
    shift_ids: Sequence[UUID]


class WeekCopyInput(Input):
    """Any day of a week stands for the week, which begins on Monday."""

    from_week: Annotated[date, Meta(examples=["2026-11-23"])]
    to_week: Annotated[date, Meta(examples=["2026-11-30"])]


class WeekCopyView(Struct):
    created: int
    assigned: int
    """People put on the new shifts; who has other work then, or has left, is not."""
    shift_ids: Sequence[UUID]
