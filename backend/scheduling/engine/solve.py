"""`solve`: a roster for any problem, by the search that fits it, within a time, on one or two cores."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from backend.scheduling.engine.generation import deadline
from backend.scheduling.engine.grid import Grid, Ints, grid_of
from backend.scheduling.engine.model import Problem, Solution
from backend.scheduling.engine.search import Search
from backend.scheduling.engine.seating_search import OnProgress, seat_people

END_BEFORE_S = 0.5
"""A step that has begun is not broken off; this is kept for the last one."""
ENDING_S = 3.0


def solve(
    problem: Problem,
    *,
    seconds: float,
    on_progress: OnProgress = lambda _value, _bound, _filled: None,
    cancelled: Callable[[], bool] = lambda: False,
    seed: int = 0,
    workers: int = 1,
) -> Solution:
    """The best roster found in the time. It keeps every hard rule, also when stopped at once by `cancelled`.

    One seed gives one roster, as far as the time is enough for the same steps. With two `workers` a second
    process searches on its own way; both tell each other what they find. Raises Infeasible.
    """
    grid = grid_of(problem)
    if grid is None:
        return seat_people(problem, seconds=seconds, on_progress=on_progress, cancelled=cancelled, seed=seed)
    began = time.monotonic()
    late = deadline(max(0.0, seconds - END_BEFORE_S))
    second = Second(problem, seconds, seed + 1) if workers > 1 else None

    def tell(roster: Ints) -> Ints | None:
        better = second.exchange(roster) if second else None
        best = roster if better is None else merge(grid, roster, better)
        on_progress(grid.value(best), search.bound, int((best >= 0).sum()))
        return None if best is roster else best

    search = Search(grid, lambda: late() or cancelled(), tell, np.random.default_rng(seed))
    try:
        search.run(seconds)
    finally:
        if second:
            second.stop()
    bound = search.bound if search.bound is not None and np.isfinite(search.bound) else None
    took = round(time.monotonic() - began, 3)
    return Solution(grid.assigned(search.best), search.value, bound, took, "grid")


class Second:
    """Another process with the same search and other luck."""

    def __init__(self, problem: Problem, seconds: float, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=assist, args=(problem, seconds, seed, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.told: Ints | None = None

    def exchange(self, roster: Ints) -> Ints | None:
        """Tell what is new here, hear what is new there."""
        try:
            if self.told is None or not np.array_equal(self.told, roster):
                self.pipe.send(roster)
                self.told = roster
            return newest(self.pipe)
        except (EOFError, OSError):
            # The other process is gone; this one is enough.
            return None

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join(ENDING_S)


def assist(problem: Problem, seconds: float, seed: int, pipe: Connection) -> None:
    """The second process: it ends with the pipe, or when the time is over."""
    grid = grid_of(problem)
    assert grid
    theirs: Ints | None = None

    def tell(roster: Ints) -> Ints | None:
        nonlocal theirs
        heard = newest(pipe)
        theirs = theirs if heard is None else heard
        if theirs is None or grid.value(roster) < grid.value(theirs):
            pipe.send(roster)
            theirs = roster
        merged = merge(grid, roster, theirs)
        return merged if grid.value(merged) < grid.value(roster) else None

    search = Search(grid, deadline(seconds), tell, np.random.default_rng(seed))
    try:
        first = None
        if search.takes_long:
            first = pipe.recv()
        search.run(seconds, first)
    except (EOFError, OSError):
        return


def newest(pipe: Connection) -> Ints | None:
    roster: Ints | None = None
    while pipe.poll():
        roster = pipe.recv()
    return roster


def merge(grid: Grid, one: Ints, other: Ints) -> Ints:
    """Every person's schedule keeps the rules by itself, so people of both rosters go together: the better
    roster with each person of the other that makes it cheaper."""
    best, spare = (one, other) if grid.value(one) <= grid.value(other) else (other, one)
    value = grid.value(best)
    for who in np.flatnonzero((best != spare).any(axis=1)).tolist():
        tried = best.copy()
        tried[who] = spare[who]
        if grid.value(tried) < value:
            best, value = tried, grid.value(tried)
    return best
