"""What attendance tells people about."""

from datetime import timedelta

from backend.notifications.topics import topic

topic(
    "no_show",
    urgency="urgent",  # a crew begins at six, and who answers for it sleeps until eight
    patience=timedelta(minutes=2),
    lasts=timedelta(hours=3),
    optional=False,
    sample={
        "site": "한강빌딩",
        "starts_at": {"at": "2026-11-25T06:00:00+09:00", "zone": "Asia/Seoul"},
        "assigned": 3,
        "present": 1,
    },
)
