"""The audience of a notification as a file that Korean Excel opens right."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core.actor import Actor
from backend.core.cells import BOM, harmless
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.notifications import templates
from backend.notifications.queries import report as queries
from backend.notifications.schemas.report import RecipientView
from backend.notifications.service.report import recipient_of

AT_A_TIME = 5_000
COLUMNS = ("name", "why", "read_at", "channel", "state", "reason", "at", "provider", "attempts", "cost_won")


async def recipients_csv(actor: Actor, notification_id: UUID) -> str:
    """One line for each person and channel; times are the organisation's. Raises NotFound.

    There is no phone number in it: it will be sent around.
    """
    file = io.StringIO()
    write = csv.writer(file, lineterminator="\r\n")
    write.writerow([templates.sentence(f"column.{name}", actor.language) for name in COLUMNS])
    async with transaction():
        found = await queries.head(notification_id)
        if found is None:
            raise NotFound()
        zone, after = ZoneInfo(found["timezone"]), None
        while rows := await queries.recipients(notification_id, after=after, standing=None, limit=AT_A_TIME):
            for row in rows:
                write.writerows(_lines(recipient_of(row, actor.language, found["fallback"]), actor, zone))
            after = (rows[-1]["name"], rows[-1]["member_id"])
    return BOM + file.getvalue()


def _lines(person: RecipientView, actor: Actor, zone: ZoneInfo) -> Iterator[list[str]]:
    for delivery in person.deliveries:
        reason = delivery.reason or ""
        cells = (
            person.name,
            person.why,
            _time(person.read_at, zone),
            templates.sentence(f"channel.{delivery.channel}", actor.language),
            templates.sentence(f"state.{delivery.state}", actor.language),
            templates.sentence(f"reason.{reason}", actor.language, otherwise=reason),
            _time(delivery.due_at if delivery.state == "queued" else delivery.at, zone),
            delivery.provider or "",
            str(delivery.attempts),
            str(delivery.cost_won),
        )
        yield [harmless(cell) for cell in cells]


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if at else ""
