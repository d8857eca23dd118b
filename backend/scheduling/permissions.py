"""What people may do with sites and shifts. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("see_sites", OFFICE, ko="현장 보기", en="See sites", scoped=True)
permission("change_sites", OFFICE, ko="현장 정보 바꾸기", en="Change sites", scoped=True)
permission("open_sites", OFFICE, ko="현장을 열고 닫기", en="Open and close sites")
permission("see_shifts", EVERYONE, ko="내 근무 보기", en="See one's shifts")
permission("plan_shifts", OFFICE, ko="근무를 짜고 알리기", en="Plan and publish shifts", scoped=True)
