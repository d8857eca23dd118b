"""Improving a roster: some people's schedules, over some weeks, are made anew; the others keep theirs."""

from dataclasses import dataclass

from backend.scheduling.engine.generation import Generation, Hurry
from backend.scheduling.engine.grid import OFF, Grid, Ints
from backend.scheduling.engine.master import Column, Task, choose
from backend.scheduling.engine.paths import Rules

WORTH = 0.99
"""Values are whole numbers: a roster is better by at least 1."""


@dataclass
class Part:
    """What is made anew: whose schedules, from which day to before which."""

    people: Ints
    first: int
    end: int


def task_of(grid: Grid, roster: Ints, part: Part) -> Task:
    """The part as a task, with the others' work taken off the need."""
    rest = roster.copy()
    rest[part.people, part.first : part.end] = OFF
    need = (grid.need - grid.covered(rest))[part.first : part.end]
    return Task(grid, part.people, part.first, part.end, need)


def remake(
    grid: Grid,
    rules: list[Rules],
    roster: Ints,
    part: Part,
    *,
    hurry: Hurry,
    seconds: float,
    known: dict[int, list[Ints]] | None = None,
    seed: int = 0,
) -> tuple[Ints | None, bool]:
    """A cheaper roster with the part made anew, or None; and whether the search of it was complete.

    `known` are schedules of the part's days that may be worth another look, for each person.
    """
    task = task_of(grid, roster, part)
    generation = Generation(task, rules, roster)
    now = [roster[who, part.first : part.end] for who in part.people]
    generation.add(list(enumerate(now)))
    start = list(range(len(now)))
    for place, who in enumerate(part.people.tolist()):
        generation.add([(place, days) for days in (known or {}).get(who, [])])
    value = sum(generation.pool.columns[at].cost for at in start) + task.cover_cost(task.counts(now))
    if not generation.run(hurry, stop_above=value - WORTH):
        return None, False
    if generation.bound > value - WORTH:
        return None, True
    columns, numbers = promising(generation, value)
    where = {number: at for at, number in enumerate(numbers)}
    picked = choose(task, columns, seconds=seconds, start=[where[at] for at in start], seed=seed)
    if picked is None:
        return None, False
    found = [columns[at] for at in picked]
    better = sum(column.cost for column in found) + task.cover_cost(
        task.counts([column.days for column in found])
    )
    if better > value - WORTH:
        return None, False
    new = roster.copy()
    for column in found:
        new[part.people[column.person], part.first : part.end] = column.days
    return new, False


def promising(generation: Generation, value: float) -> tuple[list[Column], list[int]]:
    """Only columns whose reduced cost fits between the relaxation and the value can be in a better roster;
    those of the roster itself stay to begin with."""
    assert generation.prices
    room = value - generation.prices.value
    people = len(generation.task.people)
    numbers = [
        at
        for at, column in enumerate(generation.pool.columns)
        if at < people or generation.reduced(column) < room
    ]
    return [generation.pool.columns[at] for at in numbers], numbers
