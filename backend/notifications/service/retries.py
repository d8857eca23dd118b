"""What the office decides afterwards: try again what failed, and call back what has not left."""

from collections.abc import Sequence
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, lock, transaction
from backend.core.events import EVERYONE, record
from backend.notifications.errors import NotificationOver
from backend.notifications.events import DeliveriesRetried, NotificationWithdrawn
from backend.notifications.queries import ledger
from backend.notifications.tables import Notification
from backend.notifications.topics import Channel


async def retry(
    actor: Actor, notification_id: UUID, channel: Channel, member_ids: Sequence[UUID] | None = None
) -> int:
    """Queue what failed or is unknown once more, for these members or for all; returns how many.

    An unknown message may reach somebody twice: a person decides that, and who it was stands in the event.
    Raises NotFound, and NotificationOver when it was withdrawn or its time is up.
    """
    actor.must("retry_deliveries")
    async with transaction():
        notification = await lock(Notification, notification_id)
        now = clock.now()
        if notification.withdrawn_at is not None or notification.expires_at <= now:
            raise NotificationOver()
        wanted = None if member_ids is None else list(member_ids)
        queued = len(await fetch(ledger.RETRY, notification_id, channel, now, wanted))
        if queued:
            await record(DeliveriesRetried(notification_id, channel, queued), by=actor)
    return queued


async def withdraw(actor: Actor, notification_id: UUID) -> int:
    """What has not left does not leave; returns how many that are. Doing it again changes nothing.

    Raises NotFound.
    """
    actor.must("retry_deliveries")
    async with transaction():
        notification = await lock(Notification, notification_id)
        if notification.withdrawn_at is not None:
            return 0
        now = clock.now()
        await notification.update_self({Notification.withdrawn_at: now})
        stopped = len(await fetch(ledger.STOP, notification_id, now))
        await record(NotificationWithdrawn(notification_id, stopped), by=actor, to=EVERYONE)
    return stopped
