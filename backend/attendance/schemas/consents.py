"""What people say when asked to have their position kept, and what an organisation keeps for how long."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input, Language, Phone
from backend.scheduling.schemas.moments import Moment, check_moments

ConsentKind = Literal["location"]
LocationDays = Annotated[
    int, Meta(ge=1, le=1095, description="So many days after a punch its position is rounded to a kilometre")
]
PhotoDays = Annotated[int, Meta(ge=1, le=1095, description="So many days photos of punches are kept")]
KeepYears = Annotated[int, Meta(ge=3, le=30)]
PhotoReason = Annotated[
    str,
    Meta(min_length=1, max_length=200, pattern=NOT_BLANK, examples=["건물주가 도착 사진을 요청해요"]),
]


class ConsentInput(Input):
    """`text_version` and `language`: which wording was read (docs/attendance.md)."""

    kind: ConsentKind
    given: bool
    text_version: Annotated[int, Meta(ge=1, le=1)]
    language: Language
    said_at: Moment

    def __post_init__(self) -> None:
        check_moments(said_at=self.said_at)


class ConsentView(Struct):
    id: UUID
    kind: ConsentKind
    given: bool
    text_version: int
    language: str
    said_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, row: Any) -> "ConsentView":
        return cls(**{name: row[name] for name in cls.__struct_fields__})


class ConsentsView(Struct):
    """The newest answer first; it holds."""

    items: list[ConsentView]


class PhotoRuleInput(Input):
    site_id: UUID
    reason: PhotoReason


class RecordPolicyInput(Input):
    """The whole policy. `photo_reason` asks at every site, `photo_sites` at these for their own reasons."""

    location_days: LocationDays = 90
    photo_days: PhotoDays = 30
    photo_reason: PhotoReason | None = None
    photo_sites: Annotated[list[PhotoRuleInput], Meta(max_length=300)] = []
    clock_number: Phone | None = None
    """The number that people without the app text or call; null: they cannot."""
    keep_years: KeepYears | None = None
    """After so many years the records of who left are deleted; null: they are kept."""

    def __post_init__(self) -> None:
        if len({rule.site_id for rule in self.photo_sites}) < len(self.photo_sites):
            twice = FieldProblem("/photo_sites", "doubled", "a site stands there twice")
            raise UnacceptableFields(errors=[twice])


class PhotoRuleView(Struct):
    site_id: UUID
    reason: str


class RecordPolicyView(Struct):
    location_days: int
    photo_days: int
    photo_reason: str | None
    photo_sites: list[PhotoRuleView]
    clock_number: str | None
    keep_years: int | None
