"""The master problem: one schedule for each person out of those found so far, at the least cost of cover.

Its linear relaxation gives prices of cover for the path search; the whole-number problem gives rosters.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from backend.scheduling.engine.grid import OFF, Floats, Grid, Ints


@dataclass
class Task:
    """Some people over some days; everybody else's work is in `need` already (it may be negative)."""

    grid: Grid
    people: Ints
    first: int
    end: int
    need: Ints

    @property
    def cells(self) -> int:
        return (self.end - self.first) * len(self.grid.kinds)

    def under(self) -> Floats:
        return self.grid.under[self.first : self.end].ravel().astype(float)

    def over(self) -> Floats:
        return self.grid.over[self.first : self.end].ravel().astype(float)

    def cover_cost(self, counts: Ints) -> float:
        missing = self.need.ravel() - counts
        return float(np.where(missing > 0, missing * self.under(), -missing * self.over()).sum())

    def cells_of(self, days: Ints) -> Ints:
        """Which cells of cover a schedule fills."""
        at = np.flatnonzero(days != OFF)
        return at * len(self.grid.kinds) + days[at]

    def counts(self, days: list[Ints]) -> Ints:
        counts = np.zeros(self.cells, np.int64)
        for each in days:
            counts[self.cells_of(each)] += 1
        return counts


@dataclass
class Column:
    """One schedule of one person (by its place in the task), and what it costs by itself."""

    person: int
    days: Ints
    cost: float
    cells: Ints


@dataclass
class Pool:
    """All schedules found so far, each once."""

    task: Task
    columns: list[Column] = field(default_factory=list)
    known: set[tuple[int, bytes]] = field(default_factory=set)

    def add(self, person: int, days: Ints) -> Column | None:
        """None when it is known already."""
        key = person, days.astype(np.int8).tobytes()
        if key in self.known:
            return None
        self.known.add(key)
        at = np.flatnonzero(days != OFF)
        who = self.task.people[person]
        cost = float(self.task.grid.cost[who, at + self.task.first, days[at]].sum())
        column = Column(person, days.copy(), cost, self.task.cells_of(days))
        self.columns.append(column)
        return column


@dataclass
class Prices:
    """The relaxation solved: its value, each column's share, the price of a person and of a cell of cover."""

    value: float
    shares: Floats
    people: Floats
    cover: Floats


class Relaxation:
    """The linear master in HiGHS; it grows by columns and keeps its basis."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.size = 0
        self.solver = quiet_solver()
        rows = len(task.people) + task.cells
        one = np.ones(len(task.people))
        right = np.concatenate([one, task.need.ravel().astype(float)])
        self.solver.addRows(
            rows, right, right, 0, np.zeros(rows, np.int32), np.zeros(0, np.int32), np.zeros(0)
        )
        add_slacks(self.solver, task)

    def add(self, columns: list[Column]) -> None:
        add_columns(self.solver, self.task, columns)
        self.size += len(columns)

    def limits(self, at: int, least: float, most: float) -> None:
        """Between which shares a column (by its number in the pool) must be."""
        self.solver.changeColBounds(2 * self.task.cells + at, least, most)

    def solve(self) -> Prices:
        self.solver.run()
        solution = self.solver.getSolution()
        shares = np.array(solution.col_value)[2 * self.task.cells :]
        duals = np.array(solution.row_dual)
        people = len(self.task.people)
        return Prices(self.solver.getInfo().objective_function_value, shares, duals[:people], duals[people:])


def add_slacks(solver: highspy.Highs, task: Task) -> None:
    """For each cell of cover, what is missing and what is too much."""
    cells, people = task.cells, len(task.people)
    starts = np.arange(2 * cells, dtype=np.int32)
    index = np.tile(np.arange(people, people + cells, dtype=np.int32), 2)
    value = np.concatenate([np.ones(cells), -np.ones(cells)])
    cost = np.concatenate([task.under(), task.over()])
    zero, free = np.zeros(2 * cells), np.full(2 * cells, highspy.kHighsInf)
    solver.addCols(2 * cells, cost, zero, free, 2 * cells, starts, index, value)


def add_columns(solver: highspy.Highs, task: Task, columns: list[Column]) -> None:
    if not columns:
        return
    people = len(task.people)
    index = [np.concatenate([[column.person], people + column.cells]) for column in columns]
    starts = np.cumsum([0] + [len(rows) for rows in index[:-1]]).astype(np.int32)
    rows = np.concatenate(index).astype(np.int32)
    cost = np.array([column.cost for column in columns])
    solver.addCols(
        len(columns),
        cost,
        np.zeros(len(columns)),
        np.full(len(columns), highspy.kHighsInf),
        len(rows),
        starts,
        rows,
        np.ones(len(rows)),
    )


def quiet_solver() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("simplex_strategy", 4)
    return solver


def choose(
    task: Task, columns: list[Column], *, seconds: float, start: list[int] | None = None, seed: int = 0
) -> list[int] | None:
    """The best choice of one column for each person that is found in the time, as numbers of columns.

    `start` is a choice that is known; None when nothing better than it was found.
    """
    solver = quiet_solver()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("mip_rel_gap", 1e-6)
    solver.setOptionValue("mip_abs_gap", 0.99)
    rows = len(task.people) + task.cells
    right = np.concatenate([np.ones(len(task.people)), task.need.ravel().astype(float)])
    solver.addRows(rows, right, right, 0, np.zeros(rows, np.int32), np.zeros(0, np.int32), np.zeros(0))
    add_slacks(solver, task)
    add_columns(solver, task, columns)
    first = 2 * task.cells
    whole = np.arange(first, first + len(columns), dtype=np.int32)
    kinds = np.full(len(columns), 1, np.uint8)
    solver.changeColsIntegrality(len(columns), whole, kinds)
    if start is not None:
        solver.setSolution(solution_of(task, columns, start))
    solver.run()
    status = solver.getInfo().primal_solution_status
    if status != 2:
        return None
    values = np.array(solver.getSolution().col_value)[first:]
    return np.flatnonzero(values > 0.5).tolist()


def solution_of(task: Task, columns: list[Column], start: list[int]) -> highspy.HighsSolution:
    counts = task.counts([columns[at].days for at in start])
    missing = task.need.ravel() - counts
    chosen = np.zeros(len(columns))
    chosen[start] = 1
    solution = highspy.HighsSolution()
    solution.col_value = np.concatenate([np.maximum(missing, 0), np.maximum(-missing, 0), chosen]).tolist()
    return solution
