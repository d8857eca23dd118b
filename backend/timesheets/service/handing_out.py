"""A locked sheet is handed out: its worker gets a receipt, and hears of it."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core.database import fetch, fetch_row, transaction
from backend.notifications.service.decide import Audience, Message, notify
from backend.timesheets.service.periods import Period, period
from backend.timesheets.service.receipts import make

STILL = "SELECT FROM sheet WHERE period_id = $1 AND member_id = $2 AND state = 'locked'"
ZONE = "SELECT timezone FROM organisation WHERE id = current_setting('app.org')::uuid"


async def hand_out(org_id: UUID, period_id: UUID, member_ids: list[UUID]) -> None:
    """A receipt for each, in a transaction of its own: nobody's next tap waits for the others.

    Twice gives the same receipts. A sheet that was reopened meanwhile gets none. Raises SigningKeyLost.
    """
    async with transaction():
        found = await period(period_id)
    for member_id in member_ids:
        async with transaction():
            if await fetch(STILL, period_id, member_id):
                days = (found.from_on, found.until_on)
                receipt_id = await make(org_id, member_id, *days, period_id=period_id)
                await _tell(member_id, receipt_id, found)


async def _tell(member_id: UUID, receipt_id: UUID, found: Period) -> None:
    zone = (await fetch_row(ZONE))["timezone"]
    start = datetime.combine(found.from_on, time(), ZoneInfo(zone))
    message = Message(
        topic="receipt_ready",
        key=f"receipt_ready/{receipt_id}",
        subject=member_id,
        variables={"from_on": {"at": start.isoformat(), "zone": zone}},
        link="/my/receipts",
    )
    await notify(message, Audience.of([member_id], "own_record"), by=None)
