"""What people may do with punches. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("clock_in", EVERYONE, ko="출퇴근 찍기", en="Clock in and out")
permission("see_own_record", EVERYONE, ko="내 출퇴근 기록 보기", en="See one's own punches")
permission(
    "see_board",
    OFFICE,
    ko="현황판과 모두의 기록 보기",
    en="See the board and everybody's punches",
    scoped=True,
)
permission(
    "record_for_others", OFFICE, ko="다른 사람 대신 기록하기", en="Record punches for others", scoped=True
)
permission(
    "clock_in_crew",
    OFFICE,
    ko="함께 일하는 조의 출퇴근 찍기",
    en="Clock the crew of a shift in and out",
    scoped=True,
)
permission("pair_tablets", OFFICE, ko="공용 태블릿 연결하기", en="Pair shared tablets", scoped=True)
permission("give_pins", OFFICE, ko="태블릿 비밀번호 다시 내주기", en="Give people a new PIN for the tablet")
