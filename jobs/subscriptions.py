"""Every automatic consequence in the system: what happens after which event."""

from backend.attendance.events import ShiftUnattended
from backend.core.events import Event
from backend.identity.events import InvitationMade, MemberLeft
from backend.scheduling.events import ShiftUnattendedDue
from jobs.attendance import look_for_missing, tell_of_missing
from jobs.identity import text_invitation
from jobs.job import Job
from jobs.scheduling import free_seats

SUBSCRIPTIONS: dict[type[Event], tuple[Job, ...]] = {
    InvitationMade: (text_invitation,),
    MemberLeft: (free_seats,),
    ShiftUnattendedDue: (look_for_missing,),
    ShiftUnattended: (tell_of_missing,),
}


def jobs_by_kind() -> dict[str, tuple[Job, ...]]:
    """The same page by the name that an event is stored under."""
    return {event.__name__: jobs for event, jobs in SUBSCRIPTIONS.items()}


def jobs_by_name() -> dict[str, Job]:
    """Every job under the name that a hand-over is stored under."""
    return {job.name: job for jobs in SUBSCRIPTIONS.values() for job in jobs}
