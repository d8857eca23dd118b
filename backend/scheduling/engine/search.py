"""The search over a grid: a first roster, weeks by weeks where the horizon is long, then parts made anew."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from backend.scheduling.engine.around import weekends_of
from backend.scheduling.engine.generation import Generation, Hurry, deadline
from backend.scheduling.engine.grid import OFF, Grid, Ints
from backend.scheduling.engine.local import Part, remake, task_of
from backend.scheduling.engine.model import DAYS_OF_WEEK, Infeasible
from backend.scheduling.engine.paths import Group, Rules, rules_of

CELLS_OF_ALL = 15_000_000
"""States up to which the whole horizon is one window."""
CELLS_OF_A_WINDOW = 10_000_000
CELLS_OF_A_PART = 1_500_000
MOST_CELLS_OF_A_PART = 5_000_000
CELLS_OF_ONE_PERSON = 200_000_000
"""800 MB: as far back as one person's schedule is made anew to come to the minimum."""
SHARE_OF_THE_FIRST = 0.45
"""Of the time, for the first roster of a long horizon."""
DIVES = 3
SECONDS_OF_A_CHOICE = 2.0
SECONDS_OF_A_PART = 6.0
PEOPLE_OF_A_PART = (6, 9, 13, 20)
KNOWN = 30
"""Schedules of a person that are kept from the relaxation of the whole."""
TYPICAL_PRICE = 20.0
"""What a seat pays before prices are known; any number would do."""
NOISE = 0.15
WORK_PAYS = 1000.0
"""Pays for each seat when somebody must be brought to their minimum."""

Tell = Callable[[Ints], Ints | None]
"""Hears of each better roster; may answer with one that is better still."""


@dataclass
class Search:
    """The best roster so far, and what it takes to find better ones."""

    grid: Grid
    hurry: Hurry
    tell: Tell
    rng: np.random.Generator
    rules: list[Rules] = field(init=False)
    best: Ints = field(init=False)
    value: int = field(init=False)
    bound: float | None = None
    known: dict[int, list[Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = [rules_of(self.grid, who) for who in range(len(self.grid.people))]
        self.best = np.full((len(self.rules), self.grid.days), OFF, np.int64)

    def run(self, seconds: float, start: Ints | None = None) -> None:
        """Search until told to stop; `seconds` is how long that is expected to be."""
        if start is not None:
            self.best = start.copy()
            self.value = self.grid.value(start)
        elif self.takes_long:
            self.in_windows(seconds)
        else:
            self.at_once()
        self.improve()

    @cached_property
    def takes_long(self) -> bool:
        """Whether the horizon is taken in windows."""
        return self.cells(self.everybody, self.grid.days) > CELLS_OF_ALL

    @property
    def everybody(self) -> Ints:
        return np.arange(len(self.rules))

    def cells(self, people: Ints, days: int) -> int:
        """About how many states these people's schedules of so many days have."""
        grid = self.grid
        total = 0
        for who in people.tolist():
            rules = self.rules[who]
            share = min(1.0, days / grid.days + 0.02)
            states = (int(grid.classes.max()) + 1) * rules.run_max + rules.off_min
            total += int(days * states * (rules.weekends * share + 1) * (rules.longest * share + 1))
        # Each kind is a step of its own once lengths and successors differ.
        return total * (1 + len(grid.kinds) // 8)

    def found(self, roster: Ints) -> None:
        """Keep it when it is better, and hear whether somebody else has a better one."""
        value = self.grid.value(roster)
        if value < self.value:
            self.best, self.value = roster, value
        answer = self.tell(self.best)
        if answer is not None:
            self.best, self.value = answer, self.grid.value(answer)

    def at_once(self) -> None:
        """All days in one window: the relaxation of the whole, then dives into it."""
        grid = self.grid
        everything = Part(self.everybody, 0, grid.days)
        generation = Generation(task_of(grid, self.best, everything), self.rules, self.best)
        generation.begin(np.full(grid.need.shape, TYPICAL_PRICE))
        self.best = self.roster_of(generation, everything, generation.round_quickly(self.rng))
        self.value = grid.value(self.best)
        self.tell(self.best)
        generation.run(self.hurry)
        self.bound = grid.problem.base + generation.bound
        self.found(self.roster_of(generation, everything, generation.round_quickly(self.rng)))
        for dive in range(DIVES):
            if self.hurry() or self.value <= np.ceil(self.bound - 1e-3):
                return
            below = self.value - grid.problem.base
            picked = generation.dive(self.hurry, self.rng, noise=NOISE * dive, below=below)
            if picked:
                self.found(self.roster_of(generation, everything, picked))
        self.remember(generation)

    def remember(self, generation: Generation) -> None:
        """The schedules of each person that are nearest to being worth it."""
        generation.prices = generation.relaxation.solve()
        order = sorted(generation.pool.columns, key=generation.reduced)
        for column in order:
            mine = self.known.setdefault(int(generation.task.people[column.person]), [])
            if len(mine) < KNOWN:
                mine.append(column.days)

    def roster_of(self, generation: Generation, part: Part, picked: list[int]) -> Ints:
        roster = self.best.copy()
        for place, at in enumerate(picked):
            roster[part.people[place], part.first : part.end] = generation.pool.columns[at].days
        return roster

    def in_windows(self, seconds: float) -> None:
        """A first roster of a long horizon, some weeks after the others."""
        days = self.grid.days
        length = DAYS_OF_WEEK
        while length < days and self.cells(self.everybody, length + DAYS_OF_WEEK) <= CELLS_OF_A_WINDOW:
            length += DAYS_OF_WEEK
        windows = [(first, min(first + length, days)) for first in range(0, days, length)]
        each = seconds * SHARE_OF_THE_FIRST / len(windows)
        began = time.monotonic()
        for at, (first, end) in enumerate(windows, 1):
            # A window that took longer takes it from the next ones, down to one search for each.
            self.one_window(first, end, began + each * at - time.monotonic())
        self.value = self.grid.value(self.best)
        self.tell(self.best)

    def one_window(self, first: int, end: int, seconds: float) -> None:
        part = Part(self.everybody, first, end)
        generation = Generation(
            task_of(self.grid, self.best, part), self.rules, self.best, rolling=end < self.grid.days
        )
        prices = np.full(generation.task.need.shape, TYPICAL_PRICE)
        for _ in range(3):
            try:
                generation.begin(prices)
                break
            except Infeasible as infeasible:
                for person in infeasible.who:
                    self.bring_to_minimum(generation, self.grid.problem.person_index[person], first, end)
        generation.begin(prices)
        if seconds <= 0:
            self.best = self.roster_of(generation, part, generation.round_quickly(self.rng))
            return
        late = deadline(seconds * 0.6)
        generation.run(either(late, self.hurry))
        quick = generation.round_quickly(self.rng)
        late = deadline(seconds * 0.4)
        picked = generation.dive(either(late, self.hurry), self.rng)
        options = [self.roster_of(generation, part, choice) for choice in (quick, picked) if choice]
        self.best = min(options, key=self.grid.value)

    def bring_to_minimum(self, generation: Generation, who: int, first: int, end: int) -> None:
        """The rules of a person cannot be kept in this window as shares of the whole: take what is nearest
        to them, or, in the last window, make earlier weeks anew as well. Raises Infeasible."""
        rules = self.rules[who]
        if end < self.grid.days:
            window = generation.window
            window.shortest[who] = 0
            window.weekends[who] = rules.weekends - weekends_of(self.best[who : who + 1, :first])[0]
            group = Group(self.grid, rules, np.array([who]), window)
            pay = np.full(generation.task.need.shape, WORK_PAYS, np.float32)
            found = group.best(pay, generation.by_kind[[generation.place[who]]], 1)
            if not len(found.days):
                raise Infeasible((self.grid.people[who].id,))
            generation.add([(generation.place[who], found.days[0])])
            return
        begin = first
        while begin > 0:
            begin = max(0, begin - 4 * DAYS_OF_WEEK)
            if self.cells(np.array([who]), end - begin) > CELLS_OF_ONE_PERSON:
                break
            try:
                alone = Part(np.array([who]), begin, end)
                again = Generation(task_of(self.grid, self.best, alone), self.rules, self.best)
                again.begin(np.full(again.task.need.shape, TYPICAL_PRICE))
            except Infeasible:
                continue
            self.best[who, begin:first] = again.pool.columns[0].days[: first - begin]
            generation.add([(generation.place[who], again.pool.columns[0].days[first - begin :])])
            return
        raise Infeasible((self.grid.people[who].id,))

    def improve(self) -> None:
        """Make parts anew until told to stop, or until the bound says that nothing can be better."""
        tries = 0
        while not self.hurry() and not (self.bound and self.value <= np.ceil(self.bound - 1e-3)):
            tries += 1
            part = self.part()
            whole = part.end - part.first == self.grid.days
            new, _ = remake(
                self.grid,
                self.rules,
                self.best,
                part,
                hurry=either(self.hurry, deadline(SECONDS_OF_A_PART)),
                seconds=SECONDS_OF_A_CHOICE,
                known=self.known if whole else None,
                seed=tries,
            )
            self.found(self.best if new is None else new)

    def part(self) -> Part:
        """What to make anew: few people over the whole, or more of them over fewer weeks."""
        weeks = self.grid.days // DAYS_OF_WEEK
        choices = [1, 2, 4, 8, weeks] if weeks > 1 else [max(1, weeks)]
        one = self.rng.integers(0, len(self.rules), 1)
        fits = [c for c in choices if self.cells(one, c * DAYS_OF_WEEK) <= MOST_CELLS_OF_A_PART]
        choices = fits or choices[:1]
        length = int(self.rng.choice([choice for choice in choices if choice <= max(1, weeks)]))
        first = int(self.rng.integers(0, max(1, weeks - length + 1))) * DAYS_OF_WEEK
        end = self.grid.days if length >= weeks else first + length * DAYS_OF_WEEK
        order = self.rng.permutation(len(self.rules))
        most = int(self.rng.choice(PEOPLE_OF_A_PART)) if length > 1 else len(order)
        many = 1
        cells = self.cells(order[:1], end - first)
        while many < min(most, len(order)):
            cells += self.cells(order[many : many + 1], end - first)
            if cells > CELLS_OF_A_PART and many > 1:
                break
            many += 1
        return Part(np.sort(order[:many]), first, end)


def either(one: Hurry, other: Hurry) -> Hurry:
    return lambda: one() or other()
