"""What is to be done at a site."""

from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.core.events import record
from backend.scheduling.service.sites import visible_site
from backend.visits.events import ChecklistChanged
from backend.visits.schemas.visits import ChecklistInput, ChecklistView, TaskView

ITEMS = """
SELECT id, text, photo FROM checklist_item WHERE site_id = $1 AND retired_at IS NULL ORDER BY place, id
"""
FOREIGN = "SELECT id FROM checklist_item WHERE id = ANY ($1) AND site_id <> $2"
RETIRE = """
UPDATE checklist_item SET retired_at = $3 WHERE site_id = $1 AND retired_at IS NULL AND id <> ALL ($2)
"""
KEEP = """
INSERT INTO checklist_item (org_id, id, site_id, place, text, photo, added_at)
SELECT current_setting('app.org')::uuid, i.id, $1, i.place, i.text, i.photo, $5
  FROM unnest($2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY AS i (id, text, photo, place)
    ON CONFLICT (org_id, id) DO UPDATE
   SET place = excluded.place, text = excluded.text, photo = excluded.photo, retired_at = NULL
"""


async def checklist(actor: Actor, site_id: UUID) -> ChecklistView:
    """Raises NotFound, Forbidden."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("see_visits", site.id)
        return await _view(site.id)


async def write(actor: Actor, site_id: UUID, wanted: ChecklistInput) -> ChecklistView:
    """Replace the list. What was checked stays checked. Raises NotFound, Forbidden, UnacceptableFields."""
    async with transaction():
        site = await visible_site(actor, site_id)
        actor.must("change_visits", site.id)
        ids = [item.id for item in wanted.items]
        if await fetch(FOREIGN, ids, site.id):
            raise UnacceptableFields(
                errors=[FieldProblem("/items", "taken", "an item belongs to another site")]
            )
        now = clock.now()
        await fetch(RETIRE, site.id, ids, now)
        texts, photos = [item.text for item in wanted.items], [item.photo for item in wanted.items]
        await fetch(KEEP, site.id, ids, texts, photos, now)
        await record(ChecklistChanged(site.id, len(ids)), by=actor)
        return await _view(site.id)


async def _view(site_id: UUID) -> ChecklistView:
    return ChecklistView([TaskView(**row) for row in await fetch(ITEMS, site_id)])
