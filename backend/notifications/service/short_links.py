"""Short links of text messages: whoever holds the code may see where it leads, and say that it was read."""

from datetime import timedelta
from typing import Any

from backend.core import clock, database, tenancy
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.notifications.events import NotificationRead
from backend.notifications.queries import inbox
from backend.notifications.schemas.short_links import ShortLinkView

LASTS = timedelta(days=60)

FIND = "SELECT * FROM delivery_of_code($1)"
LINK = """
SELECT n.link, r.member_id
  FROM notification n
  JOIN recipient r ON r.org_id = n.org_id AND r.notification_id = n.id AND r.account_id = $2
 WHERE n.org_id = current_setting('app.org')::uuid AND n.id = $1 AND n.decided_at > $3
"""


async def follow(code: str) -> ShortLinkView:
    """Where it leads. It has no effect: messengers fetch links to preview them. Raises NotFound."""
    found = await _find(code)
    with tenancy.acting_for(org_id=found["org_id"]):
        async with transaction():
            row = await _link(found)
    return ShortLinkView(found["org_id"], found["notification_id"], row["link"])


async def mark_read(code: str) -> None:
    """Its reader has opened it in the app. Again changes nothing. Raises NotFound."""
    found = await _find(code)
    now = clock.now()
    with tenancy.acting_for(org_id=found["org_id"]):
        async with transaction():
            row = await _link(found)
            fresh = await inbox.read_one(found["account_id"], found["notification_id"], now, now)
            if fresh:
                event = NotificationRead(found["notification_id"], found["account_id"])
                await record(event, by=None, to=[row["member_id"]])


async def _find(code: str) -> Any:
    with tenancy.acting_for():
        async with transaction():
            found = await database.fetch_row(FIND, code)
    if found is None:
        raise NotFound()
    return found


async def _link(found: Any) -> Any:
    row = await database.fetch_row(LINK, found["notification_id"], found["account_id"], clock.now() - LASTS)
    if row is None:
        raise NotFound()
    return row
