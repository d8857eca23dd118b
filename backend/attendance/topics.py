"""What attendance tells people about."""

from datetime import timedelta

from backend.notifications.topics import topic

topic(
    "no_show",
    urgency="high",
    patience=timedelta(minutes=2),
    lasts=timedelta(hours=3),
    optional=False,
)
