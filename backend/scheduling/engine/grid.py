"""A problem of shift types as arrays: one seat a person and day, rules by counts."""

from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np
from numpy.typing import NDArray

from backend.scheduling.engine.model import Person, Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = 1.0e7
"""A price that no roster pays: the seat is not this person's to have."""
OFF = -1
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Grid:
    """Axes: people, days, kinds. `cost` is what a seat costs by itself; `must` is the kind that a day is
    pinned to, OFF where it must be free, -2 where it is to be decided. `lengths` are in `unit` minutes."""

    problem: Problem
    kinds: tuple[str, ...]
    unit: int
    lengths: Ints
    cost: Floats
    must: Ints
    need: Ints
    under: Ints
    over: Ints
    forbidden: Flags
    most: Ints
    ids: dict[tuple[int, int], str]

    @cached_property
    def classes(self) -> Ints:
        """The class of each kind: kinds are of one class when the same kinds may follow them."""
        rows = [tuple(row) for row in self.forbidden.tolist()]
        number = {row: at for at, row in enumerate(dict.fromkeys(rows))}
        return np.array([number[row] for row in rows])

    @cached_property
    def after(self) -> tuple[tuple[int, ...], ...]:
        """For each kind, the classes that it may follow."""
        first_of = [int(np.flatnonzero(self.classes == at)[0]) for at in range(self.classes.max() + 1)]
        return tuple(
            tuple(at for at, first in enumerate(first_of) if not self.forbidden[first, kind])
            for kind in range(len(self.kinds))
        )

    @property
    def days(self) -> int:
        return self.problem.days

    @property
    def people(self) -> tuple[Person, ...]:
        return self.problem.people

    def assigned(self, roster: Ints) -> frozenset[tuple[str, str]]:
        """Of people and days, each with a kind or OFF."""
        return frozenset(
            (self.people[who].id, self.ids[day, int(roster[who, day])])
            for who, day in np.argwhere(roster != OFF).tolist()
        )

    def covered(self, roster: Ints) -> Ints:
        counts = np.zeros((self.days, len(self.kinds)), np.int64)
        who, day = np.nonzero(roster != OFF)
        np.add.at(counts, (day, roster[who, day]), 1)
        return counts

    def cover_cost(self, counts: Ints) -> int:
        missing = np.maximum(self.need - counts, 0)
        return int((missing * self.under + np.maximum(counts - self.need, 0) * self.over).sum())

    def own_cost(self, roster: Ints) -> int:
        who, day = np.nonzero(roster != OFF)
        return round(float(self.cost[who, day, roster[who, day]].sum()))

    def value(self, roster: Ints) -> int:
        return self.problem.base + self.own_cost(roster) + self.cover_cost(self.covered(roster))


def grid_of(problem: Problem) -> Grid | None:
    """The arrays; None when the problem has what they cannot say (several seats a day, rest in minutes,
    weekly limits, fairness): then the search works on seats alone."""
    if not can_be_a_grid(problem):
        return None
    kinds = tuple(dict.fromkeys(seat.kind for seat in problem.seats))
    at = {kind: index for index, kind in enumerate(kinds)}
    lengths = {seat.kind: seat.minutes for seat in problem.seats}
    unit = gcd(*lengths.values())
    shape = (problem.days, len(kinds))
    need, under, over = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    ids: dict[tuple[int, int], str] = {}
    for seat in problem.seats:
        cell = seat.day, at[seat.kind]
        need[cell], under[cell], over[cell] = seat.need, seat.under, seat.over or 0
        ids[cell] = seat.id
    forbidden = np.zeros((len(kinds), len(kinds)), bool)
    for first, seconds in problem.not_followed_by.items():
        for second in seconds & at.keys():
            forbidden[at[first], at[second]] = True
    cost, must = prices(problem, at)
    missing = np.ones(shape, bool)
    missing[tuple(np.array(list(ids)).T)] = False
    cost[:, missing] = NEVER
    most = np.array(
        [[person.max_of_kind.get(kind, problem.days) for kind in kinds] for person in problem.people]
    )
    cost.transpose(0, 2, 1)[most == 0] = NEVER
    return Grid(
        problem,
        kinds,
        unit,
        np.array([lengths[kind] // unit for kind in kinds]),
        cost,
        must,
        need,
        under,
        over,
        forbidden,
        most,
        ids,
    )


def can_be_a_grid(problem: Problem) -> bool:
    cells = {(seat.day, seat.kind) for seat in problem.seats}
    lengths = {(seat.kind, seat.minutes) for seat in problem.seats}
    return (
        problem.one_a_day
        and problem.first_weekday == 0
        and len(cells) == len(problem.seats)
        and len(lengths) == len({kind for kind, _ in lengths})
        and all(seat.over is not None for seat in problem.seats)
        and not (problem.fairness.night or problem.fairness.weekend)
        and not any(
            person.rest or person.max_week_minutes is not None or person.run_before or person.kind_before
            for person in problem.people
        )
    )


def prices(problem: Problem, at: dict[str, int]) -> tuple[Floats, Ints]:
    cost = np.zeros((len(problem.people), problem.days, len(at)))
    must = np.full((len(problem.people), problem.days), -2, np.int64)

    def cell(person: str, seat: str) -> tuple[int, int, int]:
        found = problem.seats[problem.seat_index[seat]]
        return problem.person_index[person], found.day, at[found.kind]

    for price in problem.costs:
        cost[cell(price.person, price.seat)] += price.value
    for bar in problem.bars:
        cost[cell(bar.person, bar.seat)] = NEVER
    for who, person in enumerate(problem.people):
        must[who, list(person.days_off)] = OFF
    for person_id, day in problem.locked:
        must[problem.person_index[person_id], day] = OFF
    for person_id, seat_id in problem.pinned:
        who, day, kind = cell(person_id, seat_id)
        must[who, day] = kind
        kept = cost[who, day, kind]
        cost[who, day, :] = NEVER
        cost[who, day, kind] = kept
    cost[must == OFF] = NEVER
    return cost, must
