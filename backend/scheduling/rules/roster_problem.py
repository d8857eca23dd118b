"""From a firm's plan to the problem that the automatic roster's engine solves: decisions without I/O.

The rules of the guards decide who may have which seat: what they refuse is barred, what they warn of costs.
What depends on the seats that the roster itself gives (rest, the way between sites, hours of a week) the
engine knows in its own terms. Everything that somebody set by hand is pinned.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.scheduling.engine.model import SATURDAY, Bar, Cost, Fairness, Person, Problem, Seat
from backend.scheduling.rules.guards import broken_rules
from backend.scheduling.rules.guards.catalogue import RULES, level_of
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Ground, PlannedShift, Work
from backend.scheduling.rules.guards.facts import Person as Member
from backend.scheduling.rules.guards.rest import distance_km, nearest_km
from backend.scheduling.rules.times import monday_of
from backend.scheduling.schemas.rosterings import Weights

EMPTY_SEAT = 1_000
"""The price of a seat that stays empty: more than all wishes about it together."""
WARNED = 120
"""The price of a choice that a rule warns of."""
WISH, NIGHT, WEEKEND = 8, 5, 5
KEPT = 15
"""What it is worth that somebody of an earlier automatic roster stays."""
FAR_KM = 20
LONGEST_WEEK_MIN = 52 * 60
"""근로기준법 제53조: 40 hours and 12 more."""
FULL_TIME_MIN = 40 * 60
MOST_EXTRA_MIN = 12 * 60
"""기간제법 제6조: of part-timers, above their contract."""
NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)
"""근로기준법 제56조 제3항."""
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
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


@dataclass(frozen=True, slots=True)
class Modelled:
    """The problem, the roster as it is in its terms, and what the guards said about each pair."""

    problem: Problem
    current: frozenset[tuple[str, str]]
    refused: Mapping[Pair, list[str]]
    reasons: Mapping[Pair, list[tuple[str, int]]]
    week_cap: Mapping[UUID, int]


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
    history = _History(facts, first)
    for member_id in facts.people:
        for shift_id in facts.targets:
            _judge(facts, history, member_id, shift_id, said)
    caps = {member_id: _week_cap(member, first) for member_id, member in facts.people.items()}
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
            Bar(str(member), str(shift), codes[0])
            for (member, shift), codes in said.refused.items()
            if member in useful
        ),
        pinned=frozenset((str(member_id), _seat_id(member_id, work)) for member_id, work in pinned),
        travel=dict(_ways(facts)),
        one_a_day=False,
        first_weekday=first.weekday(),
        fairness=Fairness(NIGHT * facts.weights.fairness, WEEKEND * facts.weights.fairness),
    )
    current = problem.pinned | {(str(member), str(shift)) for member, shift in facts.movable}
    return Modelled(problem, current, said.refused, said.reasons, caps)


def _judge(facts: Facts, history: "_History", member_id: UUID, shift_id: UUID, said: _Said) -> None:
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


class _History:
    """What counts of the weeks before, and of what people wished for."""

    def __init__(self, facts: Facts, first: date) -> None:
        self.facts = facts
        self.first = first
        self.visits: Counter[Pair] = Counter((one.member_id, one.site_id) for one in facts.past)
        self.nights: Counter[UUID] = Counter(
            one.member_id for one in facts.past if is_night(one.starts_at, one.ends_at, one.zone)
        )
        self.weekends: dict[UUID, set[date]] = defaultdict(set)
        for one in facts.past:
            day = one.starts_at.astimezone(ZoneInfo(one.zone)).date()
            if day.weekday() >= SATURDAY:
                self.weekends[one.member_id].add(monday_of(day))
        self.wishes = {(wish.member_id, wish.on_day): wish for wish in facts.wishes}

    def reasons(self, member_id: UUID, work: Work, with_it: Diary) -> list[tuple[str, int]]:
        """The parts of the price of this choice; what is not 0 and has a weight."""
        weights = self.facts.weights
        day = with_it.first_day(work)
        wish = self.wishes.get((member_id, day))
        signed = 0 if wish is None else wish.weight if wish.kind == "off" else -wish.weight
        visits = self.visits[member_id, work.site_id] if work.site_id else 0
        km = nearest_km(with_it, work, self.facts.ground)
        over, missing, won = self._contract(member_id, day, work, with_it)
        parts = [
            ("wish_off" if signed > 0 else "wish_work", WISH * weights.wishes * signed),
            ("continuity", -weights.continuity * min(visits, 8)),
            ("travel", ceil(weights.travel * min(km, FAR_KM)) if km is not None else 0),
            ("over_contract", weights.cost * ceil(over / 30)),
            ("under_contract", -weights.cost * min(missing // 60, 10)),
            ("wage", weights.cost * (won // 10_000)),
        ]
        return [(code, points) for code, points in parts if points]

    def _contract(self, member_id: UUID, day: date, work: Work, with_it: Diary) -> tuple[int, int, int]:
        """Minutes above the contract with this work, minutes missing without it, and its wage in won."""
        terms = self.facts.people[member_id].terms_on(day)
        if terms is None:
            return 0, 0, 0
        minutes = _minutes(work)
        total = with_it.week_total(day)
        won = terms.wage_won * minutes // 60 if terms.wage_kind == "hourly" else 0
        return max(0, min(minutes, total - terms.weekly_min)), max(0, terms.weekly_min - total + minutes), won


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
        minutes=_minutes(work),
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


def _week_cap(member: Member, first: date) -> int:
    """Minutes that the roster never goes beyond in a week."""
    terms = member.terms_on(first)
    if terms is None or terms.weekly_min >= FULL_TIME_MIN:
        return LONGEST_WEEK_MIN
    return min(LONGEST_WEEK_MIN, terms.weekly_min + MOST_EXTRA_MIN)


def _day(facts: Facts, work: Work) -> date:
    return work.starts_at.astimezone(ZoneInfo(facts.ground.zone_of(work))).date()


def _minutes(work: Work) -> int:
    return max(0, (work.ends_at - work.starts_at) // MINUTE - work.break_min)


def is_night(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether any of it lies between 22:00 and 06:00 by the clocks of the zone."""
    place = ZoneInfo(zone)
    local = starts_at.astimezone(place)
    if not NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return True
    return ends_at > datetime.combine(local.date(), NIGHT_BEGINS, place)
