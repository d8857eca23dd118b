"""What people may do with receipts and the keys that sign them. One's own need `see_own_record` only."""

from backend.core.access import permission
from backend.identity.permissions import OFFICE, OWNER

permission(
    "see_receipts",
    OFFICE,
    ko="모두의 기록 사본을 보고, 기록이 그대로인지 확인하기",
    en="See everybody's receipts, and check that records are as they were",
)
permission(
    "change_signing_key",
    OWNER,
    ko="기록 사본에 서명하는 열쇠 바꾸기",
    en="Change the key that signs receipts",
)
