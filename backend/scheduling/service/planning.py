"""What the organisation chose about planning."""

import msgspec

from backend.core.database import fetch_row, transaction
from backend.scheduling.schemas.planning import PlanningChoices


async def choices() -> PlanningChoices:
    """The choices of the organisation of the tenancy; what it never chose is at its default."""
    async with transaction():
        row = await fetch_row("SELECT choices FROM planning_choice")
    return msgspec.json.decode(row["choices"] if row else "{}", type=PlanningChoices)
