"""What people may do with visits. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission(
    "do_visits", EVERYONE, ko="할 일을 확인하고 현장 소식 보내기", en="Check off tasks and send reports"
)
permission(
    "see_visits", OFFICE, ko="할 일과 사진, 현장 소식 보기", en="See checks, photos and reports", scoped=True
)
permission(
    "change_visits",
    OFFICE,
    ko="할 일 목록과 출입 메모 바꾸기",
    en="Change checklists and access notes",
    scoped=True,
)
permission(
    "show_clients", OFFICE, ko="고객에게 보여 줄 링크 만들기", en="Make links that show clients their visits"
)
