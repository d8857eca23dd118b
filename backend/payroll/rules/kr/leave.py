"""Annual leave is paid as the hours that would have been worked (근로기준법 제60조 제5항).

How many days there are (R13) is counted in scheduling's leave, which keeps the ledger of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.payroll.rules.kr.case import Case
from backend.payroll.rules.kr.holidays import paid_holiday
from backend.scheduling.rules.leave import yearly_days

__all__ = ["PaidLeave", "paid_leave", "yearly_days"]


@dataclass(frozen=True, slots=True)
class PaidLeave:
    day: int
    us: int


def paid_leave(case: Case) -> Iterator[PaidLeave]:
    """Each day of the period; a day that is a paid holiday is paid as that, and not twice."""
    for day, us in sorted(case.paid_leave.items()):
        if case.in_period(day) and case.employed(day) and paid_holiday(case, day) is None:
            yield PaidLeave(day, us)
