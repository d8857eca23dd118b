"""A person, their week and the house, for tests of the rules without a database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.scheduling.rules.guards import broken_rules
from backend.scheduling.rules.guards.catalogue import level_of
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Broken, Ground, Person, Place, PlannedShift, Terms, Work
from backend.scheduling.schemas.planning import PlanningChoices

SEOUL = ZoneInfo("Asia/Seoul")
HERE, THERE = UUID(int=1), UUID(int=2)
PLACES = {
    HERE: Place(HERE, "역삼 타워", "Asia/Seoul", 37.5006, 127.0364, False, ()),
    THERE: Place(THERE, "마포 상가", "Asia/Seoul", 37.5506, 126.9164, False, ()),  # 12 km away
}


def seoul(text: str) -> datetime:
    """Such as "11-23 06:00", a Monday."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SEOUL).astimezone(UTC)


def shift(day: str, begins: str, ends: str, *, break_min: int = 0, site: UUID = HERE) -> PlannedShift:
    """A shift of November 2026 on "23" or "11-23", which ends on the next day when its end is earlier."""
    day = day if "-" in day else f"11-{day}"
    starts_at, ends_at = seoul(f"{day} {begins}"), seoul(f"{day} {ends}")
    if ends_at <= starts_at:
        ends_at = ends_at.replace(day=ends_at.day + 1)
    return PlannedShift(UUID(int=int(starts_at.timestamp())), site, starts_at, ends_at, break_min, None)


def terms(weekly_hours: float, *, agreed: bool = False, days: int = 5, wage: int = 10_320) -> tuple[Terms]:
    start = datetime(2026, 1, 1, tzinfo=SEOUL).date()
    return (Terms(start, int(weekly_hours * 60), days, "hourly", wage, agreed),)


def person(**facts: Any) -> Person:
    return Person(UUID(int=9), "이순자", left=False, **facts)


def broken(
    who: Person,
    asked: PlannedShift,
    *others: PlannedShift,
    worked: Sequence[Work] = (),
    holidays: frozenset[Any] = frozenset(),
    of_own_will: bool = False,
    **choices: Any,
) -> list[Broken]:
    """What speaks against the shift, when the others are in the plan too."""
    chosen = PlanningChoices(**choices)
    ground = Ground(chosen, PLACES, {}, {}, holidays, of_own_will)
    diary = Diary([*(one.work() for one in (asked, *others)), *worked], ground)
    return [one for one in broken_rules(who, diary, asked, ground) if level_of(one.code, chosen) != "off"]


def codes(found: list[Broken]) -> list[str]:
    return [one.code for one in found]
