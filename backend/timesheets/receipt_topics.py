"""What people hear of receipts."""

from datetime import timedelta

from backend.notifications.topics import topic

topic(
    "receipt_ready",
    channels=("push",),
    urgency="low",
    lasts=timedelta(days=7),
    sample={"from_on": {"at": "2026-11-01T00:00:00+09:00", "zone": "Asia/Seoul"}},
)
