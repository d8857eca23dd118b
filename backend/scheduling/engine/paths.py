"""The cheapest whole schedule of a person at given prices: a shortest path under resources, for many at once.

A state after some days: the class of the last shift and how long the block of work is (or how long the block
of days off), weekends worked, minutes worked, and the counts of up to two scarce kinds of shift. Shifts
with the same successors and predecessors are of one class. All states of all people under the same rules are
one array, and a day is a few dozen numpy operations on it (float32: prices are small).
"""

import threading
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backend.scheduling.engine.grid import NEVER, OFF, Grid, Ints
from backend.scheduling.engine.model import DAYS_OF_WEEK, SATURDAY

Singles = NDArray[np.float32]
CELLS_AT_ONCE = 6_000_000
"""States of all days that one sweep may hold: 24 MB, which caches still help with."""
COUNTED = 40
"""The most combinations of counts; beyond that, who has too many is searched for again."""
IMPOSSIBLE = np.float32(NEVER / 2)

_scratch = threading.local()


@dataclass(frozen=True)
class Rules:
    """What people of one group have in common. Minutes in units of the grid."""

    run_max: int
    run_min: int
    off_min: int
    weekends: int
    longest: int
    shortest: int


def rules_of(grid: Grid, who: int) -> Rules:
    person = grid.people[who]
    fits = int(grid.lengths.max()) * grid.days
    unit = grid.unit
    all_weekends = (grid.days + 6) // DAYS_OF_WEEK
    return Rules(
        min(person.max_run or grid.days, grid.days),
        person.min_run,
        person.min_off,
        all_weekends if person.max_weekends is None else min(person.max_weekends, all_weekends),
        fits if person.max_minutes is None else min(fits, person.max_minutes // unit),
        -(-person.min_minutes // unit),
    )


@dataclass(frozen=True)
class Step:
    """Shifts that are alike for the path: same class, same predecessors, same length, same count."""

    kinds: tuple[int, ...]
    kind_class: int
    after: tuple[int, ...]
    length: int
    counts: tuple[int, int]


@dataclass
class Window:
    """Which days are to be decided, and what lies around them.

    `start` is each person's state before the first day; `finish[who]` says after which states the days that
    follow can stay as they are; `weekends`, `longest`, `shortest`, `most` are what is left for these days.
    """

    first: int
    end: int
    start: Ints
    finish: NDArray[np.bool_]
    weekends: Ints
    longest: Ints
    shortest: Ints
    most: Ints


@dataclass
class Paths:
    """Schedules of the window: whose, what they cost at the given prices, and the kind of each day."""

    owner: Ints
    value: NDArray[np.float64]
    days: Ints

    @staticmethod
    def joined(parts: "list[Paths]") -> "Paths":
        return Paths(
            np.concatenate([part.owner for part in parts]),
            np.concatenate([part.value for part in parts]),
            np.concatenate([part.days for part in parts]),
        )


@dataclass
class Group:
    """People under one set of rules and the sweep over their days. `counted` are the kinds whose limits are
    kept (at most two); a schedule may have too many of another.

    States are numbered: class * run_max + (length of the block - 1), then the days off, of which the last
    stands for "at least off_min".
    """

    grid: Grid
    rules: Rules
    members: Ints
    window: Window
    counted: list[int] = field(default_factory=list)
    steps: list[Step] = field(init=False)
    classes: int = field(init=False)

    def __post_init__(self) -> None:
        self.counted = self.counted or self.counted_kinds()
        self.classes = int(self.grid.classes.max()) + 1
        self.steps = self.find_steps()

    @cached_property
    def working(self) -> int:
        return self.classes * self.rules.run_max

    @cached_property
    def states(self) -> int:
        return self.working + self.rules.off_min

    @cached_property
    def sizes(self) -> tuple[int, int, int, int, int]:
        """People, weekends, first and second count, minutes."""
        left = self.window
        counts = [int(left.most[self.members, kind].max()) + 1 for kind in self.counted] + [1, 1]
        return (
            len(self.members),
            int(left.weekends[self.members].max()) + 1,
            counts[0],
            counts[1],
            int(left.longest[self.members].max()) + 1,
        )

    def counted_kinds(self) -> list[int]:
        """At most two kinds, the scarcest first."""
        left = self.window
        days = left.end - left.first
        shifts = min(days, int(left.longest[self.members].max()) // int(self.grid.lengths.min()))
        most = left.most[self.members].max(axis=0)
        scarce = [kind for kind in np.argsort(most).tolist() if 0 < most[kind] < shifts]
        chosen: list[int] = []
        combinations = 1
        for kind in scarce[:2]:
            if combinations * (int(most[kind]) + 1) <= COUNTED:
                combinations *= int(most[kind]) + 1
                chosen.append(kind)
        return chosen

    def find_steps(self) -> list[Step]:
        grid = self.grid
        alike: dict[tuple[int, tuple[int, ...], int, tuple[int, int]], list[int]] = {}
        for kind in np.flatnonzero(grid.most[self.members].max(axis=0)).tolist():
            first, second = (int(kind in self.counted[at : at + 1]) for at in (0, 1))
            key = int(grid.classes[kind]), grid.after[kind], int(grid.lengths[kind]), (first, second)
            alike.setdefault(key, []).append(kind)
        return [Step(tuple(kinds), *key) for key, kinds in alike.items()]

    @cached_property
    def cells(self) -> int:
        return (self.window.end - self.window.first + 1) * self.states * int(np.prod(self.sizes))

    @cached_property
    def own(self) -> Singles:
        return self.grid.cost[self.members, self.window.first : self.window.end].astype(np.float32)

    def best(self, cover: Singles, by_kind: Singles, several: int = 1) -> Paths:
        """The cheapest schedule for each member and the next cheapest with other minutes, when a seat pays
        what `cover` (days, kinds) says and costs what `by_kind` (members, kinds) adds to its own cost.

        People for whom no schedule keeps the rules are left out.
        """
        chosen, cost = self.cheapest_kinds(self.own - cover + by_kind[:, None, :])
        table = self.sweep(cost)
        return self.trace(table, cost, chosen, several)

    def cheapest_kinds(self, prices: Singles) -> tuple[Ints, Singles]:
        chosen = np.empty((*prices.shape[:2], len(self.steps)), np.int64)
        cost = np.empty(chosen.shape, np.float32)
        for at, step in enumerate(self.steps):
            of_step = prices[:, :, step.kinds]
            least = of_step.argmin(axis=2)
            chosen[:, :, at] = np.array(step.kinds)[least]
            cost[:, :, at] = np.take_along_axis(of_step, least[:, :, None], 2)[:, :, 0]
        return chosen, cost

    def sweep(self, cost: Singles) -> Singles:
        """The table of the cheapest way to each state after each day: days + 1, states, then `sizes`."""
        days = self.window.end - self.window.first
        table = scratch(self.cells).reshape(days + 1, self.states, *self.sizes)
        table[0].fill(np.inf)
        table[0, self.window.start[self.members], np.arange(len(self.members)), 0, 0, 0, 0] = 0
        reach = 0
        longest_step = max(step.length for step in self.steps)
        for day in range(days):
            reach = min(reach + longest_step, self.sizes[4] - 1)
            table[day + 1, ..., reach + 1 :] = np.inf
            # Minutes that cannot have been worked by now are not looked at.
            self.one_day(table[day, ..., : reach + 1], table[day + 1, ..., : reach + 1], cost[:, day], day)
        return table

    def one_day(self, before: Singles, after: Singles, cost: Singles, day: int) -> None:
        rules, working = self.rules, self.working
        shape = before.shape[1:]
        run = before[:working].reshape(self.classes, rules.run_max, *shape)
        off = before[working:]
        self.rest_day(run, off, after[working:], day + self.window.first)
        after[working:, self.grid.must[self.members, day + self.window.first] >= 0] = np.inf
        then = after[:working].reshape(self.classes, rules.run_max, *shape)
        then.fill(np.inf)
        rested = off[rules.off_min - 1]
        weekday = (day + self.window.first) % DAYS_OF_WEEK
        goes_on: dict[tuple[int, ...], Singles] = {}
        for at, step in enumerate(self.steps):
            if rules.run_max > 1 and step.after:
                if step.after not in goes_on:
                    goes_on[step.after] = run[list(step.after), :-1].min(axis=0)
                shift(
                    goes_on[step.after],
                    then[step.kind_class, 1:],
                    cost[:, at],
                    step,
                    weekend=weekday == SATURDAY,
                )
            shift(rested[None], then[step.kind_class, :1], cost[:, at], step, weekend=weekday >= SATURDAY)

    def rest_day(self, run: Singles, off: Singles, then: Singles, days_gone: int) -> None:
        may_stop = self.may_stop(days_gone)
        np.min(run[:, may_stop], axis=(0, 1), out=then[0])
        then[1:] = off[:-1]
        np.minimum(then[-1], off[-1], out=then[-1])

    def may_stop(self, days_gone: int) -> list[int]:
        """Lengths of a block (less one) after which a day off may come. The block since day 0 always may."""
        lengths = list(range(self.rules.run_min - 1, self.rules.run_max))
        if 0 < days_gone < self.rules.run_min:
            lengths.append(days_gone - 1)
        return lengths

    @cached_property
    def arcs(self) -> tuple[Ints, Ints]:
        """For each state: the states that it may come from, and by which step (-1: off; -2: padding)."""
        run_max, working = self.rules.run_max, self.working
        into: list[list[tuple[int, int]]] = [[] for _ in range(self.states)]
        for at, step in enumerate(self.steps):
            into[step.kind_class * run_max].append((self.states - 1, at))
            for length in range(1, run_max):
                into[step.kind_class * run_max + length] += [
                    (before * run_max + length - 1, at) for before in step.after
                ]
        into[working] += [(state, OFF) for state in range(working)]
        for state in range(working + 1, self.states):
            into[state].append((state - 1, OFF))
        into[-1].append((self.states - 1, OFF))
        width = max(map(len, into))
        padded = [row + [(0, -2)] * (width - len(row)) for row in into]
        both = np.array(padded)
        return both[..., 0], both[..., 1]

    def trace(self, table: Singles, cost: Singles, chosen: Ints, several: int) -> Paths:
        ends = self.best_ends(table[-1], several)
        person, state, weekends, first, second, minutes, values = ends
        days = self.window.end - self.window.first
        schedule = np.full((len(person), days), OFF, np.int64)
        sources, by = self.arcs
        lengths = np.array([step.length for step in self.steps] + [0, 0])
        counts = np.array([step.counts for step in self.steps] + [(0, 0), (0, 0)])
        rested, working = self.states - 1, self.working
        for day in range(days - 1, -1, -1):
            weekday = (day + self.window.first) % DAYS_OF_WEEK
            source, step = sources[state], by[state]
            works = step >= 0
            weekend = works & ((weekday == SATURDAY) | ((weekday > SATURDAY) & (source == rested)))
            at = [
                weekends[:, None] - weekend,
                first[:, None] - counts[step, 0],
                second[:, None] - counts[step, 1],
                minutes[:, None] - lengths[step],
            ]
            barred = (step == -2) | (np.minimum.reduce(at) < 0)
            stopping = (state == working)[:, None] & (source < working)
            may_stop = np.isin(source % self.rules.run_max, self.may_stop(day + self.window.first))
            barred |= stopping & ~may_stop
            value = table[day][(source, person[:, None], *[np.maximum(index, 0) for index in at])]
            value = np.where(works, value + cost[person[:, None], day, np.maximum(step, 0)], value)
            value[barred] = np.inf
            pick = value.argmin(axis=1)
            row = np.arange(len(person))
            step = step[row, pick]
            schedule[:, day] = np.where(step >= 0, chosen[person, day, np.maximum(step, 0)], OFF)
            state = source[row, pick]
            weekends, first, second, minutes = (index[row, pick] for index in at)
        return Paths(self.members[person], values.astype(np.float64), schedule)

    def best_ends(self, last: Singles, several: int) -> tuple[NDArray[np.generic], ...]:
        """The cheapest last state for each person and total of minutes; the `several` best totals."""
        window, members = self.window, self.members
        people, weekends, first, second, minutes = self.sizes
        free = np.where(window.finish[members, : self.states], 0, np.inf).astype(np.float32)
        last = last + free.T[:, :, None, None, None, None]
        limits = [window.weekends[members]]
        limits += [window.most[members, kind] for kind in self.counted]
        for axis, limit in enumerate(limits):
            beyond = np.arange(last.shape[axis + 2]) > limit[:, None]
            where: list[slice | None] = [None] * 4
            where[axis] = slice(None)
            last = np.where(beyond[(None, slice(None), *where)], np.inf, last)
        flat = last.transpose(1, 5, 0, 2, 3, 4).reshape(people, minutes, -1)
        pick = flat.argmin(axis=2)
        value = np.take_along_axis(flat, pick[:, :, None], 2)[:, :, 0]
        total = np.arange(minutes)
        outside = (total > window.longest[members][:, None]) | (total < window.shortest[members][:, None])
        value[outside] = np.inf
        order = np.argsort(value, axis=1)[:, :several]
        person = np.repeat(np.arange(people), order.shape[1])
        total = order.ravel()
        kept = value[person, total] < IMPOSSIBLE
        person, total = person[kept], total[kept]
        state, weekend, one, two = np.unravel_index(
            pick[person, total], (self.states, weekends, first, second)
        )
        return person, state, weekend, one, two, total, value[person, total]


def shift(source: Singles, target: Singles, cost: Singles, step: Step, *, weekend: bool) -> None:
    """Take the step from each state of `source` to the state of `target` it leads to, if that is cheaper."""
    one, two = step.counts
    up = int(weekend)
    _, _, weekends, first, second, minutes = source.shape
    if up >= weekends or one >= first or two >= second or step.length >= minutes:
        return
    moved = source[:, :, : weekends - up, : first - one, : second - two, : minutes - step.length]
    into = target[:, :, up:, one:, two:, step.length :]
    np.minimum(into, moved + cost[None, :, None, None, None, None], out=into)


def scratch(cells: int) -> Singles:
    """Memory of this thread that is used again: fresh pages would cost more than the arithmetic."""
    kept: Singles | None = getattr(_scratch, "kept", None)
    if kept is None or kept.size < cells:
        kept = np.empty(cells, np.float32)
        _scratch.kept = kept
    return kept[:cells]
