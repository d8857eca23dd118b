"""Whether a roster keeps the hard rules, and what it costs: read off the problem, without any of the search.

It is slow and plain on purpose: what it says must be easy to believe.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from backend.scheduling.engine.model import SATURDAY, Person, Problem, Seat


class Verdict(Struct, frozen=True):
    """`broken` are sentences, one for each broken rule; `parts` add up to `value`."""

    broken: tuple[str, ...]
    value: int
    parts: dict[str, int]


def check(problem: Problem, assigned: Iterable[tuple[str, str]]) -> Verdict:
    pairs = set(assigned)
    seats = {seat.id: seat for seat in problem.seats}
    by_person: dict[str, list[Seat]] = defaultdict(list)
    for person_id, seat_id in sorted(pairs):
        by_person[person_id].append(seats[seat_id])
    broken = [f"{who} is not among the people" for who in by_person.keys() - {p.id for p in problem.people}]
    barred = {(bar.person, bar.seat) for bar in problem.bars}
    broken += [f"{who} may not have {what}" for who, what in sorted(pairs & barred - problem.pinned)]
    broken += [f"{who} lost {what}, which is pinned" for who, what in sorted(problem.pinned - pairs)]
    held = Counter(seat_id for _, seat_id in pairs)
    for seat in problem.seats:
        if seat.over is None and held[seat.id] > seat.need:
            broken.append(f"{seat.id} has {held[seat.id]} people for {seat.need}")
    for person in problem.people:
        mine = sorted(by_person[person.id], key=lambda seat: seat.start)
        broken += [f"{person.id}: {what}" for what in problems_of(problem, person, mine)]
    parts = prices(problem, pairs, held, by_person)
    return Verdict(tuple(broken), sum(parts.values()), parts)


def problems_of(problem: Problem, person: Person, mine: list[Seat]) -> list[str]:
    found: list[str] = []
    pinned = {seat for who, seat in problem.pinned if who == person.id}
    for seat in mine:
        if seat.id in pinned:
            continue
        if seat.day in person.days_off:
            found.append(f"works on day {seat.day}, a day off")
        if (person.id, seat.day) in problem.locked:
            found.append(f"gets {seat.id} on a day that is locked")
    for at, first in enumerate(mine):
        for second in mine[at + 1 :]:
            if not {first.id, second.id} <= pinned:
                found += too_near(problem, person, first, second)
    minutes = sum(seat.minutes for seat in mine)
    if person.max_minutes is not None and minutes > person.max_minutes:
        found.append(f"{minutes} minutes, at most {person.max_minutes}")
    if minutes < person.min_minutes:
        found.append(f"{minutes} minutes, at least {person.min_minutes}")
    kinds = Counter(seat.kind for seat in mine)
    found += [
        f"{kinds[kind]} of {kind}, at most {most}"
        for kind, most in person.max_of_kind.items()
        if kinds[kind] > most
    ]
    weekends = {problem.week(seat.day) for seat in mine if problem.weekday(seat.day) >= SATURDAY}
    if person.max_weekends is not None and len(weekends) > person.max_weekends:
        found.append(f"{len(weekends)} weekends, at most {person.max_weekends}")
    return found + weeks(problem, person, mine, pinned) + blocks(problem, person, {seat.day for seat in mine})


def too_near(problem: Problem, person: Person, first: Seat, second: Seat) -> list[str]:
    pair = f"{first.id} and {second.id}"
    if problem.one_a_day and first.day == second.day:
        return [f"{pair} on one day"]
    if second.day - first.day == 1 and second.kind in problem.not_followed_by.get(first.kind, ()):
        return [f"{pair}: {second.kind} after {first.kind}"]
    if problem.one_a_day and not person.rest:
        return []
    gap = second.start - first.end
    if gap < problem.travel.get((first.site, second.site), 0):
        return [f"{pair} overlap, or there is no time for the way"]
    if first.day != second.day and gap < person.rest:
        return [f"{pair}: {gap} minutes of rest, at least {person.rest}"]
    return []


def weeks(problem: Problem, person: Person, mine: list[Seat], pinned: set[str]) -> list[str]:
    if person.max_week_minutes is None:
        return []
    minutes: Counter[int] = Counter({0: person.minutes_before})
    for seat in mine:
        minutes[problem.week(seat.day)] += seat.minutes
    given = {problem.week(seat.day) for seat in mine if seat.id not in pinned}
    return [
        f"{minutes[week]} minutes in week {week}, at most {person.max_week_minutes}"
        for week in sorted(given)
        if minutes[week] > person.max_week_minutes
    ]


def blocks(problem: Problem, person: Person, worked: set[int]) -> list[str]:
    """Blocks of work and of days off; short ones are right at the ends of the horizon."""
    found = []
    works = "".join("W" if day in worked else "-" for day in range(problem.days))
    at = 0
    while at < len(works):
        end = at
        while end < len(works) and works[end] == works[at]:
            end += 1
        length, inside = end - at, at > 0 and end < len(works)
        if works[at] == "W":
            before = person.run_before if at == 0 else 0
            if person.max_run is not None and length + before > person.max_run:
                found.append(f"works {length + before} days in a row, at most {person.max_run}")
            if inside and length < person.min_run:
                found.append(f"works {length} days in a row, at least {person.min_run}")
        elif inside and length < person.min_off:
            found.append(f"{length} days off in a row, at least {person.min_off}")
        at = end
    return found


def prices(
    problem: Problem, pairs: set[tuple[str, str]], held: Counter[str], by_person: dict[str, list[Seat]]
) -> dict[str, int]:
    parts: Counter[str] = Counter({"base": problem.base})
    for cost in problem.costs:
        if (cost.person, cost.seat) in pairs:
            parts[cost.why] += cost.value
    for seat in problem.seats:
        difference = seat.need - held[seat.id]
        parts["missing"] += seat.under * max(0, difference)
        parts["too many"] += (seat.over or 0) * max(0, -difference)
    wanted_of = {seat.id: max(seat.need, held[seat.id]) for seat in problem.seats}
    for what, price, counts, before in (
        ("nights", problem.fairness.night, {s.id: s.night for s in problem.seats}, "nights_before"),
        (
            "weekends",
            problem.fairness.weekend,
            {s.id: problem.weekday(s.day) >= SATURDAY for s in problem.seats},
            "weekends_before",
        ),
    ):
        if not price or not problem.people:
            continue
        past = {person.id: int(getattr(person, before)) for person in problem.people}
        all_of_them = sum(past.values()) + sum(wanted_of[seat] for seat, one in counts.items() if one)
        share = -(-all_of_them // len(problem.people))
        for person in problem.people:
            own = past[person.id] + sum(counts[seat.id] for seat in by_person[person.id])
            parts[what] += price * max(0, own - share)
    return {what: value for what, value in parts.items() if value or what == "base"}
