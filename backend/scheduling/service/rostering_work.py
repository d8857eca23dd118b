"""What the automatic roster's own process does with the database: take the work, read the plan, report."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.database import fetch, fetch_row, transaction
from backend.core.events import record
from backend.core.timers import clear_timer, set_timer
from backend.scheduling.events import RosteringDone, RosteringDue, RosteringFailed
from backend.scheduling.queries import rosterings as queries
from backend.scheduling.rules.roster_facts import Facts, Past, Wish
from backend.scheduling.schemas.rosterings import Outcome, Progress, Weights
from backend.scheduling.service.guards import Placement, situation
from backend.scheduling.service.publications import revision_of
from backend.scheduling.service.rosterings import shifts_in_question, timer_of

HELD = timedelta(seconds=12)
"""So long a process may be silent before another begins again."""
WAIT = timedelta(seconds=2)
ATTEMPTS = 3
HISTORY = timedelta(weeks=4)
"""How far back nights, weekends and visits to a site count."""
WEEK = timedelta(weeks=1)
NEAR = 30
"""So many shifts of an earlier roster may change hands when somebody called off."""


async def hold(rostering_id: UUID) -> bool:
    """Take the work; False when it is done, or another process has it. After some attempts it has failed."""
    async with transaction():
        now = clock.now()
        row = await fetch_row(queries.HOLD, rostering_id, now, now + HELD)
        if row is None:
            return False
        if row["attempts"] > ATTEMPTS:
            await _fail(rostering_id, "its process died each time")
            return False
        await _look_again(rostering_id, HELD)
    return True


async def wait_for_turn(rostering_id: UUID) -> None:
    """Look again soon, when the processes of now may be over."""
    async with transaction():
        await _look_again(rostering_id, WAIT)


async def keep_holding(rostering_id: UUID, progress: Progress | None) -> bool:
    """Say how far it is; False when somebody has stopped it."""
    async with transaction():
        said = msgspec.json.encode(progress).decode() if progress else None
        row = await fetch_row(queries.KEEP_HOLDING, rostering_id, clock.now() + HELD, said)
        if row is not None:
            await _look_again(rostering_id, HELD)
    return row is not None


async def _look_again(rostering_id: UUID, after: timedelta) -> None:
    due_at = clock.now() + after + timedelta(seconds=1)
    await set_timer(key=timer_of(rostering_id), due_at=due_at, event=RosteringDue(rostering_id))


async def finish(rostering_id: UUID, outcome: Outcome, progress: Progress, revision: str) -> None:
    """Keep the proposal, unless somebody has stopped it meanwhile."""
    async with transaction():
        row = await fetch_row(
            queries.FINISH,
            rostering_id,
            clock.now(),
            msgspec.json.encode(progress).decode(),
            msgspec.json.encode(outcome).decode(),
            revision,
        )
        if row is not None:
            await clear_timer(timer_of(rostering_id))
            await record(RosteringDone(rostering_id), by=None)


async def fail(rostering_id: UUID, reason: str) -> None:
    """There will be no proposal, unless somebody has stopped it anyway."""
    async with transaction():
        await _fail(rostering_id, reason)


async def _fail(rostering_id: UUID, reason: str) -> None:
    if await fetch(queries.FAIL, rostering_id, clock.now()):
        await clear_timer(timer_of(rostering_id))
        await record(RosteringFailed(rostering_id, reason), by=None)


class Read(msgspec.Struct, frozen=True):
    """The work and the plan, as they are at one moment. `facts` is None when there is no seat to give."""

    row: Any
    revision: str
    facts: Facts | None


async def read_plan(rostering_id: UUID) -> Read:
    """Everything that the roster has to know, read in one transaction."""
    async with transaction():
        row = await fetch_row(queries.ONE, rostering_id)
        shift_ids = await shifts_in_question(row)
        revision = await revision_of(shift_ids)
        shifts = await fetch(queries.TARGETS, shift_ids, clock.now())
        targets, movable = _targets(row, shifts)
        if not targets:
            return Read(row, revision, None)
        loose = [Placement(member_id, shift_id) for member_id, shift_id in movable]
        found = await situation(None, list(targets), without=loose)
        first = min(shift.starts_at for shift in found.shifts.values())
        last = max(shift.starts_at for shift in found.shifts.values())
        wishes = await fetch(queries.WISHES, (first - WEEK).date(), (last + WEEK).date())
        past = await fetch(queries.PAST, first - HISTORY, first)
    facts = Facts(
        ground=found.ground,
        people=found.people,
        diaries=found.diaries,
        shifts=found.shifts,
        targets={shift_id: seats for shift_id, seats in targets.items() if shift_id in found.shifts},
        movable=frozenset(pair for pair in movable if pair[0] in found.people),
        wishes=[Wish(*wish) for wish in wishes],
        past=[Past(*seat) for seat in past],
        weights=msgspec.json.decode(row["weights"], type=Weights),
        absent=row["absent_id"],
    )
    return Read(row, revision, facts)


def _targets(row: Any, shifts: Sequence[Any]) -> tuple[dict[UUID, int], set[tuple[UUID, UUID]]]:
    """The shifts with seats to give, and the seats that may change hands.

    What people set by hand stays, and so does, unless seats are to be repaired, what the crew has seen. When
    somebody called off, only seats near in time change hands, so that an answer comes at once.
    """
    asked = set(row["shift_ids"]) if row["shift_ids"] is not None else None
    wanted = [shift for shift in shifts if asked is None or shift["id"] in asked]
    # Of a shift that somebody called off, only their seat is given; what was free before stays so.
    needs = {shift["id"]: shift["seats"] if asked is None else shift["people"] + 1 for shift in wanted}
    targets = {s["id"]: min(needs[s["id"]], s["seats"]) for s in wanted if s["people"] < s["seats"]}
    loose = [s for s in shifts if s["loose"] and (row["mode"] == "repair" or s["state"] == "draft")]
    if asked is not None:
        begins = [shift["starts_at"] for shift in wanted]
        loose.sort(key=lambda shift: min(abs(shift["starts_at"] - begin) for begin in begins))
        loose = loose[:NEAR] if begins else []
    for shift in loose:
        targets.setdefault(shift["id"], shift["people"])
    return targets, {(member_id, shift["id"]) for shift in loose for member_id in shift["loose"]}
