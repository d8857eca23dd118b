"""Photos of punches: only where the organisation asks and says why. No punch waits for its photo."""

import asyncio
import hashlib
from uuid import UUID

from backend.attendance.consent_errors import PhotoNotAsked
from backend.attendance.consent_events import PunchPhotoTaken
from backend.attendance.queries import photos as queries
from backend.attendance.schemas.photos import PunchPhotoView
from backend.attendance.service import forgetting
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import Conflict, NotFound
from backend.core.events import record
from backend.core.pictures import made_anew


async def add(actor: Actor, punch_id: UUID, source: bytes) -> PunchPhotoView:
    """Add a photo to one's own punch. The same bytes again change nothing.

    Raises NotFound, PhotoNotAsked, NoPicture, PictureTooLarge, and Conflict for a second photo.
    """
    source_hash = hashlib.sha256(source).digest()
    async with transaction():
        punch = await fetch_row(queries.PUNCH, punch_id)
        if punch is None or punch["member_id"] != actor.member:
            raise NotFound()
        if punch["source_hash"] is not None:
            if bytes(punch["source_hash"]) != source_hash:
                raise Conflict()
            return PunchPhotoView(punch_id, punch["width"], punch["height"])
        if punch["reason"] is None:
            raise PhotoNotAsked()
    # Outside any transaction: a crew's photos come together, and punches want the connections.
    picture = await asyncio.to_thread(made_anew, source)
    async with transaction():
        values = (picture.jpeg, source_hash, picture.width, picture.height, clock.now())
        if not await fetch(queries.ADD, punch_id, *values):
            raise Conflict()  # another one arrived at this very moment
        await record(PunchPhotoTaken(actor.member, punch_id), by=actor, to=[actor.member])
        await forgetting.begin()
    return PunchPhotoView(punch_id, picture.width, picture.height)


async def photo(actor: Actor, punch_id: UUID) -> bytes:
    """The JPEG, for whose punch it is and who answers for the site. Raises NotFound."""
    async with transaction():
        row = await fetch_row(queries.JPEG, punch_id)
    if row is None or not (row["member_id"] == actor.member or actor.may("see_board", row["site_id"])):
        raise NotFound()
    return bytes(row["jpeg"])
