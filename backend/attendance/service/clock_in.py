"""Taking a punch: the busiest path of the house, and the one that must never lose anything.

Three round trips to the database: hold the person, look at the scene, write everything that follows.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.attendance.errors import (
    AlreadyBack,
    AlreadyIn,
    AlreadyOnBreak,
    AlreadyOnTheWay,
    AlreadyOut,
    NotRecordable,
    OutsideSite,
    PunchExists,
    QrNotValid,
    ReasonNeeded,
    TooManyPunches,
)
from backend.attendance.events import PunchRecorded
from backend.attendance.queries import punches as queries
from backend.attendance.rules import time
from backend.attendance.rules.arrival import Arrival, NoEnd, arrive
from backend.attendance.rules.evidence import Claim, Evidence, Way, weigh
from backend.attendance.rules.place import Position
from backend.attendance.rules.scene import Scene
from backend.attendance.rules.time import Believed
from backend.attendance.schemas.punches import PunchInput, PunchView, claim_of
from backend.attendance.service.statements import note_statement
from backend.core import clock, events
from backend.core.actor import Actor
from backend.core.database import fetch_row, transaction
from backend.core.errors import Forbidden, NotFound
from backend.scheduling import qr

REPEATS = {
    "in": AlreadyIn,
    "out": AlreadyOut,
    "break_start": AlreadyOnBreak,
    "break_end": AlreadyBack,
    "move": AlreadyOnTheWay,
}


async def take_punch(
    actor: Actor, punch_id: UUID, given: PunchInput, way: Way | None = None
) -> tuple[PunchView, bool]:
    """Store a claim and what follows from it. The same claim again changes nothing; True says it is new.

    `way` says that it did not come from the person's own phone; whoever gives it has asked who may.
    Raises AlreadyIn and its like for a second tap, OutsideSite where the organisation blocks, QrNotValid,
    PunchExists for another claim under this id; when a manager states it, ReasonNeeded, NotRecordable.
    """
    member_id = given.member_id or actor.member
    claim = _claim(actor, punch_id, given, way)
    site_id = given.site_id or (claim.code.site_id if claim.code else None)
    claim_hash = sha256(claim_of(given, member_id)).digest()
    async with transaction():
        member = await fetch_row(queries.HOLD_MEMBER, member_id)
        if member is None or (member["ended_at"] is not None and not claim.manual):
            raise NotFound()
        scene = await queries.scene(member_id, punch_id, site_id, claim.when.at)
        if scene.claim_hash is not None:
            return await _stored(punch_id, scene, claim_hash), False
        if site_id is not None and not scene.sites:
            raise NotFound()
        if scene.place_refused:
            given = msgspec.structs.replace(given, lat=None, lon=None, accuracy_m=None)
            claim = replace(claim, position=None)
        evidence = weigh(claim, scene, site_id)
        _refuse_place(actor, claim, scene, evidence)
        arrival = _arrive(claim, scene, evidence)
        _refuse_repeat(claim, scene, arrival)
        row = _row(actor, given, claim, evidence) | {"member_id": member_id, "claim_hash": claim_hash}
        await _store(actor, row, claim, arrival)
        if claim.manual and member_id != actor.member:
            await note_statement(actor, row)
        return _view(row, member["name"], arrival), True


def _claim(actor: Actor, punch_id: UUID, given: PunchInput, way: Way | None) -> Claim:
    manual = way is None and _is_manual(actor, given)
    now = clock.now()
    code = qr.read(actor.org, given.qr) if given.qr else None
    if given.qr and (code is None or given.site_id not in (None, code.site_id)):
        raise QrNotValid()
    position = None
    if given.lat is not None and given.lon is not None:
        position = Position(given.lat, given.lon, given.accuracy_m)
    when = _stated(given, now) if manual else _believed(given, now)
    return Claim(punch_id, given.kind, when, now, position, code, manual, way, given.nfc)


def _is_manual(actor: Actor, given: PunchInput) -> bool:
    """Whether somebody states it for a person, rather than the person tapping."""
    if given.member_id in (None, actor.member) and given.reason is None:
        return False
    if not actor.may_somewhere("record_for_others"):
        raise Forbidden()
    if given.reason is None:
        raise ReasonNeeded()
    return True


def _believed(given: PunchInput, now: datetime) -> Believed:
    return time.believe(
        device_time=given.device_time,
        device_age_ms=given.device_age_ms,
        last_server_time=given.last_server_time,
        server_time=now,
    )


def _stated(given: PunchInput, now: datetime) -> Believed:
    at = time.stated(given.device_time, now)
    if at is None:
        raise NotRecordable()
    return Believed(at, ())


async def _stored(punch_id: UUID, scene: Scene, claim_hash: bytes) -> PunchView:
    if scene.claim_hash != claim_hash.hex():
        raise PunchExists()
    return PunchView.of(await queries.one_punch(punch_id))


def _refuse_place(actor: Actor, claim: Claim, scene: Scene, evidence: Evidence) -> None:
    if claim.manual:
        actor.must("record_for_others", evidence.site_id)
    elif scene.punch_outside == "block" and evidence.is_doubtful:
        raise OutsideSite(distance_m=evidence.located.distance_m)


def _arrive(claim: Claim, scene: Scene, evidence: Evidence) -> Arrival:
    if scene.too_many:
        raise TooManyPunches()
    try:
        return arrive(
            evidence.tap(claim),
            [punch.known for punch in scene.punches],
            {session.id: session for session in scene.sessions},
            seen_before=scene.seen_before.tap if scene.seen_before else None,
            there_is_more=scene.there_is_more,
        )
    except NoEnd:
        raise TooManyPunches() from None


def _refuse_repeat(claim: Claim, scene: Scene, arrival: Arrival) -> None:
    """Refuse a second tap, and one that would make a stored punch the second.

    Unless it waited on the phone or a manager states it: then the earlier one is the truer.
    """
    error = REPEATS[claim.kind]
    session = arrival.session
    if arrival.is_repeat and session:
        raise error(since=session.ended_at or session.started_at, session_id=session.id)
    if arrival.is_repeat:
        raise error()
    tapped_now = not claim.manual and not time.is_late(claim.when.at, claim.server_time)
    for punch in scene.punches if tapped_now else ():
        if punch.id in arrival.made_repeats:
            raise error(since=punch.at, session_id=punch.session_id)


async def _store(actor: Actor, row: dict[str, Any], claim: Claim, arrival: Arrival) -> None:
    event = PunchRecorded(
        member_id=row["member_id"],
        punch_id=claim.id,
        kind=claim.kind,
        believed_at=claim.when.at,
        site_id=row["site_id"],
        session_id=arrival.meaning.session_id,
        manual=claim.manual,
    )
    values = events.values_of(event, by=actor, to=[row["member_id"]])
    try:
        await queries.store(row, arrival.sessions, arrival.meanings, arrival.gone, values)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != "punch_pkey":
            raise
        raise PunchExists() from None  # of another member, at this very moment


def _row(actor: Actor, given: PunchInput, claim: Claim, evidence: Evidence) -> dict[str, Any]:
    return {
        "org_id": actor.org,
        "id": claim.id,
        "kind": claim.kind,
        "site_id": evidence.site_id,
        "shift_id": evidence.shift_id,
        "how": evidence.how,
        "device_time": given.device_time,
        "device_age_ms": given.device_age_ms,
        "last_server_time": given.last_server_time,
        "server_time": claim.server_time,
        "believed_at": claim.when.at,
        "lat": given.lat,
        "lon": given.lon,
        "accuracy_m": given.accuracy_m,
        "distance_m": evidence.located.distance_m,
        "flags": [*evidence.flags, *_own_statement(actor, given, claim)],
        "app_version": given.app_version,
        "recorded_by": claim.way.recorded_by if claim.way else actor.member if claim.manual else None,
        "reason": given.reason,
    }


def _own_statement(actor: Actor, given: PunchInput, claim: Claim) -> list[str]:
    """Nobody else has seen what the office states of its own record, and it says so."""
    return ["self_approved"] if claim.manual and given.member_id in (None, actor.member) else []


def _view(row: dict[str, Any], member_name: str, arrival: Arrival) -> PunchView:
    session = arrival.session
    return PunchView.of(
        row
        | {
            "member_name": member_name,
            "shift_id": session.shift_id if session else row["shift_id"],
            "flags": row["flags"] + arrival.meaning.flags,
            "session_id": arrival.meaning.session_id,
            "has_photo": False,
        }
    )
