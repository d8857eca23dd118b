"""Why a roster is as it is: why nobody else is on an empty seat; what a choice costs, and for what."""

from collections import Counter
from collections.abc import Collection

from msgspec import Struct

from backend.scheduling.engine.checker import check, problems_of
from backend.scheduling.engine.model import Person, Problem, Seat


class WhyNot(Struct, frozen=True):
    """`reasons` are the rules that speak against it; with none it is possible, and `more` is what the roster
    would cost more (less than 0: the search has not found it)."""

    person: str
    reasons: tuple[str, ...]
    more: int | None = None


class EmptySeat(Struct, frozen=True):
    seat: str
    missing: int
    why_not: tuple[WhyNot, ...]


class Choice(Struct, frozen=True):
    """`parts` are the costs of this person on this seat by what they are for."""

    person: str
    seat: str
    parts: dict[str, int]


def choices(problem: Problem, assigned: Collection[tuple[str, str]]) -> tuple[Choice, ...]:
    """Each choice with the parts of its price, those that are pinned left out."""
    parts: dict[tuple[str, str], Counter[str]] = {pair: Counter() for pair in assigned}
    for cost in problem.costs:
        if (cost.person, cost.seat) in parts:
            parts[cost.person, cost.seat][cost.why] += cost.value
    return tuple(Choice(*pair, dict(parts[pair])) for pair in sorted(set(assigned) - problem.pinned))


def empty_seats(
    problem: Problem, assigned: Collection[tuple[str, str]], *, most: int = 40
) -> tuple[EmptySeat, ...]:
    """Seats with fewer people than wanted, and for each the `most` people who are nearest to possible."""
    pairs = frozenset(assigned)
    held = Counter(seat for _, seat in pairs)
    seats = {seat.id: seat for seat in problem.seats}
    mine: dict[str, list[Seat]] = {person.id: [] for person in problem.people}
    for who, what in pairs:
        mine[who].append(seats[what])
    bars: dict[tuple[str, str], list[str]] = {}
    for bar in problem.bars:
        bars.setdefault((bar.person, bar.seat), []).append(bar.why)
    before = check(problem, pairs).value
    found = []
    for seat in problem.seats:
        if held[seat.id] >= seat.need:
            continue
        why = [
            why_not(problem, pairs, person, seat, mine[person.id], bars.get((person.id, seat.id), []), before)
            for person in problem.people
            if (person.id, seat.id) not in pairs
        ]
        why.sort(key=lambda one: (len(one.reasons), one.more or 0, one.person))
        found.append(EmptySeat(seat.id, seat.need - held[seat.id], tuple(why[:most])))
    return tuple(found)


def why_not(
    problem: Problem,
    pairs: frozenset[tuple[str, str]],
    person: Person,
    seat: Seat,
    mine: list[Seat],
    barred: list[str],
    before: int,
) -> WhyNot:
    """The rules that are broken with the seat and were kept without it."""
    now = set(problems_of(problem, person, sorted(mine, key=lambda one: one.start)))
    then = problems_of(problem, person, sorted([*mine, seat], key=lambda one: one.start))
    reasons = (*barred, *(what for what in then if what not in now))
    if reasons:
        return WhyNot(person.id, reasons)
    return WhyNot(person.id, (), check(problem, pairs | {(person.id, seat.id)}).value - before)
