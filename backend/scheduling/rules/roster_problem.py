"""From a firm's plan to the problem that the automatic roster's engine solves: decisions without I/O.

The rules of the guards decide who may have which seat: what they refuse is barred, what they warn of costs.
What depends on the seats that the roster itself gives (rest, the way between sites, hours of a week) the
engine knows in its own terms. Everything that somebody set by hand is pinned.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.scheduling.engine.model import Bar, Cost, Fairness, Person, Problem, Seat
from backend.scheduling.rules import law
from backend.scheduling.rules.guards import broken_rules, fitness
from backend.scheduling.rules.guards.catalogue import RULES, level_of
from backend.scheduling.rules.guards.facts import Work
from backend.scheduling.rules.guards.rest import distance_km
from backend.scheduling.rules.roster_facts import MINUTE, Facts, Pair, is_night, minutes_of
from backend.scheduling.rules.roster_reasons import Reasons
from backend.scheduling.rules.times import monday_of

EMPTY_SEAT = 10_000
"""The price of a seat that stays empty: more than everything that could speak against a choice."""
WARNED = 120
"""The price of a choice that a rule warns of."""
NIGHT, WEEKEND = 5, 5
KEPT = 15
"""What it is worth that somebody of an earlier automatic roster stays."""
MOST_JUDGED, LEAST_LIKELY = 90_000, 20
"""Pairs of person and shift that are looked at closely, which takes some seconds; and people of a shift."""
NOT_LOOKED_AT = ["not_looked_at"]
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Modelled:
    """The problem, the roster as it is in its terms, and what the guards said about each pair."""

    problem: Problem
    current: frozenset[tuple[str, str]]
    refused: Mapping[Pair, list[str]]
    reasons: Mapping[Pair, list[tuple[str, int]]]
    week_cap: Mapping[UUID, int | None]


@dataclass(slots=True)
class _Said:
    """What was found out about pairs, on the way to the problem."""

    refused: dict[Pair, list[str]] = field(default_factory=dict)
    reasons: dict[Pair, list[tuple[str, int]]] = field(default_factory=dict)


def model(facts: Facts) -> Modelled:
    """The problem of these facts. Its horizon is whole weeks, Monday to Sunday."""
    days = [_day(facts, facts.shifts[shift_id].work()) for shift_id in facts.targets]
    first, last = monday_of(min(days)), monday_of(max(days)) + WEEK - DAY
    said = _Said()
    history = Reasons(facts, first)
    for shift_id in facts.targets:
        for member_id in _likely(facts, history, shift_id):
            _judge(facts, history, member_id, shift_id, said)
    caps = {member_id: _week_cap(facts, member_id, first) for member_id in facts.people}
    useful = {member for member, _ in said.reasons} | {member for member, _ in facts.movable}
    useful |= {
        member_id
        for member_id, diary in facts.diaries.items()
        if any(entry.shift_id in facts.targets for entry in diary.entries)
    }
    pinned = [
        (member_id, work)
        for member_id in useful
        for work in facts.diaries[member_id].entries
        if first <= _day(facts, work) <= last
    ]
    seats = _seats(facts, pinned, first)
    people = tuple(
        Person(
            id=str(member_id),
            rest=facts.ground.choices.rest_min if level_of("rest", facts.ground.choices) != "off" else 0,
            max_week_minutes=caps[member_id],
            nights_before=history.nights[member_id],
            weekends_before=len(history.weekends[member_id]),
        )
        for member_id in sorted(useful)
    )
    problem = Problem(
        days=(last - first).days + 1,
        people=people,
        seats=tuple(seats.values()),
        costs=tuple(
            Cost(str(member), str(shift), why, points)
            for (member, shift), parts in said.reasons.items()
            if member in useful
            for why, points in parts
            if points
        ),
        bars=tuple(
            Bar(str(member), str(shift), said.refused.get((member, shift), NOT_LOOKED_AT)[0])
            for member in useful
            for shift in facts.targets
            if (member, shift) not in said.reasons
        ),
        pinned=frozenset((str(member_id), _seat_id(member_id, work)) for member_id, work in pinned),
        travel=dict(_ways(facts)),
        one_a_day=False,
        first_weekday=first.weekday(),
        fairness=Fairness(NIGHT * facts.weights.fairness, WEEKEND * facts.weights.fairness),
    )
    current = problem.pinned | {(str(member), str(shift)) for member, shift in facts.movable}
    return Modelled(problem, current, said.refused, said.reasons, caps)


def _likely(facts: Facts, history: Reasons, shift_id: UUID) -> Iterable[UUID]:
    """Who is looked at for a shift: everybody, but in a large plan those who fit it best.

    That is who may work there at all, has a seat of it now or was there lately; the rest by turns.
    """
    most = max(LEAST_LIKELY, MOST_JUDGED // len(facts.targets))
    if most >= len(facts.people):
        return facts.people
    shift = facts.shifts[shift_id]

    def rank(member_id: UUID) -> tuple[bool, bool, int, int]:
        member, ground = facts.people[member_id], facts.ground
        unfit = any(fitness.site(member, shift, ground)) or any(fitness.position(member, shift, ground))
        has_it = (member_id, shift_id) in facts.movable
        return (
            not has_it,
            unfit,
            -history.visits[member_id, shift.site_id],
            (member_id.int ^ shift_id.int) % 997,
        )

    return sorted(facts.people, key=rank)[:most]


def _judge(facts: Facts, history: Reasons, member_id: UUID, shift_id: UUID, said: _Said) -> None:
    """Bar the pair, or say what speaks for and against it."""
    shift, diary = facts.shifts[shift_id], facts.diaries[member_id]
    if any(entry.shift_id == shift_id for entry in diary.entries):
        return
    pair = member_id, shift_id
    work = shift.work()
    with_it = diary.with_(work)
    broken = list(broken_rules(facts.people[member_id], with_it, shift, facts.ground))
    levels = [(one.code, level_of(one.code, facts.ground.choices)) for one in broken]
    refused = ["protected" if RULES[code].protected else code for code, level in levels if level == "refuse"]
    if member_id == facts.absent:
        refused.insert(0, "called_off")
    if refused:
        said.refused[pair] = refused
        return
    parts = [
        ("protected" if RULES[code].protected else code, WARNED) for code, level in levels if level == "warn"
    ]
    parts += history.reasons(member_id, work, with_it)
    if pair in facts.movable:
        parts.append(("kept", -KEPT))
    said.reasons[pair] = parts


def _seats(facts: Facts, pinned: Iterable[tuple[UUID, Work]], first: date) -> dict[str, Seat]:
    """The seats to give, and what is pinned, by their ids in the problem."""
    seats: dict[str, Seat] = {}
    on: Counter[str] = Counter()
    for member_id, work in pinned:
        seat_id = _seat_id(member_id, work)
        on[seat_id] += 1
        if work.shift_id not in facts.targets:
            seats[seat_id] = _seat(facts, seat_id, work, first, on[seat_id])
    for shift_id, need in facts.targets.items():
        seats[str(shift_id)] = _seat(facts, str(shift_id), facts.shifts[shift_id].work(), first, need)
    return seats


def _seat(facts: Facts, seat_id: str, work: Work, first: date, need: int) -> Seat:
    zone = facts.ground.zone_of(work)
    origin = datetime.combine(first, time(), facts.zone)
    start = (work.starts_at - origin) // MINUTE
    return Seat(
        id=seat_id,
        day=(_day(facts, work) - first).days,
        start=start,
        end=start + (work.ends_at - work.starts_at) // MINUTE,
        minutes=minutes_of(work),
        need=need,
        under=EMPTY_SEAT,
        site=str(work.site_id or ""),
        night=is_night(work.starts_at, work.ends_at, zone),
    )


def _seat_id(member_id: UUID, work: Work) -> str:
    """A shift's own id; work without a shift is a seat of its own."""
    return str(work.shift_id) if work.shift_id else f"{member_id}/{work.starts_at.isoformat()}"


def _ways(facts: Facts) -> Iterator[tuple[tuple[str, str], int]]:
    """Minutes from site to site, where the guards look at the way at all."""
    if level_of("travel", facts.ground.choices) == "off":
        return
    for one in facts.ground.places.values():
        for other in facts.ground.places.values():
            if one.id != other.id:
                minutes = ceil(distance_km(one, other) * 60 / facts.ground.choices.travel_kmh)
                yield (str(one.id), str(other.id)), minutes


def _week_cap(facts: Facts, member_id: UUID, first: date) -> int | None:
    """Minutes that the roster never goes beyond in a week, where the guards would refuse it."""
    choices = facts.ground.choices
    terms = facts.people[member_id].terms_on(first)
    caps = []
    if level_of("week_52", choices) != "off":
        caps.append(law.WEEK_MIN.on(first) + law.WEEK_OVERTIME_MIN.on(first))
    if terms is not None and 0 < terms.weekly_min < law.WEEK_MIN.on(first):
        if level_of("part_time_12", choices) != "off":
            caps.append(terms.weekly_min + law.PART_TIME_EXTRA_MIN.on(first))
        if level_of("part_time_consent", choices) == "refuse" and not terms.extra_hours_agreed:
            caps.append(terms.weekly_min)
    return min(caps, default=None)


def _day(facts: Facts, work: Work) -> date:
    return work.starts_at.astimezone(ZoneInfo(facts.ground.zone_of(work))).date()
