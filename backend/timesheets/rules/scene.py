"""What is known about one person in some days, as the database tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from backend.scheduling.schemas.planning import DayRule
from backend.timesheets.rules.sheet import LeaveKind
from backend.timesheets.schemas.choices import SheetChoices


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for everybody: the zone of work at no site, and what the organisation chose."""

    now: datetime
    zone: str
    day_rule: DayRule = "start"
    choices: SheetChoices = field(default_factory=SheetChoices)
    holidays: frozenset[date] = frozenset()
    zones: Mapping[UUID, str] = field(default_factory=dict)
    """Of sites."""


@dataclass(frozen=True, slots=True)
class Session:
    """A work session as attendance derived it."""

    id: UUID
    starts_at: datetime
    ended_at: datetime | None
    closed_by: str | None = None
    site_id: UUID | None = None
    shift_id: UUID | None = None
    travel: bool = False
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    on_break_since: datetime | None = None
    flags: tuple[str, ...] = ()
    shift_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A published shift that the person was on."""

    shift_id: UUID
    starts_at: datetime
    ends_at: datetime
    site_id: UUID
    break_min: int = 0


@dataclass(frozen=True, slots=True)
class Leave:
    """Approved leave. `minutes` is what it takes of working time, all its days together."""

    id: UUID
    kind: LeaveKind
    from_on: date
    until_on: date
    part: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    weekly_min: int | None = None
    days_per_week: int | None = None


@dataclass(frozen=True, slots=True)
class LoneOut:
    """An OUT before which there was no IN."""

    punch_id: UUID
    at: datetime
    site_id: UUID | None = None
    shift_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about the record that waits for somebody: open_correction, objected or after_lock."""

    code: str
    ref: UUID
    at: datetime


@dataclass(slots=True)
class Scene:
    """One person."""

    member_id: UUID
    sessions: list[Session] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)
    lone_outs: list[LoneOut] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
