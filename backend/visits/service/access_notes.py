"""How one gets in: keys and codes, behind a PIN, and every look at them recorded."""

import asyncio
from datetime import timedelta
from uuid import UUID

from backend.core import clock, seals
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.service.sites import visible_site
from backend.scheduling.tables import Site
from backend.visits.errors import NotOnShift, TooManyPins, WrongPin
from backend.visits.events import AccessNoteChanged, AccessNoteRead, AccessNoteRefused
from backend.visits.schemas.access_notes import AccessNoteInput, AccessNoteView, LookedView

PURPOSE = "access notes"
NEAR = timedelta(hours=12)
"""So long before and after a shift there somebody may need the door."""
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
LOOKS_SHOWN = 100

NOTE = "SELECT sealed, pin_hash, changed_at FROM access_note WHERE site_id = $1"
KEEP = """
INSERT INTO access_note (org_id, site_id, sealed, pin_hash, changed_at, changed_by)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5)
    ON CONFLICT (org_id, site_id) DO UPDATE
   SET sealed = excluded.sealed, pin_hash = excluded.pin_hash,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by
"""
LOOKS = """
SELECT l.id, m.name, l.looked_at AS at, l.opened FROM access_look l
  JOIN member m ON m.org_id = l.org_id AND m.id = l.member_id
 WHERE l.site_id = $1 ORDER BY l.looked_at DESC, l.id DESC LIMIT $2
"""
LOOKED = """
INSERT INTO access_look (org_id, id, site_id, member_id, looked_at, opened)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5)
"""
# Wrong PINs since the last right one.
WRONG = """
SELECT count(*) AS n FROM access_look
 WHERE site_id = $1 AND member_id = $2 AND NOT opened AND looked_at > $3
   AND looked_at > coalesce((SELECT max(looked_at) FROM access_look
                              WHERE site_id = $1 AND member_id = $2 AND opened), '-infinity')
"""
COMES_THERE = """
SELECT FROM assignment a
  JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
 WHERE a.member_id = $1 AND s.site_id = $2 AND a.starts_at < $3 AND a.ends_at > $4
 LIMIT 1
"""


async def note(actor: Actor, site_id: UUID) -> AccessNoteView:
    """Whether there is one, and who looked. Raises NotFound, Forbidden."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("change_visits", site.id)
        kept = await fetch_row(NOTE, site.id)
        looks = [LookedView(**row) for row in await fetch(LOOKS, site.id, LOOKS_SHOWN)]
    return AccessNoteView(kept is not None, kept["changed_at"] if kept else None, looks)


async def write(actor: Actor, site_id: UUID, wanted: AccessNoteInput) -> None:
    """Keep a note. Raises NotFound, Forbidden, UnacceptableFields for a first one without a PIN."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("change_visits", site.id)
        kept = await fetch_row(f"{NOTE} FOR UPDATE", site.id)
        if wanted.pin is None and kept is None:
            raise UnacceptableFields(errors=[FieldProblem("/pin", "missing", "a new note needs a PIN")])
        pin_hash = (
            kept["pin_hash"]
            if wanted.pin is None
            else await asyncio.to_thread(seals.pin_hash, PURPOSE, actor.org, site.id, wanted.pin)
        )
        sealed = seals.seal(PURPOSE, actor.org, site.id, wanted.text.encode())
        await fetch(KEEP, site.id, sealed, pin_hash, clock.now(), actor.member)
        await record(AccessNoteChanged(site.id), by=actor)


async def remove(actor: Actor, site_id: UUID) -> None:
    """Forget the note; who looked at it stays known. Raises NotFound, Forbidden."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("change_visits", site.id)
        if await fetch("DELETE FROM access_note WHERE site_id = $1 RETURNING site_id", site.id):
            await record(AccessNoteChanged(site.id), by=actor)


async def look(actor: Actor, site_id: UUID, pin: str) -> str:
    """The note. Each look is kept, the refused ones too.

    Raises NotFound, NotOnShift for who does not work there about now, WrongPin, and TooManyPins after five.
    """
    async with transaction():
        kept = await _kept(actor, site_id)
        now = clock.now()
        wrong = (await fetch_row(WRONG, site_id, actor.member, now - LOCKED_FOR))["n"]
        if wrong >= TRIES:
            raise TooManyPins(retry_after_s=int(LOCKED_FOR.total_seconds()))
        right = await asyncio.to_thread(seals.is_pin, PURPOSE, actor.org, site_id, pin, kept["pin_hash"])
        await fetch(LOOKED, new_id(), site_id, actor.member, now, right)
        await record(AccessNoteRead(site_id) if right else AccessNoteRefused(site_id), by=actor)
    if not right:  # after the commit: a refused try counts
        raise WrongPin(tries_left=TRIES - wrong - 1)
    return seals.unseal(PURPOSE, actor.org, site_id, kept["sealed"]).decode()


async def _kept(actor: Actor, site_id: UUID) -> dict[str, bytes]:
    """The note, held until the end of the transaction, so that tries at once are counted one by one."""
    if not await Site.exists().where(Site.id == site_id):
        raise NotFound()
    now = clock.now()
    is_office = actor.may("change_visits", site_id)
    if not is_office and not await fetch(COMES_THERE, actor.member, site_id, now + NEAR, now - NEAR):
        raise NotOnShift()
    kept = await fetch_row(f"{NOTE} FOR UPDATE", site_id)
    if kept is None:
        raise NotFound()
    return dict(kept)
