"""What people may do with sheets.

A sheet is of a person, who may work at several sites: who answers for one of them cannot say that the hours
at another are right. So none of these is held for a site.
"""

from backend.core.access import permission
from backend.identity.permissions import OFFICE

permission("see_timesheets", OFFICE, ko="모두의 근무 시간 보기", en="See everybody's timesheets")
permission("approve_timesheets", OFFICE, ko="근무 시간 승인하기", en="Approve timesheets")
permission("lock_timesheets", OFFICE, ko="근무 시간 확정하기", en="Lock timesheets")
permission("reopen_timesheets", OFFICE, ko="확정한 근무 시간 다시 열기", en="Reopen timesheets")
