"""What people may do with notifications."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("see_inbox", EVERYONE, ko="내 알림 보기", en="See one's own notifications")
permission(
    "see_deliveries", OFFICE, ko="알림이 누구에게 닿았는지 보기", en="See whom notifications have reached"
)
permission("retry_deliveries", OFFICE, ko="닿지 않은 알림 다시 보내기", en="Send again what did not arrive")
permission(
    "notify_urgently",
    OFFICE,
    ko="조용한 시간에도 울리는 긴급 알림 보내기",
    en="Send urgent messages that pass quiet hours",
)
permission(
    "change_messaging",
    OFFICE,
    ko="문자 예산과 발신번호 정하기",
    en="Decide the budget and the sender of text messages",
)
