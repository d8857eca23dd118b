"""What follows from paydays."""

from backend.payroll.events import PaySlipsDue
from backend.payroll.service import slips
from jobs.job import Happened, job


@job
async def tell_of_slips(event: Happened) -> None:
    """Payday has come: people hear of their slips."""
    await slips.tell(event.read(PaySlipsDue).period_id)
