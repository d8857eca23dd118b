"""What visits tell people about."""

from datetime import timedelta

from backend.notifications.topics import topic

topic(
    "site_report",
    patience=timedelta(hours=2),
    sample={"site": "한강빌딩", "name": "이순자", "kind": "problem", "text": "3층 화장실 물이 새요"},
)
topic(
    "site_report_settled",
    channels=("push",),
    lasts=timedelta(days=7),
    sample={"site": "한강빌딩", "text": "3층 화장실 물이 새요", "answer": "오늘 수리 기사가 가요"},
)
