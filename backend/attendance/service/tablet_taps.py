"""What happens at a shared tablet: who is shown, and taps with the person's own PIN."""

import asyncio
import base64
import binascii
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from backend.attendance.errors import ProofUnreadable, TabletUnknown
from backend.attendance.events import PinSet
from backend.attendance.queries import tablets as queries
from backend.attendance.rules.evidence import Way
from backend.attendance.schemas.punches import PunchInput
from backend.attendance.schemas.tablets import (
    NewPinInput,
    TabletPeople,
    TabletPerson,
    TabletPunched,
    TabletPunchInput,
    TabletShown,
)
from backend.attendance.service import clock_in, pins
from backend.attendance.service.tablets import PURPOSE, SECRET_BYTES
from backend.attendance.service.told import tell_of_tap
from backend.core import clock, seals, tenancy
from backend.core.access import permissions_of
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record


@dataclass(frozen=True, slots=True)
class Tablet:
    """A tablet that has proved itself."""

    id: UUID
    org_id: UUID
    row: Any


@asynccontextmanager
async def as_tablet(secret: str | None) -> AsyncIterator[Tablet]:
    """Work for the organisation of the tablet whose cookie this is. Raises TabletUnknown."""
    raw = _decoded(secret)
    if raw is None:
        raise TabletUnknown()
    org_id, tablet_id = UUID(bytes=raw[:16]), UUID(bytes=raw[16:32])
    with tenancy.acting_for(org_id=org_id):
        now = clock.now()
        async with transaction():
            row = await fetch_row(queries.TABLET, tablet_id)
            if row is None or not hmac.compare_digest(row["secret_hash"], sha256(raw[32:]).digest()):
                raise TabletUnknown()
            if now - row["last_seen_at"] > queries.SEEN_EVERY:
                await fetch(queries.SEEN, tablet_id, now)
        yield Tablet(tablet_id, org_id, row)


async def show(secret: str | None) -> TabletShown:
    """The site, and its people of today. Raises TabletUnknown."""
    async with as_tablet(secret) as tablet:
        row, now = tablet.row, clock.now()
        async with transaction():
            people = await fetch(queries.PEOPLE, *queries.people_arguments(row["site_id"], now))
        return TabletShown(
            tablet.id,
            row["firm"],
            row["site_id"],
            row["site_name"],
            row["timezone"],
            row["public_key"],
            now,
            [TabletPerson(**person) for person in people],
        )


async def find(secret: str | None, name: str) -> TabletPeople:
    """Others of the firm by a part of their name, the first ten. Raises TabletUnknown."""
    part = name.strip()
    async with as_tablet(secret) as tablet, transaction():
        if not part:
            return TabletPeople([])
        rows = await fetch(queries.FIND, tablet.row["site_id"], clock.now(), part, queries.MOST_FOUND)
    return TabletPeople([TabletPerson(**row) for row in rows])


async def tap(secret: str | None, punch_id: UUID, given: TabletPunchInput) -> tuple[TabletPunched, bool]:
    """Take a tap of whoever knows the PIN. The same one again changes nothing; True says it is new.

    One that was kept while there was no signal is stored whatever its PIN says: `pin_wrong`, or
    `pin_unchecked` where there was nothing to check it by; the person hears of it.
    Raises TabletUnknown, NotFound, PinNotRight, PinToChange, PinClosed, PinUnset, ProofUnreadable, and what
    `take_punch` raises.
    """
    async with as_tablet(secret) as tablet:
        actor = await _person(tablet, given.member_id)
        flags = await _flags(tablet, punch_id, given)
        claim = PunchInput(
            kind=given.kind,
            device_time=given.device_time,
            site_id=tablet.row["site_id"],
            device_age_ms=given.device_age_ms,
            last_server_time=given.last_server_time,
            app_version=given.app_version,
        )
        async with transaction():
            punch, is_new = await clock_in.take_punch(actor, punch_id, claim, Way("tablet", flags=flags))
            if is_new and flags:
                await tell_of_tap(punch, tablet.row, way="tablet")
    return TabletPunched(punch.id, punch.member_id, given.kind, punch.believed_at), is_new


async def change_pin(secret: str | None, member_id: UUID, given: NewPinInput) -> None:
    """Replace the office's PIN, or one's own, by one that nobody else knows.

    Raises TabletUnknown, NotFound, ProofUnreadable, EasyPin, PinNotRight, PinClosed, PinUnset.
    """
    async with as_tablet(secret) as tablet:
        actor = await _person(tablet, member_id)
        opened = await _open(tablet, f"pin {member_id}", given.proof)
        old, _, new = (opened or "").partition(" ")
        if not _is_pin(old) or not _is_pin(new):
            raise ProofUnreadable()
        async with transaction():
            checked = await pins.check(tablet.org_id, member_id, old)
        if checked.outcome != "temporary":
            checked.must_be_right()
        async with transaction():
            await pins.choose(tablet.org_id, member_id, new)
            await record(PinSet(member_id), by=actor, to=[member_id])


async def _flags(tablet: Tablet, punch_id: UUID, given: TabletPunchInput) -> tuple[str, ...]:
    """What is odd about the PIN. A wrong one is counted even though the tap is refused."""
    pin = await _open(tablet, f"{punch_id} {given.member_id}", given.proof)
    async with transaction():
        known = await fetch_row("SELECT flags FROM punch WHERE id = $1", punch_id)
        if known is not None:  # sent again: what was found then stands
            return tuple(flag for flag in known["flags"] if flag.startswith("pin_"))
        if pin is None or not _is_pin(pin):
            checked = None
        else:
            checked = await pins.check(tablet.org_id, given.member_id, pin)
    if given.kept:
        if checked is not None and checked.outcome in ("right", "wrong"):
            return ("pin_wrong",) if checked.outcome == "wrong" else ()
        return ("pin_unchecked",)
    if checked is None:
        raise ProofUnreadable()
    checked.must_be_right()
    return ()


async def _person(tablet: Tablet, member_id: UUID) -> Actor:
    """Whoever taps, with no right but this one. Raises NotFound for who is not, or no longer, here."""
    async with transaction():
        row = await fetch_row("SELECT account_id FROM member WHERE id = $1 AND ended_at IS NULL", member_id)
    if row is None:
        raise NotFound()
    return Actor(
        account_id=row["account_id"],
        session_id=tablet.id,
        language="ko",
        org_id=tablet.org_id,
        member_id=member_id,
        role="member",
        permissions=permissions_of("member") & {"clock_in"},
    )


async def _open(tablet: Tablet, label: str, proof: str) -> str | None:
    """What was sealed under this label; None when it does not open."""
    sealed = tablet.row["sealed_key"]
    return await asyncio.to_thread(_unsealed, tablet.org_id, tablet.id, sealed, label, proof)


def _unsealed(org_id: UUID, tablet_id: UUID, sealed: bytes, label: str, proof: str) -> str | None:
    key = load_der_private_key(seals.unseal(PURPOSE, org_id, tablet_id, sealed), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label.encode())
    try:
        return key.decrypt(base64.b64decode(proof), oaep).decode("ascii")
    except (ValueError, UnicodeDecodeError):
        return None


def _is_pin(text: str) -> bool:
    return 4 <= len(text) <= 6 and text.isascii() and text.isdigit()


def _decoded(secret: str | None) -> bytes | None:
    try:
        raw = base64.b64decode((secret or "").encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if len(raw) == 32 + SECRET_BYTES else None
