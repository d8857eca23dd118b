"""What lies between two works: nothing overlaps, there is rest, and the way can be made."""

from collections.abc import Iterator
from math import asin, ceil, cos, radians, sin, sqrt

from backend.scheduling.rules.guards import words
from backend.scheduling.rules.guards.diary import Diary, gap_min
from backend.scheduling.rules.guards.facts import Broken, Ground, Place, Work

EARTH_KM = 6371.0


def overlap(diary: Diary, work: Work, ground: Ground) -> Iterator[Broken]:
    """Another planned work at the same time. What stands in the plan cannot; this is for what might."""
    others = (
        entry for entry in diary.entries
        if entry != work and not entry.worked
        and entry.starts_at < work.ends_at and work.starts_at < entry.ends_at
    )  # fmt: skip
    for other in others:
        place = ground.places.get(other.site_id) if other.site_id else None
        where = place.name if place else ""
        yield Broken(
            "overlap", f"그 시간에 {where} 근무가 있어요", f"Has another shift at that time, at {where}"
        )
        return


def rest(diary: Diary, work: Work, ground: Ground) -> Iterator[Broken]:
    """Too little time between this day's work and the day before's, or the next day's.

    The Act wants 11 hours only of special working-time systems (제51조의2, 제59조 제2항), so it is
    the house's.
    """
    wanted = ground.choices.rest_min
    for earlier, later in ((diary.before(work), work), (work, diary.after(work))):
        if earlier is None or later is None or diary.first_day(earlier) == diary.first_day(later):
            continue
        gap = gap_min(earlier, later)
        if 0 <= gap < wanted:
            yield Broken(
                "rest",
                f"근무 사이에 {words.ko(gap)}만 쉬어요. {words.ko(wanted)}은 쉬기로 했어요",
                f"Only {words.en(gap)} of rest between two days of work; {words.en(wanted)} are wanted",
                minutes=gap,
            )


def travel(diary: Diary, work: Work, ground: Ground) -> Iterator[Broken]:
    """The way from the work before, or to the one after, takes longer than there is time."""
    for earlier, later in ((diary.before(work), work), (work, diary.after(work))):
        if earlier is None or later is None:
            continue
        from_, to = place_of(earlier, ground), place_of(later, ground)
        if from_ is None or to is None or from_.id == to.id:
            continue
        gap, needed = gap_min(earlier, later), ceil(distance_km(from_, to) * 60 / ground.choices.travel_kmh)
        if 0 <= gap < needed:
            yield Broken(
                "travel",
                f"{from_.name}에서 {to.name}까지 {words.ko(needed)}쯤 걸리는데 {words.ko(gap)}밖에 없어요",
                f"{from_.name} to {to.name} takes about {words.en(needed)}, and there are {words.en(gap)}",
                minutes=gap,
            )


def nearest_km(diary: Diary, work: Work, ground: Ground) -> float | None:
    """How far away the person works before or after it on the same day; None when nowhere."""
    here, day = place_of(work, ground), diary.first_day(work)
    around = [one for one in (diary.before(work), diary.after(work)) if one and diary.first_day(one) == day]
    others = [place for one in around if (place := place_of(one, ground)) is not None]
    return min((distance_km(here, other) for other in others), default=None) if here else None


def place_of(work: Work, ground: Ground) -> Place | None:
    return ground.places.get(work.site_id) if work.site_id else None


def distance_km(one: Place, other: Place) -> float:
    """As the crow flies (haversine)."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    high, wide = sin((other_lat - lat) / 2), sin(radians(other.lon - one.lon) / 2)
    return 2 * EARTH_KM * asin(min(1.0, sqrt(high * high + cos(lat) * cos(other_lat) * wide * wide)))
