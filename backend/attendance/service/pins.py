"""PINs for the shared tablet: their person sets them, the office can only give one to begin with."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from backend.attendance.errors import EasyPin, PinClosed, PinNotRight, PinToChange, PinUnset
from backend.attendance.events import PinGiven, PinSet
from backend.attendance.rules.pins import GIVEN_DIGITS, TEMPORARY_FOR, TRIES, Tries, is_easy
from backend.attendance.schemas.pins import GivenPin, PinView
from backend.core import clock, seals
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.notifications.service.decide import Audience, Message, notify

PURPOSE = "tablet PINs"

PIN = """
SELECT pin_hash, set_at, wrong, wrong_at, temporary_until,
       temporary_until IS NOT NULL AND temporary_until <= $2 AS is_over
  FROM member_pin WHERE member_id = $1
"""
KEEP = """
INSERT INTO member_pin (org_id, member_id, pin_hash, set_at, temporary_until)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
    ON CONFLICT (org_id, member_id) DO UPDATE
   SET (pin_hash, set_at, temporary_until, wrong, wrong_at)
     = (excluded.pin_hash, excluded.set_at, excluded.temporary_until, 0, NULL)
"""
COUNT = "UPDATE member_pin SET wrong = $2, wrong_at = $3 WHERE member_id = $1"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a try. `temporary`: right, but it is the office's PIN and has to be changed first."""

    outcome: Literal["right", "wrong", "temporary", "closed", "unset"]
    tries_left: int = 0
    wait_s: int = 0

    def must_be_right(self) -> None:
        """Raises PinNotRight, PinToChange, PinClosed, PinUnset."""
        match self.outcome:
            case "wrong":
                raise PinNotRight(tries_left=self.tries_left)
            case "temporary":
                raise PinToChange()
            case "closed":
                raise PinClosed(retry_after_s=self.wait_s)
            case "unset":
                raise PinUnset()


async def check(org_id: UUID, member_id: UUID, pin: str) -> Checked:
    """Try a PIN. Inside a transaction that is committed also when it was wrong, or the try would not count.

    The row is held, so that tries at once are counted one by one; while closed even the right one is not
    looked at.
    """
    now = clock.now()
    row = await fetch_row(f"{PIN} FOR UPDATE", member_id, now)
    if row is None or row["is_over"]:
        return Checked("unset")
    tries = Tries(row["wrong"], row["wrong_at"])
    closed_until = tries.closed_until(now)
    if closed_until:
        return Checked("closed", wait_s=int((closed_until - now).total_seconds()) + 1)
    if not await asyncio.to_thread(seals.is_pin, PURPOSE, org_id, member_id, pin, row["pin_hash"]):
        wrong = tries.counted(now) + 1
        await fetch(COUNT, member_id, wrong, now)
        return Checked("wrong", tries_left=TRIES - wrong)
    if row["wrong"]:
        await fetch(COUNT, member_id, 0, None)
    return Checked("temporary" if row["temporary_until"] else "right")


async def own(actor: Actor) -> PinView:
    """Whether the actor has a PIN; never which."""
    now = clock.now()
    async with transaction():
        row = await fetch_row(PIN, actor.member, now)
    if row is None or row["is_over"]:
        return PinView(is_set=False)
    return _view(row, now)


async def set_own(actor: Actor, pin: str) -> PinView:
    """Choose a PIN; it opens again what five wrong tries closed. Raises EasyPin."""
    async with transaction():
        await choose(actor.org, actor.member, pin)
        await record(PinSet(actor.member), by=actor, to=[actor.member])
        return _view(await fetch_row(PIN, actor.member, clock.now()), clock.now())


async def choose(org_id: UUID, member_id: UUID, pin: str) -> None:
    """Keep a PIN that its person chose. Inside a transaction. Raises EasyPin."""
    if is_easy(pin):
        raise EasyPin()
    await _keep(org_id, member_id, pin, None)


async def give(actor: Actor, member_id: UUID) -> GivenPin:
    """A PIN to begin with, told to the office once; whatever was there is gone. Its person hears of it.

    Raises NotFound.
    """
    async with transaction():
        if await fetch_row("SELECT FROM member WHERE id = $1 AND ended_at IS NULL", member_id) is None:
            raise NotFound()
        pin, until = new_pin(), clock.now() + TEMPORARY_FOR
        await _keep(actor.org, member_id, pin, until)
        await record(PinGiven(member_id), by=actor, to=[member_id])
        message = Message(
            "pin_given", f"pin_given/{member_id}/{until.isoformat()}", member_id, link="/my/pin"
        )
        await notify(message, Audience.of([member_id], "own_pin"), by=actor)
    return GivenPin(pin, until)


def new_pin() -> str:
    """By chance, and not one of the easy ones."""
    while is_easy(pin := f"{secrets.randbelow(10**GIVEN_DIGITS):0{GIVEN_DIGITS}}"):
        pass
    return pin


async def _keep(org_id: UUID, member_id: UUID, pin: str, until: datetime | None) -> None:
    hashed = await asyncio.to_thread(seals.pin_hash, PURPOSE, org_id, member_id, pin)
    await fetch(KEEP, member_id, hashed, clock.now(), until)


def _view(row: Any, now: datetime) -> PinView:
    closed_until = Tries(row["wrong"], row["wrong_at"]).closed_until(now)
    return PinView(True, row["set_at"], row["temporary_until"], closed_until)
