"""Sites and their codes."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input, Timezone, check_timezone
from backend.scheduling.rules.times import is_nowhere

SiteName = Annotated[str, Meta(min_length=1, max_length=120, pattern=NOT_BLANK, examples=["역삼 타워"])]
Address = Annotated[str, Meta(max_length=300, examples=["서울 강남구 테헤란로 1"])]
Latitude = Annotated[float, Meta(ge=-90, le=90, examples=[37.5006])]
Longitude = Annotated[float, Meta(ge=-180, le=180, examples=[127.0364])]
RadiusM = Annotated[int, Meta(ge=10, le=5000, examples=[150])]
Note = Annotated[str, Meta(max_length=2000)]


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
