"""Photos: the proof of a visit, or what a report is about."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import Conflict, NotFound
from backend.core.events import record
from backend.core.pictures import made_anew
from backend.visits.errors import TooManyPictures
from backend.visits.events import PhotoTaken
from backend.visits.queries import visits as queries
from backend.visits.schemas.visits import PhotoView
from backend.visits.service import reports, visits

MOST_PHOTOS = 6
"""Of one check, or of one report."""


async def add_to_check(
    actor: Actor, shift_id: UUID, item_id: UUID, photo_id: UUID, source: bytes
) -> PhotoView:
    """A photo of what was done. The same id and bytes again are the same photo.

    Raises NotFound, NotOnShift, VisitNotNow, NoPicture, PictureTooLarge, TooManyPictures, Conflict.
    """
    async with transaction():
        seen = await visits.to_be_done(actor, shift_id, item_id)
        taken = await _taken(photo_id, source)
        if taken:
            return taken
        if (await fetch_row(queries.PHOTOS_OF_CHECK, shift_id, item_id))["n"] >= MOST_PHOTOS:
            raise TooManyPictures()
        view = await _add(actor, photo_id, seen.site_id, (shift_id, item_id, None), source)
        await record(PhotoTaken(photo_id, shift_id, item_id), by=actor)
        return view


async def add_to_report(actor: Actor, report_id: UUID, photo_id: UUID, source: bytes) -> PhotoView:
    """A photo for one's own report.

    Raises NotFound, NoPicture, PictureTooLarge, TooManyPictures, Conflict.
    """
    async with transaction():
        report = await reports.own(actor, report_id)
        taken = await _taken(photo_id, source)
        if taken:
            return taken
        if (await fetch_row(queries.PHOTOS_OF_REPORT, report_id))["n"] >= MOST_PHOTOS:
            raise TooManyPictures()
        view = await _add(actor, photo_id, report["site_id"], (None, None, report_id), source)
        await record(PhotoTaken(photo_id, None, None), by=actor)
        return view


async def photo(actor: Actor, photo_id: UUID) -> bytes:
    """The JPEG, for who took it, who was on the visit, and the office. Raises NotFound."""
    async with transaction():
        row = await fetch_row(queries.PHOTO, photo_id)
    if row is None or not (row["member_id"] == actor.member or actor.may("see_visits", row["site_id"])):
        raise NotFound()
    return bytes(row["jpeg"])


async def _taken(photo_id: UUID, source: bytes) -> PhotoView | None:
    row = await fetch_row(queries.PHOTO, photo_id)
    if row is None:
        return None
    if bytes(row["source_hash"]) != _hash(source):
        raise Conflict()
    return PhotoView(row["id"], row["width"], row["height"])


async def _add(actor: Actor, photo_id: UUID, site_id: UUID, of: tuple[Any, ...], source: bytes) -> PhotoView:
    picture = await asyncio.to_thread(made_anew, source)
    added = await fetch(
        queries.ADD_PHOTO,
        photo_id,
        site_id,
        *of,
        actor.member,
        picture.jpeg,
        _hash(source),
        picture.width,
        picture.height,
        clock.now(),
    )
    if not added:  # somebody else took this id at the same moment
        raise Conflict()
    return PhotoView(photo_id, picture.width, picture.height)


def _hash(source: bytes) -> bytes:
    return hashlib.sha256(source).digest()
