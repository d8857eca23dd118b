"""The search over seats as they are: parts of a roster made anew by CP-SAT, again and again.

What column generation needs (one shift a day, rules by counts) does not hold here; what holds is that most
seats are far apart in time. A small problem is one model, and its value is proved; of a large one some days
of everybody, or all days of some people, are solved while all else stays.
"""

import os
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from backend.scheduling.engine.model import MINUTES_OF_DAY, Problem, Solution
from backend.scheduling.engine.seating import Ground, Pair, Weeks, greedy, ground_of, shares, value_of

OnProgress = Callable[[int, float | None, int], None]
"""Hears of each better roster: its value, a bound that no roster is below (if known), and filled seats."""

PAIRS_OF_A_PART = 5_000
"""So many pairs of person and seat are one model."""
PAIRS_OF_THE_WHOLE = 20_000
"""Up to here the whole is tried as one model, too, in the second half of the time."""
SECONDS_OF_A_PART = 2.0
SHARE_OF_DAYS = 0.5
"""Of the parts are days of everybody; the others are all days of some people."""
WORKERS = 2
LOOK_EVERY_S = 0.1
LEAST_S = 0.05


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
    pairs, bound = sum(map(len, ground.allowed.values())), None
    until = began + seconds
    if pairs > PAIRS_OF_A_PART:
        whole = pairs <= PAIRS_OF_THE_WHOLE
        best = improve(ground, best, until - (seconds / 2 if whole else 0), on_progress, cancelled, seed)
    if pairs <= PAIRS_OF_THE_WHOLE:
        found, bound = solve(ground, best, until - time.monotonic(), on_progress, cancelled, seed)
        best = min(best, found, key=lambda one: value_of(ground, one))
    ids = frozenset((problem.people[who].id, problem.seats[what].id) for who, what in best)
    took = time.monotonic() - began
    return Solution(ids | problem.pinned, value_of(ground, best), bound, round(took, 3), "seats")


def improve(
    ground: Ground,
    best: set[Pair],
    until: float,
    on_progress: OnProgress,
    cancelled: Callable[[], bool],
    seed: int,
) -> set[Pair]:
    """Make parts of it anew until then; what is as good as before is taken, too, to get away from here."""
    rng, value = random.Random(seed), value_of(ground, best)  # noqa: S311 - a search, no secret
    while (left := until - time.monotonic()) > LEAST_S and not cancelled():
        part, kept = part_of(ground, best, rng)
        seconds = min(left, SECONDS_OF_A_PART)
        found, _ = solve(part, best - kept, seconds, _tell_nobody, cancelled, rng.randrange(1_000))
        better = value_of(ground, found | kept)
        if better < value:
            on_progress(better, None, len(found | kept))
        if better <= value:
            best, value = found | kept, better
    return best


def _tell_nobody(_value: int, _bound: float | None, _filled: int) -> None:
    """The value of a part is nobody's business."""


def solve(
    ground: Ground,
    hint: set[Pair],
    seconds: float,
    on_progress: OnProgress,
    cancelled: Callable[[], bool],
    seed: int,
) -> tuple[set[Pair], float | None]:
    """The best of one model in this time, and a bound; the hint itself when nothing is found."""
    if seconds <= 0 or cancelled() or not any(ground.allowed.values()):
        return hint, None
    model, chosen = build(ground, hint)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
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
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return hint, None
    found = {pair for pair, variable in chosen.items() if solver.boolean_value(variable)}
    return found, solver.best_objective_bound


def part_of(ground: Ground, best: set[Pair], rng: random.Random) -> tuple[Ground, set[Pair]]:
    """Some days of everybody, or all days of some people, and the pairs that stay as they are."""
    people = set(range(len(ground.people)))
    seats = sorted(ground.free, key=lambda at: ground.seats[at].start)
    sizes = {what: len(able) for what, able in ground.allowed.items()}
    if rng.random() < SHARE_OF_DAYS:
        at, window, pairs = rng.randrange(len(seats)), set[int](), 0
        while at < len(seats) and pairs < PAIRS_OF_A_PART:
            window.add(seats[at])
            pairs += sizes[seats[at]]
            at += 1
    else:
        share = PAIRS_OF_A_PART / max(1, sum(sizes.values()))
        people = set(rng.sample(sorted(people), max(2, int(len(people) * share**0.5))))
        theirs = {what for who, what in best if who in people}
        filled = Counter(what for _, what in best)
        window = theirs | {what for what, count in ground.free.items() if filled[what] < count}
    kept = {(who, what) for who, what in best if what not in window or who not in people}
    pinned: dict[int, list[int]] = {who: list(held) for who, held in ground.pinned.items()}
    more: dict[int, list[int]] = defaultdict(list)
    held_seats: Counter[int] = Counter()
    for who, what in kept:
        pinned.setdefault(who, []).append(what)
        more[who].append(what)
        held_seats[what] += 1
    free = {
        what: ground.free[what] - held_seats[what] for what in window if ground.free[what] > held_seats[what]
    }
    allowed = {
        what: [
            who
            for who in ground.allowed[what]
            if who in people
            and (who, what) not in kept
            and not any(ground.clash(ground.people[who], what, other) for other in more[who])
        ]
        for what in free
    }
    equal = ground.equal or tuple(share.equal for share in shares(ground))
    return Ground(ground.problem, ground.price, allowed, pinned, free, equal), kept


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


def fair(
    ground: Ground,
    model: cp_model.CpModel,
    chosen: dict[Pair, cp_model.IntVar],
    mine: dict[int, list[int]],
) -> Iterator[tuple[int, cp_model.LinearExprT]]:
    """The price of nights and of weekends above an equal share."""
    for share in shares(ground):
        for who, had in enumerate(share.had):
            ours = [chosen[who, what] for what in mine.get(who, ()) if share.counts[what]]
            if had + len(ours) > share.equal:
                above = model.new_int_var(max(0, had - share.equal), had + len(ours), "")
                model.add(above >= sum(ours) + had - share.equal)
                yield share.price, above
