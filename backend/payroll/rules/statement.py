"""What pay rules make of somebody's period: lines with their working shown. Names here stay, as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct


class Line(Struct, frozen=True, omit_defaults=True):
    """One amount of a statement.

    `code` names the line: base (the time worked; of a month's wage the wage itself), beyond_contract (time
    that a month's wage does not hold), absence and weekly_holiday_lost (negative; of a month's wage),
    overtime, part_time_extra, holiday, long_holiday, night, weekly_holiday, public_holiday, annual_leave.
    `rule` and `article` say where it comes from, `minutes` what was counted, `rate_won` the wage of an hour
    and `percent` of it; 0 percent is what the month's wage holds already. `won` may be less or more by one
    than the product: the lines add up to the total.
    """

    code: str
    rule: str
    article: str
    minutes: str
    """Exact: a whole number, or a fraction as "25/3"."""
    won: int
    rate_won: str = ""
    """Exact, of an hour."""
    percent: int = 100
    days: tuple[date, ...] = ()
    """The days, or the Mondays of the weeks, that it is made of."""


class Remark(Struct, frozen=True, omit_defaults=True):
    """Something to know or to mend; `values` are for the text, minutes and won as whole numbers.

    error: below_minimum, contract_gap, work_before_hiring, work_after_leaving, over_52h, part_timer_over_12h,
    minor_hours, minor_night, minor_holiday, pregnant_overtime, pregnant_night, pregnant_holiday, after_birth.
    warning: break_owed, part_timer_consent, probation_minimum, open_work, no_day_off, over_15h_worked,
    size_unknown. note: weekly_holiday_none (`why`: under_15h, absent, part_week, no_work), near_15h,
    holiday_by_pattern, unpaid_leave, fewer_than_five.
    """

    code: str
    level: str
    """error, warning or note."""
    rule: str
    article: str
    on: date | None = None
    values: dict[str, Any] = {}


class Hours(Struct, frozen=True):
    """Whole minutes of a period, for the slip: a pay slip has to name these three kinds (제48조 제2항)."""

    worked: int = 0
    overtime: int = 0
    night: int = 0
    holiday: int = 0
    part_time_extra: int = 0


class Statement(Struct, frozen=True):
    """One person's pay of one period: an estimate, line by line. `lines` add up to `total_won`."""

    member_id: UUID
    from_on: date
    until_on: date
    pack: str
    pack_version: str
    """Of the rules and their figures: the same facts and version make the same statement."""
    hours: Hours
    lines: tuple[Line, ...]
    total_won: int
    remarks: tuple[Remark, ...] = ()
