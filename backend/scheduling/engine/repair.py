"""A roster after somebody dropped out, with as little change as can be."""

from collections.abc import Callable, Collection

import msgspec

from backend.scheduling.engine.model import Bar, Cost, Person, Problem, Seat, Solution
from backend.scheduling.engine.solve import solve

KEPT = 200
"""What each seat is worth that stays with whom it was with; small against an empty seat's usual price."""
DAYS_AROUND = 1
SHARE_OF_SEARCH = 0.5
"""Of the time; the rest is for looking everything up."""


def repair(
    problem: Problem,
    current: Collection[tuple[str, str]],
    *,
    absent: Collection[tuple[str, int]],
    seconds: float = 5.0,
    kept: int = KEPT,
    cancelled: Callable[[], bool] = lambda: False,
) -> Solution:
    """The current roster without the absent (person, day), their seats given to others where possible.

    Only the days of the absence and those beside it are free; everything else is pinned. Each choice that
    changes costs `kept` more, so of two ways out the one that moves fewer people is taken. The value is
    that of the problem itself.
    """
    gone = set(absent)
    who_is_gone = {who for who, _ in gone}
    day_of = {seat.id: seat.day for seat in problem.seats}
    still = {(who, seat) for who, seat in current if (who, day_of[seat]) not in gone}
    lost = set(current) - still
    open_days = {day_of[seat] + move for _, seat in lost for move in range(-DAYS_AROUND, DAYS_AROUND + 1)}
    pinned = problem.pinned - lost | {pair for pair in still if day_of[pair[1]] not in open_days}
    movable = still - pinned
    bars = tuple(Bar(who, seat.id, "absent") for who, day in sorted(gone) for seat in seats_on(problem, day))
    smaller = msgspec.structs.replace(
        problem,
        pinned=frozenset(pinned),
        bars=problem.bars + bars,
        costs=problem.costs + tuple(Cost(who, seat, "kept", -kept) for who, seat in sorted(movable)),
        people=tuple(eased(person) if person.id in who_is_gone else person for person in problem.people),
        locked=problem.locked
        | {
            (person.id, day)
            for person in problem.people
            for day in range(problem.days)
            if day not in open_days
        },
    )
    solution = solve(smaller, seconds=seconds * SHARE_OF_SEARCH, cancelled=cancelled)
    back = kept * len(movable & solution.assigned)
    return msgspec.structs.replace(solution, value=solution.value + back, bound=None, note="repair")


def eased(person: Person) -> Person:
    """Who is away cannot be held to a minimum."""
    return msgspec.structs.replace(person, min_minutes=0, min_run=1, min_off=1)


def seats_on(problem: Problem, day: int) -> list[Seat]:
    return [seat for seat in problem.seats if seat.day == day]
