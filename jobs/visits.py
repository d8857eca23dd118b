"""What follows from visits."""

from backend.visits.events import ReportMade, ReportSettled
from backend.visits.service import reports
from jobs.job import Happened, job


@job
async def tell_of_report(event: Happened) -> None:
    """Whoever answers for the site hears what was reported."""
    await reports.tell_of_report(event.read(ReportMade))


@job
async def tell_of_answer(event: Happened) -> None:
    """Who reported hears the answer."""
    await reports.tell_of_answer(event.read(ReportSettled), event_id=event.event_id)
