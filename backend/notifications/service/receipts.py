"""What phones say of pushes: it came, it was tapped. Late, again and out of order are all the same."""

from datetime import datetime

from backend.core import clock, tenancy
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.notifications.channels.push.receipt import pushed_by
from backend.notifications.events import DeliveriesSettled, NotificationRead
from backend.notifications.queries import devices as queries
from backend.notifications.queries import inbox
from backend.notifications.service.decide import NAMED_AT_MOST


async def take(token: str, *, received_at: datetime | None, opened_at: datetime | None) -> None:
    """Note it. A tap on a single notification is a reading of it; one on a digest opens the inbox.

    The phone's times are brought between the deciding and now. Raises NotFound for a token that is not ours.
    """
    pushed = pushed_by(token)
    if pushed is None:
        raise NotFound()
    now = clock.now()
    with tenancy.acting_for(org_id=pushed.org_id, account_id=pushed.account_id):
        async with transaction():
            at = received_at or opened_at or now
            for row in await queries.received(pushed.account_id, pushed.notifications, at):
                if row["audience"] <= NAMED_AT_MOST:  # of more, the office's screen looks by itself
                    await record(DeliveriesSettled(row["id"], "push", 1), by=None)
            if opened_at is None or len(pushed.notifications) > 1:
                return
            [notification_id] = pushed.notifications
            if await inbox.read_one(pushed.account_id, notification_id, opened_at, now):
                members = await queries.member_of(notification_id, pushed.account_id)
                event = NotificationRead(notification_id, pushed.account_id)
                await record(event, by=None, to=members)
