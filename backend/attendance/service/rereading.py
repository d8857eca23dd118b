"""Putting corrections in force: the punches that come to count, those that count no longer, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend.attendance.correction_errors import AlreadyReplaced
from backend.attendance.errors import NotOnThatShift, PunchExists, TooManyPunches
from backend.attendance.queries import corrections as queries
from backend.attendance.queries import punches, rereading
from backend.attendance.rules.chain import payload_of
from backend.attendance.rules.corrections import Wish, check_moment, check_reading
from backend.attendance.rules.evidence import Claim, Evidence, weigh
from backend.attendance.rules.matching import is_about
from backend.attendance.rules.place import Position
from backend.attendance.rules.record import Tap
from backend.attendance.rules.rereading import Change, NoEnd, Rereading, reread
from backend.attendance.rules.time import Believed
from backend.attendance.service.chain import add_entry
from backend.core.database import fetch, fetch_row
from backend.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a request would change, read and found to make sense."""

    member_id: UUID
    wishes: Sequence[Wish]
    removed: dict[UUID, Tap]
    """By the id of the wish."""
    evidence: dict[UUID, Evidence]
    again: Rereading

    @property
    def sites(self) -> set[UUID | None]:
        """Whoever answers for all of these may put it in force."""
        return {tap.site_id for tap in self.removed.values()} | {e.site_id for e in self.evidence.values()}

    @property
    def moments(self) -> list[datetime]:
        """When its punches are, and were."""
        put = [wish.at for wish in self.wishes if wish.at is not None]
        return sorted([*put, *(tap.at for tap in self.removed.values())])

    def site_of(self, wish: Wish) -> UUID | None:
        found = self.evidence.get(wish.id) or self.removed[wish.id]
        return found.site_id

    def shift_of(self, wish: Wish) -> UUID | None:
        found = self.evidence.get(wish.id) or self.removed[wish.id]
        return found.shift_id


async def prepare(member_id: UUID, wishes: Sequence[Wish], *, asked_at: datetime, now: datetime) -> Prepared:
    """Read the record as if the wishes came true, and refuse what makes no sense. Hold the member first.

    Raises NotFound for punches, sites and shifts that are not there or of somebody else, AlreadyReplaced,
    PunchExists, TooManyPunches, and what rules/corrections.py raises.
    """
    removed = await _removed(member_id, wishes, asked_at)
    evidence, added = {}, []
    for wish in wishes:
        if wish.kind is not None and wish.at is not None:
            claim = _claim(wish, wish.at, now)
            evidence[wish.id] = await _evidence(member_id, claim, wish, removed.get(wish.id))
            added.append(evidence[wish.id].tap(claim))
    change = Change(added, list(removed.values()))
    around = await rereading.around(member_id, change)
    if around.too_many:
        raise TooManyPunches()
    try:
        again = reread(
            change,
            [punch.known for punch in around.punches],
            {session.id: session for session in around.sessions},
            seen_before=around.seen_before.tap if around.seen_before else None,
            there_is_more=around.there_is_more,
        )
    except NoEnd:
        raise TooManyPunches() from None
    check_reading(again, wishes, {punch.id: punch.kind for punch in around.punches})
    return Prepared(member_id, wishes, removed, evidence, again)


async def _removed(member_id: UUID, wishes: Sequence[Wish], asked_at: datetime) -> dict[UUID, Tap]:
    wanted = [wish for wish in wishes if wish.replaces is not None]
    rows = await fetch(queries.REPLACED, [wish.replaces for wish in wanted]) if wanted else []
    by_id = {row["id"]: row for row in rows}
    removed = {}
    for wish in wanted:
        row = by_id.get(wish.replaces)
        if row is None or row["member_id"] != member_id:
            raise NotFound()
        if row["correction_id"] is not None:
            raise AlreadyReplaced(punch_id=row["id"])
        check_moment(row["believed_at"], asked_at)
        removed[wish.id] = _tap(row)
    return removed


def _tap(row: Any) -> Tap:
    position = None
    if row["lat"] is not None and not row["nowhere"]:
        position = Position(row["lat"], row["lon"], row["accuracy_m"])
    return Tap(row["id"], row["kind"], row["believed_at"], row["site_id"], row["shift_id"], position)


def _claim(wish: Wish, at: datetime, now: datetime) -> Claim:
    assert wish.kind is not None
    return Claim(wish.punch_id, wish.kind, Believed(at, ()), now, position=None, code=None, manual=True)


async def _evidence(member_id: UUID, claim: Claim, wish: Wish, before: Tap | None) -> Evidence:
    """Where and for which shift the new punch is: as it says, else as the one before it, else as planned."""
    site_id = wish.site_id or (before.site_id if before else None)
    if wish.shift_id is not None:
        site_id = await _site_of_shift(wish.shift_id, site_id, claim.when.at)
    scene = await punches.scene(member_id, claim.id, site_id, claim.when.at)
    if scene.claim_hash is not None:
        raise PunchExists()
    if site_id is not None and not scene.sites:
        raise NotFound()
    found = weigh(claim, scene, site_id)
    shift_id = wish.shift_id or found.shift_id
    flags = [flag for flag in found.flags if flag != "no_shift" or shift_id is None]
    return Evidence(found.site_id, shift_id, "correction", found.located, flags)


async def _site_of_shift(shift_id: UUID, site_id: UUID | None, at: datetime) -> UUID:
    """The site of a shift that a punch at this site and moment can belong to."""
    shift = await fetch_row(queries.SHIFT, shift_id)
    if shift is None:
        raise NotFound()
    fits = shift["state"] == "published" and site_id in (None, shift["site_id"])
    if not fits or not is_about(at, shift["starts_at"], shift["ends_at"]):
        raise NotOnThatShift()
    found: UUID = shift["site_id"]
    return found


async def put_in_force(
    prepared: Prepared, *, org_id: UUID, by: UUID, reason: str, now: datetime, flags: Sequence[str] = ()
) -> None:
    """Make it true: the corrections' rows are there already. Each new punch is an entry of the chain."""
    rows = [
        _row(prepared, wish, now) | {"org_id": org_id, "recorded_by": by, "reason": reason}
        for wish in prepared.wishes
        if wish.kind is not None
    ]
    for row in rows:
        row["flags"] = [*row["flags"], *flags]
    again = prepared.again
    await rereading.store(
        prepared.member_id,
        org_id,
        punches=rows,
        replaced=list(prepared.removed.items()),
        sessions=again.sessions,
        meanings=again.meanings,
        gone=again.gone,
        now=now,
    )
    for row in rows:
        said = {name: row[name] for name in punches.CHAINED}
        await add_entry(prepared.member_id, "punch", row["id"], row["believed_at"], said)


def _row(prepared: Prepared, wish: Wish, now: datetime) -> dict[str, Any]:
    assert wish.at is not None
    evidence, at = prepared.evidence[wish.id], wish.at
    claimed = payload_of({"correction": wish.id, "kind": wish.kind, "at": at})
    return {
        "id": wish.punch_id,
        "member_id": prepared.member_id,
        "kind": wish.kind,
        "site_id": evidence.site_id,
        "shift_id": evidence.shift_id,
        "how": "correction",
        "device_time": at,
        "device_age_ms": None,
        "last_server_time": None,
        "server_time": now,
        "believed_at": at,
        "lat": None,
        "lon": None,
        "accuracy_m": None,
        "distance_m": None,
        "flags": list(evidence.flags),
        "app_version": None,
        "claim_hash": sha256(claimed.encode()).digest(),
    }
