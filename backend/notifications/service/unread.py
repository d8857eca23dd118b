"""What must be read is rung for once more, when it has not been."""

from datetime import datetime
from uuid import UUID

from backend.core import clock
from backend.core.database import fetch, transaction
from backend.core.timers import clear_timers, set_timer
from backend.notifications.events import UnreadDue
from backend.notifications.queries import ledger


async def remind_unread(notification_id: UUID, at: datetime) -> None:
    """Ring again at `at` for who has not read it; asking again moves that. Inside a transaction."""
    await set_timer(key=timer_key(notification_id), due_at=at, event=UnreadDue(notification_id))


async def forget_unread(notification_id: UUID) -> None:
    """Do not ring again."""
    await clear_timers([timer_key(notification_id)])


async def ring_again(event: UnreadDue) -> int:
    """Send the same push once more, which replaces the first on the phone; returns to how many.

    It is no new notification: the inbox has it once. Quiet hours hold. Whoever has read it, had a text
    message too, or turned the topic off meanwhile, hears nothing.
    """
    async with transaction():
        return len(await fetch(ledger.RING_AGAIN, event.notification_id, clock.now()))


def timer_key(notification_id: UUID) -> str:
    return f"unread/{notification_id}"
