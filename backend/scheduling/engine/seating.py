"""Seats as they are, visits to sites at any hour: the problem looked up, and a first roster."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.scheduling.engine.model import SATURDAY, Person, Problem, Seat

MOST_PAIRS = 60_000
"""Above so many pairs of person and seat only the cheapest people of each seat are looked at."""

Pair = tuple[int, int]
"""A person and a seat, as they are counted in the problem."""


@dataclass
class Ground:
    """The problem, looked up. `free` are the people wanted besides those who are pinned.

    `equal`, of a part of a problem, are the equal shares of the whole.
    """

    problem: Problem
    price: dict[Pair, int] = field(default_factory=dict)
    allowed: dict[int, list[int]] = field(default_factory=dict)
    pinned: dict[int, list[int]] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)
    equal: tuple[int, ...] | None = None

    @property
    def seats(self) -> tuple[Seat, ...]:
        return self.problem.seats

    @property
    def people(self) -> tuple[Person, ...]:
        return self.problem.people

    def clash(self, person: Person, one: int, other: int) -> bool:
        """Whether nobody with this person's rest can have both seats."""
        first, second = sorted((self.seats[one], self.seats[other]), key=lambda seat: (seat.start, seat.end))
        gap = second.start - first.end
        if gap < self.problem.travel.get((first.site, second.site), 0):
            return True
        if self.problem.one_a_day and first.day == second.day:
            return True
        return first.day != second.day and gap < person.rest


class NotModelled(ValueError):
    """The problem has a rule that the search over seats does not know; to leave it out would break it."""


def refuse_unknown(problem: Problem) -> None:
    """Raises NotModelled for rules by counts: they hold where everybody has one shift a day (`grid.py`)."""
    plain = Person("")
    known = {
        "id",
        "rest",
        "max_week_minutes",
        "minutes_before",
        "days_off",
        "nights_before",
        "weekends_before",
    }
    for name in set(Person.__struct_fields__) - known:
        if any(getattr(person, name) != getattr(plain, name) for person in problem.people):
            raise NotModelled(name)
    if problem.not_followed_by or any(seat.over is not None for seat in problem.seats):
        raise NotModelled("not_followed_by" if problem.not_followed_by else "over")


def ground_of(problem: Problem) -> Ground:
    """Who may have which seat, at what price. Raises NotModelled."""
    refuse_unknown(problem)
    ground = Ground(problem)
    for price in problem.costs:
        pair = problem.person_index[price.person], problem.seat_index[price.seat]
        ground.price[pair] = ground.price.get(pair, 0) + price.value
    barred = {(problem.person_index[bar.person], problem.seat_index[bar.seat]) for bar in problem.bars}
    pinned = {(problem.person_index[who], problem.seat_index[what]) for who, what in problem.pinned}
    locked = {(problem.person_index[who], day) for who, day in problem.locked}
    held: dict[int, int] = defaultdict(int)
    for who, what in pinned:
        ground.pinned.setdefault(who, []).append(what)
        held[what] += 1
    ground.free = {at: seat.need - held[at] for at, seat in enumerate(ground.seats) if seat.need > held[at]}
    most = max(1, MOST_PAIRS // max(1, len(ground.free)))
    for what in ground.free:
        day = ground.seats[what].day
        able = [
            who
            for who, person in enumerate(ground.people)
            if (who, what) not in barred
            and (who, what) not in pinned
            and (who, day) not in locked
            and day not in person.days_off
            and not any(ground.clash(person, what, other) for other in ground.pinned.get(who, ()))
        ]
        # Among equals another beginning for each seat, or all seats would ask for the same people.
        ranked = sorted((ground.price.get((who, what), 0), (who * 7919 + what) % 1009, who) for who in able)
        ground.allowed[what] = [who for _, _, who in ranked[:most]]
    return ground


def greedy(ground: Ground) -> set[Pair]:
    """Seats in the order of how few can have them, each to the cheapest who still may."""
    has: dict[int, list[int]] = {who: list(seats) for who, seats in ground.pinned.items()}
    weeks = Weeks(ground)
    taken: set[Pair] = set()
    for what in sorted(ground.free, key=lambda at: (len(ground.allowed[at]), ground.seats[at].start)):
        open_seats = ground.free[what]
        for who in ground.allowed[what]:
            if not open_seats:
                break
            mine = has.setdefault(who, [])
            if not weeks.fits(who, what) or any(ground.clash(ground.people[who], what, o) for o in mine):
                continue
            if ground.price.get((who, what), 0) >= ground.seats[what].under:
                continue
            taken.add((who, what))
            mine.append(what)
            weeks.add(who, what)
            open_seats -= 1
    return taken


class Weeks:
    """Minutes of each person in each week."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.minutes: dict[tuple[int, int], int] = defaultdict(int)
        for who, person in enumerate(ground.people):
            self.minutes[who, 0] = person.minutes_before
        for who, seats in ground.pinned.items():
            for what in seats:
                self.add(who, what)

    def fits(self, who: int, what: int) -> bool:
        seat, most = self.ground.seats[what], self.ground.people[who].max_week_minutes
        return most is None or self.minutes[who, self.week(seat)] + seat.minutes <= most

    def add(self, who: int, what: int) -> None:
        seat = self.ground.seats[what]
        self.minutes[who, self.week(seat)] += seat.minutes

    def week(self, seat: Seat) -> int:
        return self.ground.problem.week(seat.day)


@dataclass(frozen=True)
class Share:
    """Nights, or weekends: the price of each above an equal share, who had how many, and what counts."""

    price: int
    counts: list[int]
    had: list[int]
    equal: int


def shares(ground: Ground) -> Iterator[Share]:
    """Of what a price stands on."""
    prices, problem = ground.problem.fairness, ground.problem
    nights = [int(seat.night) for seat in ground.seats]
    weekends = [int(problem.weekday(seat.day) >= SATURDAY) for seat in ground.seats]
    known = iter(ground.equal or ())
    for price, counts, before in (
        (prices.night, nights, [person.nights_before for person in ground.people]),
        (prices.weekend, weekends, [person.weekends_before for person in ground.people]),
    ):
        if price and ground.people:
            had = [
                past + sum(counts[what] for what in ground.pinned.get(who, ()))
                for who, past in enumerate(before)
            ]
            total = sum(had) + sum(counts[what] * people for what, people in ground.free.items())
            given = next(known, None)
            yield Share(price, counts, had, -(-total // len(had)) if given is None else given)


def value_of(ground: Ground, given: set[Pair]) -> int:
    """What a roster costs: empty seats, each choice, and what is not fair. `given` are not pinned."""
    filled: dict[int, int] = defaultdict(int)
    mine: dict[int, list[int]] = defaultdict(list)
    pinned = {(who, what) for who, seats in ground.pinned.items() for what in seats}
    for who, what in given:
        filled[what] += 1
        mine[who].append(what)
    value = ground.problem.base + sum(ground.price.get(pair, 0) for pair in given | pinned)
    value += sum(ground.seats[what].under * (people - filled[what]) for what, people in ground.free.items())
    for share in shares(ground):
        counted = [sum(share.counts[what] for what in mine[who]) for who in range(len(share.had))]
        above = (had + more - share.equal for had, more in zip(share.had, counted, strict=True))
        value += share.price * sum(max(0, one) for one in above)
    return value
