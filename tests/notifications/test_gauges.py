"""What the page for Prometheus says of the ledger."""

import re
from datetime import timedelta

from backend.core import clock, metrics
from tests.notifications.test_decide import about, decide


async def test_what_waits_and_what_is_unknown_is_seen_from_outside(firm, manager, ledger):
    made = await decide(firm, about("gauges", urgency="urgent"), manager)
    late = (
        "UPDATE delivery SET due_at = $2, state = $3, reason = $4 "
        "WHERE notification_id = $1 AND channel = 'sms'"
    )
    await ledger.execute(late, made.notification_id, clock.now() - timedelta(days=90), "queued", None)
    assert await number("pumasi_delivery_overdue_seconds") > 89 * 86_400
    before = await number("pumasi_unknown_deliveries")
    await ledger.execute(late, made.notification_id, clock.now(), "unknown", "sender_died")
    assert await number("pumasi_unknown_deliveries") == before + 1


async def number(name: str) -> float:
    page = (await metrics.page()).decode()
    found = re.search(rf"^{name} (\S+)$", page, re.MULTILINE)
    assert found, page
    return float(found.group(1))
