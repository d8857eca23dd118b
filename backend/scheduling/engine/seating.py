"""Seats as they are: visits to sites at any hour, several a day. One CP-SAT model with a greedy beginning.

What column generation needs (one shift a day, rules by counts) does not hold here; what holds is that most
seats are far apart in time, so the model falls into small parts that the solver finds by itself.
"""

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from backend.scheduling.engine.model import MINUTES_OF_DAY, SATURDAY, Person, Problem, Seat, Solution

OnProgress = Callable[[int, float | None, int], None]
"""Hears of each better roster: its value, a bound that no roster is below (if known), and filled seats."""

MOST_PAIRS = 60_000
"""Above so many pairs of person and seat only the cheapest people of each seat are looked at."""
WORKERS = 2
LOOK_EVERY_S = 0.1

Pair = tuple[int, int]
"""A person and a seat, as they are counted in the problem."""


@dataclass
class Ground:
    """The problem, looked up. `free` are the people wanted besides those who are pinned."""

    problem: Problem
    price: dict[Pair, int] = field(default_factory=dict)
    allowed: dict[int, list[int]] = field(default_factory=dict)
    pinned: dict[int, list[int]] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)

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


def ground_of(problem: Problem) -> Ground:
    """Who may have which seat, at what price."""
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


def seat_people(
    problem: Problem,
    *,
    seconds: float,
    on_progress: OnProgress = lambda _value, _bound, _filled: None,
    cancelled: Callable[[], bool] = lambda: False,
    seed: int = 0,
) -> Solution:
    """The best roster found in this time, which is a good one at once. Never breaks a hard rule."""
    began = time.monotonic()
    ground = ground_of(problem)
    best = greedy(ground)
    value = value_of(ground, best)
    on_progress(value, None, len(best))
    bound = None
    left = seconds - (time.monotonic() - began)
    if left > 0 and not cancelled() and ground.free:
        model, chosen = build(ground, best)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = left
        solver.parameters.num_workers = min(WORKERS, os.cpu_count() or 1)
        solver.parameters.random_seed = seed
        over = threading.Event()
        watch = threading.Thread(target=stop_when, args=(solver, cancelled, over), daemon=True)
        watch.start()
        try:
            status = solver.solve(model, Listener(chosen, on_progress))
        finally:
            over.set()
            watch.join()
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = {pair for pair, variable in chosen.items() if solver.boolean_value(variable)}
            bound = solver.best_objective_bound
            if value_of(ground, found) <= value:
                best, value = found, value_of(ground, found)
    ids = frozenset((problem.people[who].id, problem.seats[what].id) for who, what in best)
    took = time.monotonic() - began
    return Solution(ids | problem.pinned, value, bound, round(took, 3), "seats")


class Listener(cp_model.CpSolverSolutionCallback):
    """Tells of each better roster."""

    def __init__(self, chosen: dict[Pair, cp_model.IntVar], on_progress: OnProgress) -> None:
        super().__init__()
        self.chosen = chosen
        self.on_progress = on_progress

    def on_solution_callback(self) -> None:
        filled = sum(self.boolean_value(variable) for variable in self.chosen.values())
        self.on_progress(round(self.objective_value), self.best_objective_bound, filled)


def stop_when(solver: cp_model.CpSolver, cancelled: Callable[[], bool], over: threading.Event) -> None:
    """End the search soon after somebody asked for it, whether it finds anything or not."""
    while not over.wait(LOOK_EVERY_S):
        if cancelled():
            solver.stop_search()


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


def build(ground: Ground, hint: set[Pair]) -> tuple[cp_model.CpModel, dict[Pair, cp_model.IntVar]]:
    """The model, and its variable of each pair."""
    model = cp_model.CpModel()
    chosen = {(who, what): model.new_bool_var("") for what, able in ground.allowed.items() for who in able}
    costs: list[tuple[int, cp_model.LinearExprT]] = []
    constant = ground.problem.base + sum(
        ground.price.get((who, what), 0) for who, seats in ground.pinned.items() for what in seats
    )
    for what, able in ground.allowed.items():
        variables = [chosen[who, what] for who in able]
        model.add(sum(variables) <= ground.free[what])
        constant += ground.seats[what].under * ground.free[what]
        costs += [
            (ground.price.get((who, what), 0) - ground.seats[what].under, chosen[who, what]) for who in able
        ]
    mine: dict[int, list[int]] = defaultdict(list)
    for who, what in chosen:
        mine[who].append(what)
    for who, seats in mine.items():
        for group in at_most_one(ground, who, seats):
            model.add_at_most_one(chosen[who, what] for what in group)
        limit_weeks(ground, model, chosen, who, seats)
    costs += list(fair(ground, model, chosen, mine))
    for pair, variable in chosen.items():
        model.add_hint(variable, pair in hint)
    model.minimize(sum(price * term for price, term in costs if price) + constant)
    return model, chosen


def at_most_one(ground: Ground, who: int, seats: list[int]) -> Iterator[list[int]]:
    """Groups of seats of which a person has one: those at the same moment, and pairs that are too near."""
    order = sorted(seats, key=lambda at: ground.seats[at].start)
    person = ground.people[who]
    reach = max((*ground.problem.travel.values(), person.rest, MINUTES_OF_DAY))
    going_on: list[int] = []
    for place, one in enumerate(order):
        first = ground.seats[one]
        going_on = [other for other in going_on if ground.seats[other].end > first.start]
        if going_on:
            yield [*going_on, one]
        going_on.append(one)
        for other in order[place + 1 :]:
            second = ground.seats[other]
            if second.start > first.end + reach:
                break
            if second.start >= first.end and ground.clash(person, one, other):
                yield [one, other]


def limit_weeks(
    ground: Ground,
    model: cp_model.CpModel,
    chosen: dict[Pair, cp_model.IntVar],
    who: int,
    seats: list[int],
) -> None:
    """No week holds more than the person's limit."""
    most = ground.people[who].max_week_minutes
    if most is None:
        return
    before = Weeks(ground)
    by_week: dict[int, list[int]] = defaultdict(list)
    for what in seats:
        by_week[before.week(ground.seats[what])].append(what)
    for week, ours in by_week.items():
        left = most - before.minutes[who, week]
        if sum(ground.seats[what].minutes for what in ours) > left:
            model.add(sum(ground.seats[what].minutes * chosen[who, what] for what in ours) <= max(0, left))


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
            yield Share(price, counts, had, -(-total // len(had)))


def fair(
    ground: Ground,
    model: cp_model.CpModel,
    chosen: dict[Pair, cp_model.IntVar],
    mine: dict[int, list[int]],
) -> Iterator[tuple[int, cp_model.LinearExprT]]:
    """The price of nights and of weekends above an equal share."""
    for share in shares(ground):
        for who, seats in mine.items():
            ours = [chosen[who, what] for what in seats if share.counts[what]]
            most = share.had[who] + len(ours)
            if ours and most > share.equal:
                above = model.new_int_var(0, most, "")
                model.add(above >= sum(ours) + share.had[who] - share.equal)
                yield share.price, above


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
