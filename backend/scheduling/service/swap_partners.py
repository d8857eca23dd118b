"""Whom somebody may ask to take one of their shifts."""

from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch_row, transaction
from backend.core.errors import NotFound
from backend.scheduling.schemas.swaps import SwapPartner, SwapPartners
from backend.scheduling.service.candidates import candidates

ON_SHIFT = "SELECT FROM assignment WHERE shift_id = $1 AND member_id = $2"
MOST = 100


async def partners(actor: Actor, shift_id: UUID) -> SwapPartners:
    """Colleagues who may take the actor's own shift, the most suitable first, at most 100, by name alone.

    What speaks against somebody is not told to a colleague: who may not is left out.

    Raises NotFound for a shift that is not the actor's.
    """
    async with transaction():
        if await fetch_row(ON_SHIFT, shift_id, actor.member) is None:
            raise NotFound()
    found = await candidates([shift_id])
    able = [one for one in found if all(finding.level != "refuse" for finding in one.findings)]
    return SwapPartners([SwapPartner(one.member_id, one.name) for one in able[:MOST]])
