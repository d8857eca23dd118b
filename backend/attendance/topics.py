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

AT = {"at": "2026-11-25T09:00:00+09:00", "zone": "Asia/Seoul"}
topic(
    "correction_asked",
    channels=("push",),
    lasts=timedelta(days=7),
    sample={"name": "이순자", "at": AT},
)
topic(
    "correction_decided",
    patience=timedelta(hours=2),
    lasts=timedelta(days=7),
    sample={"name": "이순자", "at": AT, "state": "standing", "answer": "현장에서 확인했어요"},
)
topic(
    "record_corrected",
    patience=timedelta(hours=1),
    lasts=timedelta(days=7),
    optional=False,  # who is not told cannot object in time
    sample={
        "name": "이순자",
        "at": AT,
        "by": "박정호",
        "reason": "퇴근을 깜빡했다고 들음",
        "until": {"at": "2026-12-02T09:00:00+09:00", "zone": "Asia/Seoul"},
    },
)
topic(
    "correction_objected",
    channels=("push",),
    lasts=timedelta(days=7),
    sample={"name": "이순자", "at": AT, "reason": "9시 30분까지 일했어요"},
)
topic(
    "punch_proposed",
    channels=("push",),
    lasts=timedelta(days=3),
    sample={
        "site": "한강빌딩",
        "starts_at": {"at": "2026-11-25T06:00:00+09:00", "zone": "Asia/Seoul"},
        "ends_at": {"at": "2026-11-25T09:00:00+09:00", "zone": "Asia/Seoul"},
    },
)
