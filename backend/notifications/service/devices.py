"""A person's phones that take pushes. Each belongs to the session it was made in, and ends with it."""

import asyncio
import base64
import binascii
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import UNSET

from backend.core import clock, database
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import FieldProblem, NotFound
from backend.core.events import record_for_account
from backend.core.ids import new_id
from backend.notifications.channels.push import payload
from backend.notifications.channels.push.endpoints import origin_of
from backend.notifications.channels.push.post import NO_ANSWER, post
from backend.notifications.errors import EndpointNotAllowed, EndpointTaken, PushKeysNotValid
from backend.notifications.events import PushDeviceAdded, PushDeviceEnded
from backend.notifications.queries import devices as queries
from backend.notifications.queries.devices import Phone
from backend.notifications.schemas.devices import PushDevice, PushDeviceInput, PushTrial

POINT_BYTES = 65
AUTH_BYTES = 16
TRIAL_LASTS_S = 300
TRIAL_WITHIN_S = 8


async def list_devices(actor: Actor) -> list[PushDevice]:
    """The actor's phones that take pushes now, the last seen one first."""
    async with transaction():
        return [_view(actor, row) for row in await queries.living()]


async def register(actor: Actor, device_id: UUID, wanted: PushDeviceInput) -> tuple[PushDevice, bool]:
    """Let the browser of this session take pushes; True when it did not before.

    The same endpoint is the same device, under the id that it had, and leaves whoever had it before. The app
    sends it at each start. More than AT_MOST end the ones that were not seen for longest.

    Raises EndpointNotAllowed, PushKeysNotValid, and EndpointTaken when a browser with other keys has it.
    """
    try:
        origin_of(wanted.endpoint)
    except ValueError as error:
        raise EndpointNotAllowed(errors=[FieldProblem("/endpoint", "not_allowed", str(error))]) from None
    p256dh, auth = point_of(wanted.p256dh), secret_of(wanted.auth)
    now = clock.now()
    async with transaction():
        if not await queries.release_endpoint(wanted.endpoint, p256dh, auth):
            raise EndpointTaken()
        values = (
            actor.session_id,
            wanted.endpoint,
            p256dh,
            auth,
            None if wanted.name is UNSET else wanted.name,
            None if wanted.shows_text is UNSET else wanted.shows_text,
            now,
        )
        known = await database.fetch_row(queries.REGISTERED, device_id, wanted.endpoint)
        if known is not None:
            await database.fetch(queries.CHANGE, known["id"], *values)
            found = known["id"]
        else:
            found = await _add(device_id, values)
            await record_for_account(PushDeviceAdded(found), account_id=actor.account_id)
        living = await queries.living()
        await _end(actor, [row["id"] for row in living[queries.AT_MOST :]], "too_many")
        view = next(_view(actor, row) for row in living if row["id"] == found)
    return view, known is None


async def _add(device_id: UUID, values: Sequence[Any]) -> UUID:
    added = await database.fetch_row(queries.ADD, device_id, *values)
    if added is None:  # somebody else's device has this id
        added = await database.fetch_row(queries.ADD, new_id(), *values)
    found: UUID = added["id"]
    return found


async def remove(actor: Actor, device_id: UUID) -> None:
    """No more pushes there. Again changes nothing. Raises NotFound."""
    async with transaction():
        known = await database.fetch_row("SELECT ended_at FROM push_device WHERE id = $1", device_id)
        if known is None:
            raise NotFound()
        if known["ended_at"] is None:
            await _end(actor, [device_id], "removed")


async def try_out(actor: Actor, device_id: UUID) -> PushTrial:
    """Push "it works" to one of the actor's phones, now. Never call it in a transaction. Raises NotFound."""
    async with transaction():
        found = [row for row in await queries.living() if row["id"] == device_id]
    if not found:
        raise NotFound()
    fields = ("account_id", "id", "endpoint", "p256dh", "auth", "shows_text")
    phone = Phone(**{name: found[0][name] for name in fields})
    text = payload.trial(device_id, actor.language)
    try:
        async with asyncio.timeout(TRIAL_WITHIN_S):
            answer = await post(phone, text, ttl_s=TRIAL_LASTS_S, urgency="high", topic="trial")
    except TimeoutError:
        answer = NO_ANSWER
    if answer.said == "gone":
        async with transaction():
            await _end(actor, [device_id], "gone")
    return PushTrial(sent=answer.said == "taken", reason=None if answer.said == "taken" else answer.said)


async def _end(actor: Actor, devices: Sequence[UUID], why: str) -> None:
    for device_id in devices:
        await database.fetch(
            "UPDATE push_device SET ended_at = $2, ended_why = $3 WHERE id = $1",
            device_id,
            clock.now(),
            why,
        )
        await record_for_account(PushDeviceEnded(device_id, why), account_id=actor.account_id)


def _view(actor: Actor, row: Any) -> PushDevice:
    return PushDevice(
        row["id"],
        row["name"],
        row["created_at"],
        row["seen_at"],
        row["session_id"] == actor.session_id,
        row["shows_text"],
    )


def point_of(text: str) -> bytes:
    """A browser's public key: an uncompressed point of P-256. Raises PushKeysNotValid."""
    raw = _decoded(text)
    try:
        if raw is None or len(raw) != POINT_BYTES:
            raise ValueError
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        problem = FieldProblem("/p256dh", "invalid", "not an uncompressed point on the curve P-256")
        raise PushKeysNotValid(errors=[problem]) from None
    return raw


def secret_of(text: str) -> bytes:
    """A browser's authentication secret. Raises PushKeysNotValid."""
    raw = _decoded(text)
    if raw is None or len(raw) != AUTH_BYTES:
        raise PushKeysNotValid(errors=[FieldProblem("/auth", "invalid", "not 16 bytes")])
    return raw


def _decoded(text: str) -> bytes | None:
    bare = text.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
