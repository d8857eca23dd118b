"""Column generation: schedules are found by the prices of the relaxation until none would make it cheaper.

The relaxation then bounds the value of every roster from below; diving turns it into a roster.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from backend.scheduling.engine.around import window_in
from backend.scheduling.engine.grid import OFF, Floats, Ints
from backend.scheduling.engine.master import Column, Pool, Prices, Relaxation, Task
from backend.scheduling.engine.model import Infeasible
from backend.scheduling.engine.paths import CELLS_AT_ONCE, Group, Paths, Rules

SMOOTHING = 0.5
"""How much of the best prices known is kept in those that the paths are searched with (Wentges 1997)."""
SEVERAL = 3
CHEAPER = 1e-4
EXACT_A_ROUND = 4
"""People with too many shifts of a kind who are searched for again in one round."""
CELLS_OF_ONE = 8_000_000
CELLS_FOR_THREADS = 8_000_000
"""From here on numpy works so long on each array that two threads are faster than one."""
PRICES_OF_A_KIND = (64.0, 256.0, 1024.0, 4096.0)
SURE = 0.75
"""A column with this share of its person is taken in a dive."""
MANY = 40
"""Above so many people several are decided at once even when none is sure."""
TRIES = 3
CLOSE = 0.003
"""The share of the value that a choice in a dive may cost without another being tried."""
ROUNDS_OF_A_DIVE = 4
PATIENCE = 5
"""Rounds without a cheaper schedule, while some people got none, before it is left at that."""

Hurry = Callable[[], bool]
"""Whether to stop now."""


class Generation:
    """Schedules for a task, the days around it as the roster has them."""

    def __init__(self, task: Task, rules: list[Rules], roster: Ints, *, rolling: bool = False) -> None:
        self.task, self.rules = task, rules
        self.window = window_in(task.grid, rules, roster, task.first, task.end, rolling=rolling)
        self.place = {int(who): at for at, who in enumerate(task.people)}
        self.pool = Pool(task)
        self.relaxation = Relaxation(task)
        self.by_kind = np.zeros((len(task.people), len(task.grid.kinds)), np.float32)
        self.bound = -np.inf
        self.rounds = 0
        self.last_exact = np.full(len(task.people), -1)
        self.center: Floats | None = None
        self.prices: Prices | None = None
        self.active = np.ones(len(task.people), bool)
        self.groups = self.grouped()

    def grouped(self) -> list[Group]:
        """The active people by their rules, in portions that fit into memory."""
        alike: dict[Rules, list[int]] = {}
        for who in self.task.people[self.active].tolist():
            alike.setdefault(self.rules[who], []).append(who)
        groups = []
        for rules, members in alike.items():
            whole = Group(self.task.grid, rules, np.array(members), self.window)
            portions = -(-whole.cells // CELLS_AT_ONCE) if whole.cells > CELLS_FOR_THREADS else 1
            groups += (
                [
                    Group(self.task.grid, rules, part, self.window)
                    for part in np.array_split(np.array(members), min(portions, len(members)))
                ]
                if portions > 1
                else [whole]
            )
        return groups

    def add(self, days_of: list[tuple[int, Ints]]) -> int:
        """New schedules (place in the task, days); how many were not known."""
        new = [column for place, days in days_of if (column := self.pool.add(place, days))]
        self.relaxation.add(new)
        return len(new)

    def paths(self, cover: Floats, several: int = SEVERAL) -> Paths:
        singles = cover.astype(np.float32)

        def best(group: Group) -> Paths:
            held = self.by_kind[[self.place[int(who)] for who in group.members]]
            return group.best(singles, held, several)

        if sum(group.cells for group in self.groups) < CELLS_FOR_THREADS:
            return Paths.joined([best(group) for group in self.groups])
        return Paths.joined(list(threads().map(best, self.groups)))

    def begin(self, cover: Floats) -> None:
        """A first schedule for everybody who has none. Raises Infeasible."""
        missing = set(range(len(self.task.people))) - {column.person for column in self.pool.columns}
        try:
            for price in PRICES_OF_A_KIND:
                if missing:
                    self.activate(
                        {place: 0 for place in range(len(self.task.people)) if place not in missing}
                    )
                    missing -= self.first_schedules(cover, missing, price)
        finally:
            self.by_kind[:] = 0
            self.activate({})
        if missing:
            raise self.infeasible(missing)

    def first_schedules(self, cover: Floats, missing: set[int], price: float) -> set[int]:
        """Who of them got one; for the others, what they had too much of costs more next time."""
        found = self.paths(cover, 1)
        none = missing - {self.place[owner] for owner in found.owner.tolist()}
        if none:
            raise self.infeasible(none)
        got = set()
        for owner, days in zip(found.owner.tolist(), found.days, strict=True):
            place = self.place[owner]
            beyond = self.too_many(place, days)
            schedules = [(place, days)] if beyond.max() <= 0 else self.exact(place, cover, beyond)
            self.add(schedules)
            if schedules:
                got.add(place)
            else:
                self.by_kind[place] += (beyond > 0) * price
        return got

    def infeasible(self, places: set[int]) -> Infeasible:
        return Infeasible(tuple(self.task.grid.people[self.task.people[at]].id for at in sorted(places)))

    def too_many(self, place: int, days: Ints) -> Ints:
        """Of each kind, how many shifts above what the person may have."""
        counts = np.bincount(days[days != OFF], minlength=len(self.task.grid.kinds))
        beyond: Ints = counts - self.window.most[self.task.people[place]]
        return beyond

    def run(
        self, hurry: Hurry, *, gap: float = 0.3, rounds: int = 10_000, stop_above: float = np.inf
    ) -> bool:
        """Generate until the bound is within `gap` or above `stop_above`, or nothing is cheaper.

        False when it had to stop before. There must be a column for each person already.
        """
        shape = self.task.need.shape
        self.prices = self.relaxation.solve()
        idle = 0
        for _ in range(rounds):
            if hurry():
                return False
            true = self.prices.cover.reshape(shape)
            smooth = true if self.center is None else SMOOTHING * self.center + (1 - SMOOTHING) * true
            found, failed = self.round(smooth)
            if not found and smooth is not true:
                found, failed = self.round(true)
            idle = 0 if found else idle + 1
            if not found and (not failed or idle > PATIENCE):
                return True
            self.prices = self.relaxation.solve()
            if self.active.all() and (self.prices.value - self.bound < gap or self.bound > stop_above):
                return True
        return False

    def round(self, cover: Floats) -> tuple[int, int]:
        """Search once; how many cheaper columns were new, and how many people got no schedule."""
        assert self.prices
        found = self.paths(cover)
        self.note_bound(cover, found)
        new: list[tuple[int, Ints]] = []
        beyond: dict[int, Ints] = {}
        for owner, days in zip(found.owner.tolist(), found.days, strict=True):
            place = self.place[owner]
            excess = self.too_many(place, days)
            if excess.max() <= 0:
                new.append((place, days))
            elif place not in beyond:
                beyond[place] = excess
        before = len(self.pool.columns)
        self.add(new)
        failed = len(beyond)
        cheaper = sum(map(self.cheaper, self.pool.columns[before:]))
        if not cheaper:
            for place in sorted(beyond, key=lambda place: self.last_exact[place])[:EXACT_A_ROUND]:
                exact = self.exact(place, cover, beyond[place])
                failed -= bool(exact)
                self.add(exact)
            cheaper = sum(map(self.cheaper, self.pool.columns[before:]))
        self.rounds += 1
        return cheaper, failed

    def exact(self, place: int, cover: Floats, excess: Ints) -> list[tuple[int, Ints]]:
        """Search again for one person, and count what there was too much of."""
        self.last_exact[place] = self.rounds
        who = int(self.task.people[place])
        window = self.window
        kinds = np.argsort(-excess, kind="stable")[: max(1, min(2, int((excess > 0).sum())))].tolist()
        scarcest = Group(self.task.grid, self.rules[who], np.array([who]), window).counted
        wanted = [kinds, *([[kinds[0], scarcest[0]]] if scarcest and scarcest[0] not in kinds else [])]
        for counted in reversed(wanted):
            group = Group(self.task.grid, self.rules[who], np.array([who]), window, counted)
            if group.cells > CELLS_OF_ONE:
                continue
            found = group.best(cover.astype(np.float32), self.by_kind[[place]], SEVERAL)
            kept = [(place, days) for days in found.days if self.too_many(place, days).max() <= 0]
            if kept:
                return kept
        return []

    def cheaper(self, column: Column) -> bool:
        return self.reduced(column) < -CHEAPER

    def reduced(self, column: Column) -> float:
        assert self.prices
        return float(column.cost - self.prices.cover[column.cells].sum() - self.prices.people[column.person])

    def note_bound(self, cover: Floats, found: Paths) -> None:
        """Lagrange: what the prices alone prove. Only while nobody's schedule is fixed."""
        if not self.active.all():
            return
        least = np.full(len(self.task.people), np.inf)
        np.minimum.at(least, [self.place[owner] for owner in found.owner.tolist()], found.value)
        bound = float((cover * self.task.need).sum() + least.sum())
        if bound > self.bound:
            self.bound, self.center = bound, cover

    def dive(
        self, hurry: Hurry, rng: np.random.Generator, *, noise: float = 0.0, below: float = np.inf
    ) -> list[int] | None:
        """A roster: take the columns with the largest shares, generate for the others, and so on.

        Numbers of columns, one for each person; None when it would not come `below` the value.
        """
        chosen: dict[int, int] = {}
        center, self.center = self.center, None
        self.prices = self.relaxation.solve()
        try:
            while len(chosen) < len(self.task.people):
                if hurry():
                    return self.round_quickly(rng, chosen)
                self.take(self.next_columns(chosen, rng, noise), chosen, hurry)
                if self.prices.value >= below:
                    return None
        finally:
            for at in chosen.values():
                self.relaxation.limits(at, 0.0, np.inf)
            self.activate({})
            self.center = center
        return [chosen[place] for place in range(len(self.task.people))]

    def round_quickly(self, rng: np.random.Generator, chosen: dict[int, int] | None = None) -> list[int]:
        """A roster without solving anything: person by person the column that is cheapest by then, after
        those that are `chosen` already."""
        task = self.task
        counts = np.zeros(task.cells, np.int64)
        need, under, over = task.need.ravel(), task.under(), task.over()
        columns: dict[int, list[int]] = {}
        for at, column in enumerate(self.pool.columns):
            columns.setdefault(column.person, []).append(at)
        chosen = dict(chosen or {})
        for at in chosen.values():
            counts[self.pool.columns[at].cells] += 1
        for place in rng.permutation(len(task.people)).tolist():
            if place in chosen:
                continue
            one_more = np.where(counts < need, -under, over)
            own = columns[place]
            costs = [self.pool.columns[at].cost + one_more[self.pool.columns[at].cells].sum() for at in own]
            chosen[place] = own[int(np.argmin(costs))]
            counts[self.pool.columns[chosen[place]].cells] += 1
        return [chosen[place] for place in range(len(task.people))]

    def take(self, options: list[list[int]], chosen: dict[int, int], hurry: Hurry) -> None:
        """Try the options, each some columns; the one that makes the relaxation dearer by least is taken."""
        assert self.prices
        before = self.prices.value
        results: list[tuple[float, list[int], Prices]] = []
        for option in options:
            self.fix(option, chosen)
            self.run(hurry, rounds=0 if hurry() or not self.active.any() else ROUNDS_OF_A_DIVE)
            results.append((self.prices.value, option, self.prices))
            if self.prices.value < before + max(1.0, CLOSE * abs(before)) or hurry():
                break
            self.unfix(option, chosen)
        else:
            best = min(results, key=lambda result: result[0])
            self.fix(best[1], chosen)
            self.prices = self.relaxation.solve()

    def fix(self, columns: list[int], chosen: dict[int, int]) -> None:
        for at in columns:
            chosen[self.pool.columns[at].person] = at
            self.relaxation.limits(at, 1.0, 1.0)
        self.activate(chosen)

    def unfix(self, columns: list[int], chosen: dict[int, int]) -> None:
        for at in columns:
            del chosen[self.pool.columns[at].person]
            self.relaxation.limits(at, 0.0, np.inf)
        self.activate(chosen)

    def activate(self, chosen: dict[int, int]) -> None:
        """Only who has no column yet is searched for."""
        self.active[:] = True
        self.active[list(chosen)] = False
        self.groups = self.grouped()

    def next_columns(self, chosen: dict[int, int], rng: np.random.Generator, noise: float) -> list[list[int]]:
        """What may be taken next: all the sure columns together, or the surest few one by one."""
        assert self.prices
        shares = self.prices.shares + noise * rng.random(len(self.prices.shares)) * (
            self.prices.shares > CHEAPER
        )
        order = [
            at for at in np.argsort(-shares)[:200].tolist() if self.pool.columns[at].person not in chosen
        ]
        sure: dict[int, int] = {}
        few = len(self.task.people) // MANY
        for at in order:
            if self.prices.shares[at] > SURE or len(sure) < few:
                sure.setdefault(self.pool.columns[at].person, at)
        if sure:
            return [list(sure.values())]
        return [[at] for at in order[:TRIES]]


@cache
def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="roster")


def deadline(seconds: float) -> Hurry:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
