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

topic(
    "not_clocked_in",
    channels=("push",),
    urgency="high",
    lasts=timedelta(hours=2),
    sample={
        "site": "한강빌딩",
        "starts_at": {"at": "2026-11-25T06:00:00+09:00", "zone": "Asia/Seoul"},
        "ends_at": {"at": "2026-11-25T09:00:00+09:00", "zone": "Asia/Seoul"},
    },
)
topic(
    "not_clocked_out",
    channels=("push",),
    urgency="high",
    lasts=timedelta(hours=6),
    sample={
        "site": "한강빌딩",
        "starts_at": {"at": "2026-11-25T06:00:00+09:00", "zone": "Asia/Seoul"},
        "ends_at": {"at": "2026-11-25T09:00:00+09:00", "zone": "Asia/Seoul"},
    },
)
topic(
    "rules_broken",
    patience=timedelta(hours=1),
    lasts=timedelta(hours=12),
    sample={"name": "이순자", "site": "한강빌딩", "rules": 1},
)
TAPPED = {
    "site": "한강빌딩",
    "at": {"at": "2026-11-25T06:02:00+09:00", "zone": "Asia/Seoul"},
    "name": "박정호",
    "kind": "in",
}
topic(
    "tapped_for_you",
    channels=("push",),
    lasts=timedelta(days=7),
    optional=False,  # what somebody else says about one's work
    sample=TAPPED | {"way": "crew"},
)
topic("punch_objected", patience=timedelta(hours=2), lasts=timedelta(days=7), sample=TAPPED)
topic("pin_given", channels=("push",), lasts=timedelta(days=1), optional=False, sample={})
