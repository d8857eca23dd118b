"""What the guards look at: people, places and work, as plain data."""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.scheduling.schemas.planning import PlanningChoices


class Work(Struct, array_like=True, frozen=True):
    """Somebody at work, planned or as it was recorded (`worked`)."""

    shift_id: UUID | None
    site_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    break_min: int
    worked: bool = False


class PlannedShift(Struct, array_like=True, frozen=True):
    id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    break_min: int
    position_id: UUID | None

    def work(self) -> Work:
        """The shift as somebody's work."""
        return Work(self.id, self.site_id, self.starts_at, self.ends_at, self.break_min)


class Place(Struct, array_like=True, frozen=True):
    """A site; `needs` are the kinds of certificates without which nobody works there."""

    id: UUID
    name: str
    zone: str
    lat: float
    lon: float
    approved_only: bool
    needs: tuple[UUID, ...]


class Occupation(Struct, array_like=True, frozen=True):
    """A position."""

    id: UUID
    name: str
    needs: tuple[UUID, ...]


class Terms(Struct, array_like=True, frozen=True):
    """What the contract says from a day on: minutes of a week, and whether more were agreed to."""

    from_on: date
    weekly_min: int
    days_per_week: int
    wage_kind: Literal["hourly", "daily", "monthly"]
    wage_won: int
    extra_hours_agreed: bool


class Certificate(Struct, array_like=True, frozen=True):
    kind_id: UUID
    issued_on: date | None
    expires_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on the day; its last day included."""
        begun = self.issued_on is None or self.issued_on <= day
        return begun and (self.expires_on is None or day <= self.expires_on)


class Hours(Struct, array_like=True, frozen=True):
    """Hours of a weekday (0 is Monday) or of one day in which somebody can or cannot work."""

    weekday: int | None
    on_day: date | None
    begins: time
    ends: time
    kind: Literal["can", "cannot"]


class Leave(Struct, array_like=True, frozen=True):
    """Approved time off."""

    starts_at: datetime
    ends_at: datetime


class Person(Struct, frozen=True):
    """A member, with everything that decides where they may work. `name` is for the texts."""

    member_id: UUID
    name: str
    left: bool
    born_on: date | None = None
    pregnant_from: date | None = None
    pregnant_until: date | None = None
    gave_birth_on: date | None = None
    night_permit: bool = False
    terms: tuple[Terms, ...] = ()
    positions: frozenset[UUID] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    approved: frozenset[UUID] = frozenset()
    excluded: frozenset[UUID] = frozenset()
    hours: tuple[Hours, ...] = ()
    leave: tuple[Leave, ...] = ()
    work: tuple[Work, ...] = ()

    def terms_on(self, day: date) -> Terms | None:
        """The terms that hold on a day; None before the first, or without any."""
        held = [terms for terms in self.terms if terms.from_on <= day]
        return max(held, key=lambda terms: terms.from_on, default=None)


class Ground(Struct, frozen=True):
    """What is the same for everybody: the house's choices, its places, and the holidays."""

    choices: PlanningChoices
    places: dict[UUID, Place]
    positions: dict[UUID, Occupation]
    certificate_names: dict[UUID, str]
    holidays: frozenset[date] = frozenset()
    of_own_will: bool = False
    """The person asks for it themselves, which is consent where the law wants theirs."""

    def zone_of(self, work: Work) -> str:
        """The zone whose clocks count: the site's, or Korea's for work without a site."""
        place = self.places.get(work.site_id) if work.site_id else None
        return place.zone if place else "Asia/Seoul"


class Broken(Struct, frozen=True):
    """A rule that does not hold, in words; `minutes` is the measure that breaks it."""

    code: str
    ko: str
    en: str
    minutes: int | None = None
