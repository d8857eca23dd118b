"""What follows from what happens to people."""

from backend.identity.events import InvitationMade
from backend.identity.service.invitations import text_of
from backend.notifications.service.text_messages import send_once
from jobs.job import Happened, job_outside


@job_outside
async def text_invitation(event: Happened) -> None:
    """Send the link to the number that the invitation is for, while it can still be accepted."""
    made = event.read(InvitationMade)
    text = await text_of(made.invitation_id)
    if text is not None:
        key = f"invitation/{made.invitation_id}"
        await send_once(event.org_id, key, text.phone, text.body, keep_body=False)
