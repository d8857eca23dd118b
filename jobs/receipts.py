"""What follows from sheets that were locked."""

from backend.timesheets.events import SheetsLocked
from backend.timesheets.service import handing_out
from jobs.job import Happened, job_outside


@job_outside
async def hand_out(event: Happened) -> None:
    """Everybody whose sheet was locked gets a receipt; 300 people are 300 short transactions."""
    locked = event.read(SheetsLocked)
    await handing_out.hand_out(event.org_id, locked.period_id, locked.member_ids)
