"""What timesheets tell people about."""

from datetime import timedelta

from backend.notifications.topics import topic

SHEET = {"from_on": {"at": "2026-11-01T00:00:00+09:00", "zone": "Asia/Seoul"}}

topic(
    "sheet_asks",
    channels=("push",),
    lasts=timedelta(days=7),
    sample=SHEET | {"name": "이순자", "kind": "late"},
)
topic(
    "sheet_news",
    patience=timedelta(hours=4),
    lasts=timedelta(days=7),
    optional=False,
    sample=SHEET | {"kind": "reopened", "reason": "퇴근 기록이 늦게 왔어요"},
)
