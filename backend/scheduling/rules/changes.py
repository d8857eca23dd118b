"""What a plan means for each person, against the same days a week before: a decision without I/O."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Worked:
    """Somebody's seat, by the clocks of its site. `day` is the day on which it begins."""

    member_id: UUID
    site_id: UUID
    day: date
    begins: time
    ends: time


@dataclass(slots=True)
class Change:
    """How many seats somebody has that they had not, has no longer, or has at other hours."""

    added: int = 0
    removed: int = 0
    moved: int = 0


def changes(before: Iterable[Worked], after: Iterable[Worked]) -> dict[UUID, Change]:
    """Compare two plans, `before` being a week older. Whoever keeps their usual week is left out.

    On one day at one site, equal hours are the same seat; each other old seat is moved to another new one.
    """
    old, new = _by_place(before, WEEK), _by_place(after, timedelta())
    found: dict[UUID, Change] = defaultdict(Change)
    for place in old.keys() | new.keys():
        was, will = _without_equals(old.get(place, []), new.get(place, []))
        if was or will:
            moved = min(len(was), len(will))
            change = found[place[0]]
            change.moved += moved
            change.added += len(will) - moved
            change.removed += len(was) - moved
    return dict(found)


Place = tuple[UUID, UUID, date]
Hours = tuple[time, time]


def _by_place(seats: Iterable[Worked], later: timedelta) -> dict[Place, list[Hours]]:
    found: dict[Place, list[Hours]] = {}
    for seat in seats:
        found.setdefault((seat.member_id, seat.site_id, seat.day + later), []).append(
            (seat.begins, seat.ends)
        )
    return found


def _without_equals(was: list[Hours], will: list[Hours]) -> tuple[list[Hours], list[Hours]]:
    rest = list(will)
    gone = []
    for hours in was:
        if hours in rest:
            rest.remove(hours)
        else:
            gone.append(hours)
    return gone, rest
