"""What people may do with punches. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("clock_in", EVERYONE, ko="출근과 퇴근 기록하기", en="Clock in and out")
permission("see_own_record", EVERYONE, ko="내 기록 보기", en="See one's own record")
permission("see_board", OFFICE, ko="현장 상황판 보기", en="See who is on site", scoped=True)
permission(
    "record_for_others", OFFICE, ko="다른 사람의 출퇴근 기록하기", en="Record punches for others", scoped=True
)
