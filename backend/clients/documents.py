"""What the office's phone keeps of clients."""

from typing import Any

from backend.clients.queries import clients as queries
from backend.clients.schemas.clients import ClientView
from backend.core.actor import Actor
from backend.core.database import fetch
from backend.core.snapshot import document

MOST = 1_000


@document("clients", permission="see_clients")
async def clients(_actor: Actor) -> dict[str, Any]:
    """Clients by name with their sites, archived ones too, so that archiving can be undone; at most 1,000."""
    return {"items": [ClientView.of(row) for row in await fetch(queries.PAGE, None, None, MOST)]}
