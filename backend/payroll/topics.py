"""What pay tells people about. How much it is stands in no message."""

from datetime import timedelta

from backend.notifications.topics import topic

topic(
    "pay_slip",
    patience=timedelta(hours=4),
    lasts=timedelta(days=7),
    optional=False,
    sample={
        "from_on": {"at": "2026-11-01T00:00:00+09:00", "zone": "Asia/Seoul"},
        "until_on": {"at": "2026-11-30T00:00:00+09:00", "zone": "Asia/Seoul"},
        "corrected": "no",
    },
)
