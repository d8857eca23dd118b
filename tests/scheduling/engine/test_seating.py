"""The roster over seats as they are, against every roster there is."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.scheduling.engine import seating_search
from backend.scheduling.engine.model import Bar, Cost, Fairness, Person, Problem, Seat
from backend.scheduling.engine.seating import NotModelled
from backend.scheduling.engine.seating_search import seat_people

HOUR = 60


def breaks_a_rule(problem: Problem, roster: set[tuple[str, str]]) -> bool:
    """Said again in other words than the search's, from the problem alone."""
    barred = {(bar.person, bar.seat) for bar in problem.bars}
    if roster & barred or not problem.pinned <= roster:
        return True
    for seat in problem.seats:
        if sum(what == seat.id for _, what in roster) > seat.need:
            return True
    for person in problem.people:
        mine = sorted(
            (seat for seat in problem.seats if (person.id, seat.id) in roster), key=lambda s: s.start
        )
        for earlier, later in combinations(mine, 2):
            gap = later.start - earlier.end
            way = problem.travel.get((earlier.site, later.site), 0)
            if gap < way or (earlier.day != later.day and gap < person.rest):
                return True
        for week in range(2):
            minutes = sum(seat.minutes for seat in mine if problem.week(seat.day) == week)
            if person.max_week_minutes is not None and minutes > person.max_week_minutes:
                return True
    return False


def price(problem: Problem, roster: set[tuple[str, str]]) -> int:
    costs = sum(cost.value for cost in problem.costs if (cost.person, cost.seat) in roster)
    empty = sum(
        seat.under * (seat.need - sum(what == seat.id for _, what in roster)) for seat in problem.seats
    )
    wanted = sum(seat.need for seat in problem.seats if seat.night)
    past = sum(person.nights_before for person in problem.people)
    share = -(-(wanted + past) // len(problem.people))
    unfair = 0
    for person in problem.people:
        nights = sum(seat.night and (person.id, seat.id) in roster for seat in problem.seats)
        unfair += problem.fairness.night * max(0, person.nights_before + nights - share)
    return costs + empty + unfair


def best_of_all(problem: Problem) -> int:
    pairs = [(person.id, seat.id) for person in problem.people for seat in problem.seats]
    rosters = (
        {p for p, is_on in zip(pairs, on, strict=True) if is_on} for on in product((0, 1), repeat=len(pairs))
    )
    return min(price(problem, roster) for roster in rosters if not breaks_a_rule(problem, roster))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    seats = []
    for number in range(draw(st.integers(1, 4))):
        day, hour, long = draw(st.integers(5, 8)), draw(st.integers(0, 21)), draw(st.integers(1, 8))
        start = (24 * day + hour) * HOUR
        need, site = draw(st.integers(1, 2)), draw(st.sampled_from("xy"))
        seats.append(
            Seat(
                f"s{number}",
                day,
                start,
                start + long * HOUR,
                long * HOUR,
                need,
                100,
                site=site,
                night=hour > 15,
            )
        )
    people = tuple(
        Person(
            f"p{number}",
            rest=draw(st.sampled_from([0, 11 * HOUR])),
            max_week_minutes=draw(st.sampled_from([None, 10 * HOUR])),
            nights_before=draw(st.integers(0, 2)),
        )
        for number in range(3)
    )
    pairs = [(person.id, seat.id) for person in people for seat in seats]
    bars = draw(st.sets(st.sampled_from(pairs), max_size=3))
    return Problem(
        days=14,
        people=people,
        seats=tuple(seats),
        costs=tuple(Cost(*pair, "any", draw(st.integers(-20, 130))) for pair in pairs),
        bars=tuple(Bar(*pair, "any") for pair in sorted(bars)),
        pinned=frozenset([min(set(pairs) - bars)] if draw(st.booleans()) and set(pairs) - bars else []),
        travel={("x", "y"): 45, ("y", "x"): 45},
        one_a_day=False,
        fairness=Fairness(night=draw(st.integers(0, 9))),
    )


@settings(max_examples=40, deadline=None)
@given(problems())
def test_it_finds_the_best_roster_that_breaks_no_rule(problem: Problem):
    told: list[int] = []
    found = seat_people(problem, seconds=5, on_progress=lambda value, _bound, _filled: told.append(value))

    assert not breaks_a_rule(problem, set(found.assigned))
    assert price(problem, set(found.assigned)) == found.value == best_of_all(problem)
    assert found.value <= min(told)


def week_of_many(people: int, seats: int) -> Problem:
    """Morning, noon and evening of a week, more than one model; the best are worth most in the last seats."""
    made = []
    for number in range(seats):
        day, start = number % 7, (24 * (number % 7) + 6 + 5 * (number // 7 % 3)) * HOUR
        made.append(Seat(f"s{number}", day, start, start + 3 * HOUR, 180, site=f"{number % 4}", under=500))
    crew = tuple(Person(f"p{number}", rest=11 * HOUR, max_week_minutes=20 * HOUR) for number in range(people))
    costs = tuple(
        Cost(person.id, seat.id, "continuity", -(at % 5) * (1 + number % 3))
        for at, person in enumerate(crew)
        for number, seat in enumerate(made)
    )
    return Problem(days=7, people=crew, seats=tuple(made), costs=costs, one_a_day=False)


def test_a_large_problem_is_solved_in_parts_and_told_as_it_gets_better(monkeypatch):
    monkeypatch.setattr(seating_search, "PAIRS_OF_A_PART", 100)
    monkeypatch.setattr(seating_search, "PAIRS_OF_THE_WHOLE", 0)
    problem, told = week_of_many(12, 42), []
    found = seat_people(problem, seconds=1.0, on_progress=lambda value, _bound, _filled: told.append(value))
    assert not breaks_a_rule(problem, set(found.assigned))
    assert price(problem, set(found.assigned)) == found.value == told[-1] < told[0]


def test_it_stops_when_asked_with_the_best_so_far():
    problem = week_of_many(40, 200)
    found = seat_people(problem, seconds=60, cancelled=lambda: True)
    assert found.seconds < 5
    assert len(found.assigned) == 200
    assert not breaks_a_rule(problem, set(found.assigned))


@pytest.mark.parametrize(
    "rule", [{"max_run": 5}, {"min_minutes": 60}, {"max_weekends": 1}, {"kind_before": "N"}]
)
def test_a_rule_that_it_does_not_know_is_never_left_out_silently(rule):
    problem = replace(week_of_many(2, 3), people=(Person("p0", **rule), Person("p1")))
    with pytest.raises(NotModelled):
        seat_people(problem, seconds=1)
