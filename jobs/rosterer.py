"""`python -m jobs.rosterer`: one search of the automatic roster, in a process of its own.

It waits for a line on its standard input, ORG ROSTERING, since only loading the solver takes seconds. Then it
reads the plan once, searches while it tells how far it is, and leaves a proposal in its row. It ends when
somebody stops it, and when the worker that started it is gone.
"""

import asyncio
import os
import threading
import time
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from msgspec.structs import replace

import backend.attendance  # noqa: F401 - what people really worked counts, too
from backend.cli import STDIN, end_with_standard_input
from backend.core import database, logs, tenancy
from backend.scheduling.engine.model import Bar
from backend.scheduling.engine.seating_search import seat_people
from backend.scheduling.rules.roster_facts import Facts, Pair
from backend.scheduling.rules.roster_outcome import given_by, outcome, unlawful
from backend.scheduling.rules.roster_problem import model
from backend.scheduling.schemas.rosterings import Outcome, Progress
from backend.scheduling.service import rostering_work as work

log = structlog.get_logger()

TELL_EVERY_S = 0.5
ATTEMPTS = 3
"""Searches, each much shorter, until the guards have nothing to refuse."""
NICENESS = 5
"""Requests go before a search."""


@dataclass
class Search:
    """What the searching thread and the process tell each other."""

    seconds: int
    seats: int = 0
    value: int | None = None
    bound: float | None = None
    held: int = 0
    filled: int = 0
    began: float = field(default_factory=time.monotonic)
    stopped: threading.Event = field(default_factory=threading.Event)

    def progress(self) -> Progress:
        took = round(time.monotonic() - self.began, 1)
        return Progress(self.value, self.bound, took, self.seats, self.filled)


def main() -> None:
    os.nice(NICENESS)
    line = read_line()
    if line:
        end_with_standard_input()
        logs.configure()
        asyncio.run(search_for(*map(UUID, line.split())))


def read_line() -> str:
    """The first line of the standard input; empty when it ended instead."""
    line = b""
    while (byte := os.read(STDIN, 1)) not in (b"", b"\n"):
        line += byte
    return line.decode()


async def search_for(org_id: UUID, rostering_id: UUID) -> None:
    """Do the whole of it; whatever goes wrong is told in the row."""
    await database.engine().start_connection_pool()
    try:
        with tenancy.acting_for(org_id=org_id):
            try:
                await _search(rostering_id)
            except Exception as error:
                log.exception("rostering.failed", rostering_id=str(rostering_id))
                await work.fail(rostering_id, type(error).__name__)
    finally:
        await database.engine().close_connection_pool()


async def _search(rostering_id: UUID) -> None:
    read = await work.read_plan(rostering_id)
    search = Search(read.row["seconds"])
    if read.facts is None:
        await work.finish(rostering_id, Outcome(), search.progress(), read.revision)
        return
    search.seats = sum(read.facts.targets.values())
    telling = asyncio.create_task(_tell(rostering_id, search))
    try:
        found = await asyncio.to_thread(_propose, read.facts, search)
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    await work.finish(rostering_id, found, search.progress(), read.revision)


async def _tell(rostering_id: UUID, search: Search) -> None:
    """Hold the work and say how far it is, until somebody stops it."""
    while await work.keep_holding(rostering_id, search.progress()):  # noqa: ASYNC110 - a row says so
        await asyncio.sleep(TELL_EVERY_S)
    search.stopped.set()


def _propose(facts: Facts, search: Search) -> Outcome:
    """The slow part, in a thread of its own."""

    def hear(value: int, bound: float | None, filled: int) -> None:
        search.value, search.bound, search.filled = value, bound, search.held + filled

    modelled, targets = model(facts), {str(shift_id) for shift_id in facts.targets}
    search.held = sum(seat in targets for _, seat in modelled.problem.pinned)
    problem, given = modelled.problem, set[Pair]()
    for attempt in range(1, ATTEMPTS + 1):
        solution = seat_people(
            problem, seconds=search.seconds / attempt**2, on_progress=hear, cancelled=search.stopped.is_set
        )
        search.value, search.bound = solution.value, solution.bound
        given = given_by(facts, modelled, solution.assigned)
        wrong = unlawful(facts, given)
        if not wrong:
            break
        more = (Bar(str(member_id), str(shift_id), "together") for member_id, shift_id in wrong)
        problem = replace(problem, bars=(*problem.bars, *more))
    while wrong := unlawful(facts, given):
        given -= wrong
    search.filled = search.held + len(given)
    return outcome(facts, modelled, given)


if __name__ == "__main__":
    main()
