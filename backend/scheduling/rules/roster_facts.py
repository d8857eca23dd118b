"""What the automatic roster has to know of a firm, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Ground, PlannedShift, Work
from backend.scheduling.rules.guards.facts import Person as Member
from backend.scheduling.schemas.rosterings import Weights

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)
"""근로기준법 제56조 제3항."""
MINUTE = timedelta(minutes=1)

Pair = tuple[UUID, UUID]
"""A member and a shift."""


@dataclass(frozen=True, slots=True)
class Wish:
    member_id: UUID
    on_day: date
    kind: Literal["work", "off"]
    weight: int


@dataclass(frozen=True, slots=True)
class Past:
    """A seat that somebody had in the weeks before."""

    member_id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides. `targets` are the shifts with seats to give, by their number of seats.

    `people` and their diaries hold what is pinned only; `movable` are seats of an earlier roster.
    """

    ground: Ground
    people: Mapping[UUID, Member]
    diaries: Mapping[UUID, Diary]
    shifts: Mapping[UUID, PlannedShift]
    targets: Mapping[UUID, int]
    movable: frozenset[Pair]
    wishes: Sequence[Wish]
    past: Sequence[Past]
    weights: Weights
    absent: UUID | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Whose midnight the engine's minutes are counted from."""
        return ZoneInfo(self.ground.zone_of(self.shifts[min(self.targets)].work()))


def minutes_of(work: Work) -> int:
    """Of work, without its break."""
    return max(0, (work.ends_at - work.starts_at) // MINUTE - work.break_min)


def is_night(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether any of it lies between 22:00 and 06:00 by the clocks of the zone."""
    place = ZoneInfo(zone)
    local = starts_at.astimezone(place)
    if not NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return True
    return ends_at > datetime.combine(local.date(), NIGHT_BEGINS, place)
