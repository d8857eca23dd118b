"""Which provider an organisation's messages go by: a switch is told to its managers, never silent."""

from backend.core import clock, database
from backend.core.database import transaction
from backend.core.events import record
from backend.core.tenancy import current
from backend.notifications.events import ProviderSwitched
from backend.notifications.queries import messaging as queries


async def note_provider(channel: str, name: str, *, preferred: str) -> None:
    """The last batch went by `name`."""
    async with transaction():
        changed = await database.fetch_row(queries.USE, channel, name, clock.now())
        if changed is None:
            return
        before = changed["before"] or preferred
        org_id = current().org_id
        assert org_id is not None
        if before != name:
            await record(ProviderSwitched(org_id, channel, before, name), by=None)
