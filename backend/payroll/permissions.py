"""What people may do with pay."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("see_pay", OFFICE, ko="모두의 급여 보기", en="See everybody's pay")
permission(
    "manage_pay",
    OFFICE,
    ko="급여 규칙을 정하고 명세서를 보내기",
    en="Decide on the rules of pay, and release pay slips",
)
permission("see_own_pay", EVERYONE, ko="내 급여와 명세서 보기", en="See one's own pay and pay slips")
permission("export_pay", OFFICE, ko="근무와 급여를 파일로 내보내기", en="Export hours and pay as files")
