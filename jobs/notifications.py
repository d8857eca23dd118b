"""What follows from notifications."""

from backend.notifications.events import UnreadDue
from backend.notifications.service import unread
from jobs.job import Happened, job


@job
async def ring_again(event: Happened) -> None:
    """Remind who has not read what must be read."""
    await unread.ring_again(event.read(UnreadDue))
