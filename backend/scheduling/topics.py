"""What the plan tells people about, and when they are at work."""

from datetime import timedelta

from backend.notifications.topics import Duty, register_duty, topic

PLACE = {
    "site": "한강빌딩",
    "starts_at": {"at": "2026-11-25T06:00:00+09:00", "zone": "Asia/Seoul"},
    "ends_at": {"at": "2026-11-25T09:00:00+09:00", "zone": "Asia/Seoul"},
}

topic("shift_tomorrow", patience=timedelta(hours=2), sample=PLACE)
topic("shift_soon", channels=("push",), urgency="high", lasts=timedelta(hours=1), sample=PLACE)
topic(
    "week_published",
    patience=timedelta(hours=4),
    lasts=timedelta(days=3),
    sample={"site": "한강빌딩", "shifts": 5, "first": PLACE["starts_at"]},
    own=("site", "shifts", "first"),
)
topic("shift_assigned", patience=timedelta(minutes=30), optional=False, sample=PLACE)
topic("shift_unassigned", patience=timedelta(minutes=30), optional=False, sample=PLACE)
topic("shift_changed", urgency="high", patience=timedelta(minutes=15), optional=False, sample=PLACE)
topic("shift_withdrawn", urgency="high", patience=timedelta(minutes=15), optional=False, sample=PLACE)

LEAVE = {"name": "이순자", "from_on": {"at": "2026-12-01T00:00:00+09:00", "zone": "Asia/Seoul"}}

# Of which kind the leave is stands in no message: it may be an illness.
topic("leave_asked", patience=timedelta(hours=4), lasts=timedelta(days=7), sample=LEAVE)
topic(
    "leave_decided",
    patience=timedelta(hours=2),
    lasts=timedelta(days=7),
    optional=False,
    sample={**LEAVE, "state": "approved", "answer": "잘 다녀오세요"},
)
topic("leave_withdrawn", patience=timedelta(hours=4), lasts=timedelta(days=7), sample=LEAVE)

topic(
    "shift_open",
    channels=("push",),
    urgency="low",
    sample={"site": "한강빌딩", "shifts": 3, "first": PLACE["starts_at"]},
    own=("site", "shifts", "first"),
)
topic("claim_news", patience=timedelta(minutes=15), optional=False, sample=PLACE | {"outcome": "granted"})
topic("seat_unconfirmed", patience=timedelta(minutes=15), optional=False, sample=PLACE)
topic("crew_asks", urgency="high", channels=("push",), sample=PLACE | {"name": "이순자", "kind": "claim"})
topic("swap_asked", patience=timedelta(hours=2), sample=PLACE | {"name": "이순자"})
topic("swap_news", patience=timedelta(minutes=30), optional=False, sample=PLACE | {"state": "done"})

# Whoever works at six is up at five, and not yet home when the shift is over.
register_duty(
    Duty("""
    SELECT a.member_id, a.starts_at - interval '1 hour' AS starts_at, a.ends_at + interval '1 hour' AS ends_at
      FROM assignment a
      JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
     WHERE a.ends_at > {at} - interval '1 hour' AND a.starts_at < {at} + interval '25 hours'
    """)
)
