"""What everybody's phone keeps of their own time."""

from typing import Any

from backend.core.actor import Actor
from backend.core.snapshot import document
from backend.scheduling.service import leave_ledger, times


@document("time", permission="tell_time")
async def own_time(actor: Actor) -> dict[str, Any]:
    """The actor's own availability, wishes and leave; of colleagues nothing."""
    return {
        "availability": await times.said_by(actor.member),
        "wishes": (await times.wished_by(actor.member)).items,
        "leave": await leave_ledger.leave_of(actor.member),
    }
