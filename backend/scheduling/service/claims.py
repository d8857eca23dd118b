"""What the crew does with free seats: take one, ask for one, wait for one; and what the office answers."""

from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, lock, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.scheduling.claim_events import ClaimDecided, ClaimWithdrawn, SeatClaimed
from backend.scheduling.errors import (
    AlreadyOnShift,
    ClaimGone,
    LineFull,
    Overlap,
    RulesBroken,
    ShiftCancelled,
    ShiftFull,
    ShiftNotOpen,
    ShiftStarted,
)
from backend.scheduling.events import MemberAssigned
from backend.scheduling.queries import claims as queries
from backend.scheduling.queries.guards import hold_people
from backend.scheduling.queries.shifts import other_shift
from backend.scheduling.schemas.claims import (
    ClaimDecisionInput,
    ClaimResult,
    ClaimsView,
    ClaimView,
    Place,
    RefusalView,
)
from backend.scheduling.service import standby
from backend.scheduling.service.assignments import take_seat
from backend.scheduling.service.guards import Finding, Placement, examine, guard, situation
from backend.scheduling.service.shifts import held_shift
from backend.scheduling.tables import Shift

MOST_WAITING = 100
"""For one shift."""
MOST_SHOWN = 300

Thought = tuple[tuple[int, str | None], list[Finding]]
"""What a member's plan and the shift were like, and what the rules said of the two."""


async def claim(actor: Actor, shift_id: UUID, note: str) -> ClaimResult:
    """Take a free seat, ask for it where the office decides, or join the line. Again changes nothing.

    Raises ShiftCancelled, ShiftStarted, ShiftNotOpen, AlreadyOnShift (by the office's word), LineFull, and
    Overlap and RulesBroken when the actor may not work then.
    """
    async with transaction():
        thought = await _think(actor, shift_id)
        # Holding the shift makes claims on it queue up, so the count of seats holds.
        shift = await lock(Shift, shift_id)
        refuse_shift(shift)
        await hold_people([actor.member])
        scene = await fetch_row(queries.SCENE, shift.id, actor.member)
        free = shift.seats - scene["taken"]
        if scene["is_on"] and scene["claimed"] == "granted":
            return ClaimResult("assigned", None, [])
        if scene["is_on"]:
            raise AlreadyOnShift()
        if scene["claimed"] == "waiting":
            place = await fetch_row(queries.PLACE, shift.id, actor.member)
            return ClaimResult(state_of_waiting(shift.open_by, free), place[0], [])
        if shift.open_by is None:
            raise ShiftNotOpen()
        findings = await _refuse_rules(actor, shift, scene, thought)
        if shift.open_by == "claim" and free > 0 and scene["waiting"]:
            free -= await standby.fill(shift)
        if shift.open_by == "claim" and free > 0:
            return await _take(actor, shift, note, findings)
        if scene["waiting"] >= MOST_WAITING:
            raise LineFull()
        waiting = ClaimResult(state_of_waiting(shift.open_by, free), scene["waiting"] + 1, findings)
        return await _wait(actor, shift, note, waiting)


async def _think(actor: Actor, shift_id: UUID) -> Thought:
    """What the rules say, before the shift is held: the others should not wait while they are asked."""
    before = await fetch_row(queries.BEFORE, shift_id, actor.member)
    if before is None:
        raise NotFound()
    findings = await examine([Placement(actor.member, shift_id)], occasion="claim", reader=actor)
    return (before["changes"], before["planned"]), findings


async def _refuse_rules(actor: Actor, shift: Shift, scene: Any, thought: Thought) -> list[Finding]:
    """What only warns. Raises Overlap, RulesBroken. Asks again where shift or person changed meanwhile."""
    mark, findings = thought
    if mark != (scene["changes"], scene["planned"]):
        findings = await examine([Placement(actor.member, shift.id)], occasion="claim", reader=actor)
    if any(finding.code == "overlap" for finding in findings):
        raise Overlap(**await other_shift([actor.member], shift.id, shift.starts_at, shift.ends_at))
    if any(finding.level == "refuse" for finding in findings):
        raise RulesBroken(findings=findings)
    return findings


def refuse_shift(shift: Shift) -> None:
    """Raises NotFound for a draft, which the crew does not see, ShiftCancelled, ShiftStarted."""
    if shift.state == "draft":
        raise NotFound()
    if shift.state == "cancelled":
        raise ShiftCancelled()
    if shift.starts_at <= clock.now():
        raise ShiftStarted()


async def _take(actor: Actor, shift: Shift, note: str, findings: list[Finding]) -> ClaimResult:
    now = clock.now()
    await take_seat(shift, actor.member, confirmed_at=now)
    await fetch(queries.CLAIM, shift.id, actor.member, "granted", note, now, now)
    await record(MemberAssigned(shift.id, actor.member, "claimed"), by=actor, to=[actor.member])
    await record(SeatClaimed(shift.id, actor.member, "assigned"), by=actor, to=[actor.member])
    return ClaimResult("assigned", None, findings)


async def _wait(actor: Actor, shift: Shift, note: str, waiting: ClaimResult) -> ClaimResult:
    await fetch(queries.CLAIM, shift.id, actor.member, "waiting", note, clock.now(), None)
    await record(SeatClaimed(shift.id, actor.member, waiting.state), by=actor, to=[actor.member])
    return waiting


def state_of_waiting(open_by: str | None, free: int) -> Place:
    """Who waits for a free seat waits for the office; who waits for a full shift stands in its line."""
    return "requested" if open_by != "claim" and free > 0 else "standby"


async def withdraw(actor: Actor, shift_id: UUID) -> None:
    """Wait no longer. One that is not there is no error. Raises AlreadyOnShift when it was granted."""
    async with transaction():
        shift = await lock(Shift, shift_id)
        if shift.state == "draft":
            raise NotFound()
        if (await fetch_row(queries.SCENE, shift.id, actor.member))["is_on"]:
            raise AlreadyOnShift()
        if await fetch_row(queries.WITHDRAW, shift.id, actor.member, clock.now()):
            await record(ClaimWithdrawn(shift.id, actor.member), by=actor, to=[actor.member])


async def claims(actor: Actor, shift_id: UUID) -> ClaimsView:
    """Who claimed the shift, the line first, and who refused it. Raises NotFound."""
    async with transaction():
        shift = await Shift.objects().get(Shift.id == shift_id)
        if shift is None or not actor.may("plan_shifts", shift.site_id):
            raise NotFound()
        return await _view(actor, shift)


async def _view(actor: Actor, shift: Shift) -> ClaimsView:
    free = shift.seats - (await fetch_row(queries.SCENE, shift.id, actor.member))["taken"]
    rows = await fetch(queries.CLAIMS, shift.id, MOST_SHOWN)
    line = [row["member_id"] for row in rows if row["state"] == "waiting"]
    around = await situation(line, [shift.id], of_own_will=True) if line else None
    items = []
    for place, row in enumerate(rows, start=1):
        waits = row["state"] == "waiting"
        state = state_of_waiting(shift.open_by, free) if waits else row["state"]
        found = around.if_added(row["member_id"], shift.id, reader=actor) if waits and around else []
        fields = {**dict(row), "state": state, "place": place if waits else None, "findings": found}
        items.append(ClaimView(**fields))
    refusals = [RefusalView(**dict(row)) for row in await fetch(queries.REFUSALS, shift.id, MOST_SHOWN)]
    return ClaimsView(max(free, 0), items, refusals)


async def decide(actor: Actor, shift_id: UUID, member_id: UUID, answer: ClaimDecisionInput) -> ClaimsView:
    """Give somebody who waits the seat, or say no. The same answer again changes nothing.

    Raises NotFound, ClaimGone; and to approve ShiftCancelled, ShiftStarted, ShiftFull, Overlap, RulesBroken.
    """
    outcome = "granted" if answer.approve else "refused"
    async with transaction():
        shift = await held_shift(actor, shift_id)
        scene = await fetch_row(queries.SCENE, shift.id, member_id)
        if scene["claimed"] is None:
            raise NotFound()
        if scene["claimed"] != outcome:
            await _decide(actor, shift, member_id, answer, scene)
        return await _view(actor, shift)


async def _decide(
    actor: Actor, shift: Shift, member_id: UUID, answer: ClaimDecisionInput, scene: Any
) -> None:
    if answer.approve:
        refuse_shift(shift)
    if scene["claimed"] != "waiting":
        raise ClaimGone(state=scene["claimed"])
    now = clock.now()
    if answer.approve:
        if scene["taken"] >= shift.seats:
            raise ShiftFull()
        await take_seat(shift, member_id, confirmed_at=now)
        await guard([Placement(member_id, shift.id)], occasion="claim", reader=actor)
        await record(MemberAssigned(shift.id, member_id, "approved"), by=actor, to=[member_id])
    outcome = "granted" if answer.approve else "refused"
    await fetch(queries.DECIDE, shift.id, member_id, outcome, answer.reason, now, actor.member)
    event = ClaimDecided(shift.id, member_id, "granted" if answer.approve else "refused", "office")
    await record(event, by=actor, to=[member_id])
