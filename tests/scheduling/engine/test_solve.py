"""Rosters of shift types: the best one on small instances, never a broken rule, stopped at any time."""

import math
from collections.abc import Callable

import msgspec
import pytest

from backend.scheduling.engine.benchmark_format import BadInstance, read
from backend.scheduling.engine.checker import check
from backend.scheduling.engine.explain import choices, empty_seats
from backend.scheduling.engine.model import Infeasible, Problem, Solution
from backend.scheduling.engine.repair import repair
from backend.scheduling.engine.solve import solve
from tests.bench.roster_instances import made_up

TINY = """
SECTION_HORIZON
7

SECTION_SHIFTS
# the late shift is not followed by the early one
E,480,
L,480,E

SECTION_STAFF
A,E=7|L=7,2400,1440,5,2,2,1
B,E=7|L=0,2400,1440,5,2,2,0
C,E=1|L=7,2400,1440,5,2,2,1

SECTION_DAYS_OFF
A,0

SECTION_SHIFT_ON_REQUESTS
B,1,E,3

SECTION_SHIFT_OFF_REQUESTS
C,2,L,2

SECTION_COVER
{cover}
"""
COVER = "\n".join(f"{day},{kind},1,100,1" for day in range(7) for kind in "EL")


@pytest.fixture(scope="module")
def tiny() -> Problem:
    return read(TINY.format(cover=COVER))


def test_a_small_roster_is_the_best_there_is(tiny: Problem) -> None:
    best = best_by_trying(tiny)
    solution = until(tiny, lambda value, _bound: value <= best)
    verdict = check(tiny, solution.assigned)
    assert verdict.broken == ()
    assert verdict.value == solution.value == best


def until(problem: Problem, enough: Callable[[int, float], bool], seed: int = 0) -> Solution:
    """Search until it is enough. A minute is far more than it takes, on a busy machine, too."""
    reached: list[bool] = []

    def hear(value: int, bound: float | None, _filled: int) -> None:
        reached.append(enough(value, -math.inf if bound is None else bound))

    return solve(problem, seconds=60, seed=seed, on_progress=hear, cancelled=lambda: any(reached))


def best_by_trying(problem: Problem) -> int:
    """Every combination of schedules, by the checker's rules alone."""
    from itertools import product

    from backend.scheduling.engine.checker import problems_of

    cells = {(seat.day, seat.kind): seat for seat in problem.seats}
    weight = {(cost.person, cost.seat): cost.value for cost in problem.costs}
    options: list[dict[frozenset[str], int]] = []
    for person in problem.people:
        mine: dict[frozenset[str], int] = {}
        for kinds in product(" EL", repeat=problem.days):
            if not 3 <= sum(kind != " " for kind in kinds) <= 5:
                continue
            seats = [cells[day, kind] for day, kind in enumerate(kinds) if kind != " "]
            if problems_of(problem, person, seats):
                continue
            mine[frozenset(seat.id for seat in seats)] = sum(weight.get((person.id, s.id), 0) for s in seats)
        options.append(mine)
    bits = {seat.id: 1 << at for at, seat in enumerate(problem.seats)}
    # Two people at most may share a cell here without anybody gaining, so covers are added seat by seat.
    first, second, third = (
        [(sum(bits[seat] for seat in seats), cost) for seats, cost in mine.items()] for mine in options
    )
    best = 10**9
    wanted = sum(seat.need for seat in problem.seats)
    for one, cost_one in first:
        for two, cost_two in second:
            both, twice = one | two, (one & two).bit_count()
            for three, cost_three in third:
                covered = both | three
                too_many = twice + (both & three).bit_count()
                value = 100 * (wanted - covered.bit_count()) + too_many + cost_one + cost_two + cost_three
                best = min(best, value)
    return best + problem.base


def test_a_larger_roster_comes_near_its_bound() -> None:
    problem = read(made_up(8, 2, seed=3))
    solution = until(problem, lambda value, bound: value <= bound * 1.1, seed=1)
    verdict = check(problem, solution.assigned)
    assert verdict.broken == ()
    assert verdict.value == solution.value
    assert solution.bound is not None
    assert solution.bound <= solution.value <= solution.bound * 1.1


def test_weeks_after_weeks_the_rules_of_the_whole_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.scheduling.engine.search.CELLS_OF_ALL", 1000)
    monkeypatch.setattr("backend.scheduling.engine.search.CELLS_OF_A_WINDOW", 1000)
    problem = read(made_up(6, 6, kinds=4, seed=5))
    solution = solve(problem, seconds=1.5)
    verdict = check(problem, solution.assigned)
    assert verdict.broken == ()
    assert verdict.value == solution.value


def test_stopped_at_once_it_still_keeps_every_rule() -> None:
    problem = read(made_up(12, 4, seed=2))
    heard: list[int] = []
    solution = solve(
        problem,
        seconds=60,
        cancelled=lambda: len(heard) > 0,
        on_progress=lambda value, _bound, _filled: heard.append(value),
    )
    assert solution.seconds < 30
    assert check(problem, solution.assigned).broken == ()


def test_the_same_seed_gives_the_same_roster(tiny: Problem) -> None:
    one, other = (until(tiny, lambda value, _bound: value <= 0, seed=7) for _ in range(2))
    assert one.assigned == other.assigned


def test_rules_that_cannot_be_kept_together_name_the_person(tiny: Problem) -> None:
    away = msgspec.structs.replace(tiny.people[0], days_off=frozenset(range(7)))
    with pytest.raises(Infeasible) as caught:
        solve(msgspec.structs.replace(tiny, people=(away, *tiny.people[1:])), seconds=1)
    assert caught.value.who == ("A",)


def test_text_that_is_no_instance_is_refused() -> None:
    with pytest.raises(BadInstance):
        read("SECTION_HORIZON\nfourteen\n")


def test_what_is_pinned_stays(tiny: Problem) -> None:
    pinned = msgspec.structs.replace(tiny, pinned=frozenset({("C", "2:L")}))
    solution = solve(pinned, seconds=0.8)
    assert ("C", "2:L") in solution.assigned
    assert check(pinned, solution.assigned).broken == ()


def test_when_somebody_drops_out_little_else_moves() -> None:
    problem = read(made_up(10, 2, seed=4))
    before = solve(problem, seconds=2).assigned
    who, seat = min(before)
    day = int(seat.partition(":")[0])
    after = repair(problem, before, absent=[(who, day)], seconds=2)
    assert (who, seat) not in after.assigned
    assert len(before - after.assigned) <= 3
    others = [what for what in check(problem, after.assigned).broken if not what.startswith(f"{who}:")]
    assert others == []


def test_an_empty_seat_says_why_each_person_is_not_on_it(tiny: Problem) -> None:
    solution = until(tiny, lambda value, _bound: value <= 100)
    empty = empty_seats(tiny, solution.assigned)
    held = {seat for _, seat in solution.assigned}
    assert {one.seat for one in empty} == {seat.id for seat in tiny.seats} - held
    for one in empty:
        for why in one.why_not:
            if not why.reasons:
                # Possible, and yet dearer; otherwise the roster was not the best.
                assert why.more is not None
                assert why.more >= 0
    assert {choice.seat for choice in choices(tiny, solution.assigned)} == held
