"""What people may do with sites and shifts. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("see_sites", OFFICE, ko="현장 보기", en="See sites", scoped=True)
permission(
    "change_sites", OFFICE, ko="현장 정보와 QR 바꾸기", en="Change sites and their QR codes", scoped=True
)
permission("open_sites", OFFICE, ko="현장을 만들고 보관하기", en="Open and archive sites")
permission("see_shifts", EVERYONE, ko="내 근무 보기", en="See one's own shifts")
permission("plan_shifts", OFFICE, ko="근무표 짜기", en="Plan and publish shifts", scoped=True)
permission(
    "see_protected",
    OFFICE,
    ko="법이 보호하는 이유(나이, 임신, 출산) 보기와 바꾸기",
    en="See and change why the law protects somebody (age, pregnancy, birth)",
)
