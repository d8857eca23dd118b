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
permission(
    "claim_shifts",
    EVERYONE,
    ko="빈 근무를 신청하고, 내 근무에 나올지 답하기",
    en="Claim open shifts, and say whether one comes to one's own",
)
permission("swap_shifts", EVERYONE, ko="근무 바꾸기", en="Swap shifts")
permission(
    "tell_time",
    EVERYONE,
    ko="내 가능 시간, 희망, 휴가를 알리기",
    en="Say when one can work, wish for days, and ask for leave",
)
permission("see_time", OFFICE, ko="모두의 가능 시간, 희망, 휴가 보기", en="See everybody's time and leave")
permission("decide_leave", OFFICE, ko="휴가를 승인하고 기록하기", en="Decide and book leave")
permission(
    "change_positions",
    OFFICE,
    ko="일과 자격증의 종류, 필요한 자격증 정하기",
    en="Decide on positions, kinds of certificates, and who needs which",
)
permission("see_terms", OFFICE, ko="근로 조건과 임금 보기", en="See terms of employment and wages")
permission("change_terms", OFFICE, ko="근로 조건과 임금 바꾸기", en="Change terms of employment and wages")
permission(
    "change_skills",
    OFFICE,
    ko="맡을 수 있는 일과 자격증 바꾸기",
    en="Change people's positions and certificates",
)
