"""What the plan knows about people: terms, protection, skills."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input
from backend.scheduling.rules.times import LATEST_YEAR

OLDEST_YEAR = 1900
Title = Annotated[str, Meta(min_length=1, max_length=60, pattern=NOT_BLANK, examples=["바닥 관리"])]
Color = Literal["grey", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown"]
Number = Annotated[str, Meta(max_length=60)]
Reason = Annotated[str, Meta(max_length=300)]
Day = Annotated[date, Meta(examples=["2026-11-01"])]
KindIds = Annotated[list[UUID], Meta(max_length=50)]


def refuse_days(**days: date | UnsetType | None) -> None:
    """Raises UnacceptableFields for days in the distant past or future."""
    problems = [
        FieldProblem(f"/{name}", "out-of-range", f"years lie between {OLDEST_YEAR} and {LATEST_YEAR}")
        for name, day in days.items()
        if isinstance(day, date) and not OLDEST_YEAR <= day.year <= LATEST_YEAR
    ]
    if problems:
        raise UnacceptableFields(errors=problems)


def refuse_order(first: date | UnsetType | None, last: date | UnsetType | None, name: str) -> None:
    """Raises UnacceptableFields for an end before its beginning."""
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise UnacceptableFields(errors=[FieldProblem(f"/{name}", "before-start", "the end is before it")])


class PositionInput(Input):
    name: Title
    color: Color = "grey"
    id: UUID | None = None


class PositionChange(Input):
    name: Title | UnsetType = UNSET
    color: Color | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class PositionView(Struct):
    """`certificate_kind_ids`: what everybody needs who works in it."""

    id: UUID
    name: str
    color: str
    archived_at: datetime | None
    certificate_kind_ids: list[UUID]

    @classmethod
    def of(cls, row: Any) -> "PositionView":
        return cls(**dict(row))


class PositionsView(Struct):
    items: list[PositionView]


class PositionRequirements(Input):
    certificate_kind_ids: KindIds


class Protection(Input):
    """Why the law protects somebody. `night_permit`: 인가 for nights and holidays (제70조 제2항)."""

    born_on: Day | None = None
    pregnant_from: Day | None = None
    pregnant_until: Day | None = None
    gave_birth_on: Day | None = None
    night_permit: bool = False

    def __post_init__(self) -> None:
        refuse_days(**{name: getattr(self, name) for name in self.__struct_fields__[:-1]})
        refuse_order(self.pregnant_from, self.pregnant_until, "pregnant_until")
        if self.pregnant_until is not None and self.pregnant_from is None:
            raise UnacceptableFields(errors=[FieldProblem("/pregnant_from", "missing", "when was it told?")])


class CertificateKindInput(Input):
    name: Title
    id: UUID | None = None


class CertificateKindView(Struct):
    id: UUID
    name: str


class CertificateKindsView(Struct):
    items: list[CertificateKindView]


class CertificateInput(Input):
    kind_id: UUID
    number: Number = ""
    issued_on: Day | None = None
    expires_on: Day | None = None
    id: UUID | None = None

    def __post_init__(self) -> None:
        refuse_days(issued_on=self.issued_on, expires_on=self.expires_on)
        refuse_order(self.issued_on, self.expires_on, "expires_on")


class CertificateChange(Input):
    number: Number | UnsetType = UNSET
    issued_on: Day | UnsetType | None = UNSET
    expires_on: Day | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        refuse_days(issued_on=self.issued_on, expires_on=self.expires_on)


class CertificateView(Struct):
    """`expires_on` is its last valid day."""

    id: UUID
    kind_id: UUID
    kind_name: str
    number: str
    issued_on: date | None
    expires_on: date | None


class SitePersonInput(Input):
    rule: Literal["approved", "excluded"]
    reason: Reason = ""


class SiteSkill(Struct):
    site_id: UUID
    site_name: str
    rule: Literal["approved", "excluded"]
    reason: str


class SkillsView(Struct):
    """What somebody may do, and where."""

    positions: list[UUID]
    certificates: list[CertificateView]
    sites: list[SiteSkill]

    @classmethod
    def of(cls, row: Any) -> "SkillsView":
        return msgspec.json.decode(row["skills"], type=cls)


class SiteRequirements(Input):
    """Who may work at a site, and what a week there may cost in won (None: no budget)."""

    approved_only: bool = False
    certificate_kind_ids: KindIds = []
    weekly_budget_won: Annotated[int, Meta(ge=0, le=1_000_000_000)] | None = None


class SiteRequirementsView(Struct):
    approved_only: bool
    certificate_kind_ids: list[UUID]
    weekly_budget_won: int | None
