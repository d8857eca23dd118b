"""Whether somebody came on the days on which the contract asked for it (R8a, by answers of the ministry).

Coming late or leaving early is coming. Approved leave, a holiday and a closed site excuse; so does a day that
is not over yet.
"""

from backend.payroll.rules.kr.case import WEEK, Case
from backend.payroll.rules.worktime import instant


def came(case: Case, day: int) -> bool:
    """Whether there was work on the day, or on a shift of it, whenever that began."""
    if day in case.days_at_work:
        return True
    return any(
        one.shift_id in case.shifts_attended
        or any(
            span.from_us < instant(one.ends_at) and instant(one.starts_at) < span.to_us
            for near in (day - 1, day + 1)
            for span in case.spans.get(near, ())
        )
        for one in case.plan_of.get(day, ())
    )


def excused(case: Case, day: int) -> bool:
    """Whether nobody had to come then."""
    if day in case.leave or day > case.over or case.is_rest_day(day):
        return True
    return day in case.holidays and (case.five_or_more(day) or day not in case.planned)


def absent(case: Case, day: int) -> bool:
    return not came(case, day) and not excused(case, day)


def attended(case: Case, week: int) -> bool:
    """Whether somebody came on every contracted day of the week.

    Where neither contract nor plan says which those are, on so many days as the contract has.
    """
    days = case.contracted_days(week)
    if days is not None:
        return not any(absent(case, day) for day in days)
    contract = case.contract_of_week(week)
    wanted = contract.days_per_week if contract else 0
    there = sum(came(case, day) or excused(case, day) for day in range(week, week + WEEK))
    return there >= max(wanted, 1)
