"""The rules of law and of the house about a plan: decisions without I/O, a module for each kind."""

from collections.abc import Iterator

from backend.scheduling.rules.guards import away, fitness, hours, protected, rest
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Broken, Ground, Person, PlannedShift


def broken_rules(person: Person, diary: Diary, shift: PlannedShift, ground: Ground) -> Iterator[Broken]:
    """Every rule that the person on this shift breaks; the shift stands in their diary already."""
    work = diary.of_shift(shift.work())
    day = diary.first_day(work)
    yield from fitness.left(person)
    yield from fitness.site(person, shift, ground)
    yield from fitness.position(person, shift, ground)
    yield from fitness.certificate(person, shift, day, ground)
    yield from away.on_leave(person, work)
    yield from away.unavailable(person, work, ground.zone_of(work))
    yield from rest.overlap(diary, work, ground)
    yield from hours.week_52(diary, work)
    yield from hours.part_time(person, diary, work, ground)
    yield from hours.breaks(work)
    yield from protected.protected(person, diary, work, ground)
    yield from rest.rest(diary, work, ground)
    yield from rest.travel(diary, work, ground)
