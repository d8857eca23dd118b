"""What planned work means in hours and won: an estimate for planners and for who swaps, no pay slip.

Premiums hold where five or more people work (근로기준법 제11조, 시행령 별표 1); the weekly paid holiday 주휴
(제55조 제1항) everywhere. Not in it: public holidays that are paid though nobody works (제55조 제2항).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from backend.scheduling.rules import law
from backend.scheduling.rules.days import night_minutes
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Ground, Terms, Work
from backend.scheduling.rules.times import monday_of

WEEK = timedelta(days=7)
HOLIDAY_DAYS = 5
"""A week's contracted time over the days that full-timers work is the weekly holiday (시행령 별표 2)."""
MONTH_WEEKS = Fraction(365, 7 * 12)
"""Weeks of a month: with 48 hours of a week they make the 209 of a month."""
AVERAGED_WEEKS = 4


@dataclass(slots=True)
class Pay:
    """Hours and won of some weeks; `premium_won` is overtime, night and holiday work on top of `base_won`."""

    minutes: int = 0
    overtime_min: int = 0
    above_contract_min: int = 0
    """A part-timer's minutes above the contract that are no overtime (기간제법 제6조 제3항)."""
    night_min: int = 0
    holiday_min: int = 0
    weekly_holiday_min: Fraction = field(default_factory=Fraction)
    base: Fraction = field(default_factory=Fraction)
    premium: Fraction = field(default_factory=Fraction)
    weekly_holiday: Fraction = field(default_factory=Fraction)
    by_week: dict[date, Fraction] = field(default_factory=dict)
    """Contracted minutes of each week, averaged, by its Monday."""

    @property
    def base_won(self) -> int:
        return _won(self.base)

    @property
    def premium_won(self) -> int:
        return _won(self.premium)

    @property
    def weekly_holiday_won(self) -> int:
        return _won(self.weekly_holiday)

    @property
    def won(self) -> int:
        return _won(self.base + self.premium + self.weekly_holiday)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of somebody's shifts does to the weeks that it touches."""

    before: Pay
    after: Pay

    @property
    def minutes(self) -> int:
        return self.after.minutes - self.before.minutes

    @property
    def won(self) -> int:
        return self.after.won - self.before.won

    @property
    def weekly_holiday_won(self) -> int:
        return self.after.weekly_holiday_won - self.before.weekly_holiday_won

    @property
    def crosses_15h(self) -> bool:
        """Whether a week comes to or falls below the 15 hours from which the weekly holiday is paid."""
        weeks = {*self.before.by_week, *self.after.by_week}
        return any(
            _has_holiday(self.before.by_week.get(week, Fraction()), week)
            != _has_holiday(self.after.by_week.get(week, Fraction()), week)
            for week in weeks
        )


def effect(
    terms: Sequence[Terms], shifts_before: Iterable[Work], shifts_after: Iterable[Work], ground: Ground
) -> Effect:
    """Give all shifts of the weeks, before and after the change; better still of four weeks.

    With hours by contract an extra shift does not raise the weekly holiday, nor does one that was given away
    by agreement lower it (제2조 제1항 제8호); without them the plan is all the contract there is.
    """
    return Effect(pay_of(terms, shifts_before, ground), pay_of(terms, shifts_after, ground))


def pay_of(terms: Sequence[Terms], work: Iterable[Work], ground: Ground) -> Pay:
    """What whole weeks of somebody's work come to. Without terms, the hour costs the minimum wage."""
    diary, pay = Diary(work, ground), Pay()
    pay.by_week = _contracted(terms, diary)
    for monday, days in _by_week(diary).items():
        held = terms_on(terms, monday + WEEK - timedelta(days=1))
        minute = hourly_won(held, monday) / 60
        total = sum(days.values())
        pay.minutes += total
        pay.base += minute * total
        if pay.by_week[monday] and total and _has_holiday(pay.by_week[monday], monday):
            minutes = min(pay.by_week[monday], Fraction(law.WEEK_MIN.on(monday))) / HOLIDAY_DAYS
            pay.weekly_holiday_min += minutes
            pay.weekly_holiday += minute * minutes
        if ground.choices.five_or_more:
            _add_premiums(pay, days, held, minute, monday, ground)
    for entry in diary.entries:
        _add_night(pay, entry, terms, diary, ground)
    return pay


def _add_premiums(
    pay: Pay, days: dict[date, int], held: Terms | None, minute: Fraction, monday: date, ground: Ground
) -> None:
    """Overtime (제56조 제1항), holiday work (제2항), and a part-timer's extra; no minute twice."""
    on_holiday = {day: minutes for day, minutes in days.items() if day in ground.holidays}
    others = [minutes for day, minutes in days.items() if day not in ground.holidays]
    day_min, week_min = law.DAY_MIN.on(monday), law.WEEK_MIN.on(monday)
    counted = sum(min(minutes, day_min) for minutes in on_holiday.values())
    room = max(week_min - counted, 0) if ground.choices.holiday_hours_in_week else week_min
    overtime = law.overtime_min(others, day_min=day_min, week_min=room)
    above = 0
    if held is not None and 0 < held.weekly_min < week_min:
        above = max(sum(others) - held.weekly_min - overtime, 0)
    pay.overtime_min += overtime
    pay.above_contract_min += above
    pay.holiday_min += sum(on_holiday.values())
    pay.premium += minute * overtime * law.OVERTIME_PERCENT.on(monday) / 100
    pay.premium += minute * above * law.PART_TIME_PERCENT.on(monday) / 100
    for minutes in on_holiday.values():
        within, beyond = min(minutes, day_min), max(minutes - day_min, 0)
        percent = within * law.HOLIDAY_PERCENT.on(monday) + beyond * law.LONG_HOLIDAY_PERCENT.on(monday)
        pay.premium += minute * percent / 100


def _add_night(pay: Pay, entry: Work, terms: Sequence[Terms], diary: Diary, ground: Ground) -> None:
    """Night work (제56조 제3항), on top of the others. When breaks were is unknown: none is taken off."""
    minutes = min(
        night_minutes(entry.starts_at, entry.ends_at, ground.zone_of(entry)),
        sum(minutes for _, minutes in diary.pieces(entry)),
    )
    pay.night_min += minutes
    if ground.choices.five_or_more:
        day = diary.first_day(entry)
        minute = hourly_won(terms_on(terms, day), day) / 60
        pay.premium += minute * minutes * law.NIGHT_PERCENT.on(day) / 100


def hourly_won(held: Terms | None, day: date) -> Fraction:
    """The ordinary wage of an hour: as agreed, or a day's or month's wage over its hours (시행령 제6조)."""
    if held is None:
        return Fraction(law.MINIMUM_WAGE_WON.on(day))
    if held.wage_kind == "hourly":
        return Fraction(held.wage_won)
    week = held.weekly_min or law.WEEK_MIN.on(day)
    if held.wage_kind == "daily":
        return Fraction(held.wage_won * 60 * (held.days_per_week or HOLIDAY_DAYS), week)
    paid = Fraction(week)
    if _has_holiday(paid, day):
        paid += min(paid, Fraction(law.WEEK_MIN.on(day))) / HOLIDAY_DAYS
    return Fraction(held.wage_won * 60) / (paid * MONTH_WEEKS)


def terms_on(terms: Sequence[Terms], day: date) -> Terms | None:
    """The terms that hold on a day; None before the first, or without any."""
    return max((one for one in terms if one.from_on <= day), key=lambda one: one.from_on, default=None)


def _by_week(diary: Diary) -> dict[date, dict[date, int]]:
    weeks: dict[date, dict[date, int]] = defaultdict(dict)
    for day, minutes in diary.days.items():
        weeks[monday_of(day)][day] = minutes
    return weeks


def _contracted(terms: Sequence[Terms], diary: Diary) -> dict[date, Fraction]:
    """The contracted minutes of each week: by contract, or on the average of up to four weeks of the plan."""
    if not diary.weeks:
        return {}
    first, last = min(diary.weeks), max(diary.weeks)
    weeks = [first + WEEK * number for number in range((last - first) // WEEK + 1)]
    found = {}
    for at, monday in enumerate(weeks):
        held = terms_on(terms, monday + WEEK - timedelta(days=1))
        if held is not None and held.weekly_min:
            found[monday] = Fraction(held.weekly_min)
        else:
            around = weeks[max(0, at + 1 - AVERAGED_WEEKS) : max(at + 1, AVERAGED_WEEKS)]
            found[monday] = Fraction(sum(diary.week_total(week) for week in around), len(around))
    return found


def _has_holiday(contracted: Fraction, day: date) -> bool:
    """15 hours a week and more (제18조 제3항)."""
    return contracted >= law.WEEKLY_HOLIDAY_FROM_MIN.on(day)


def _won(amount: Fraction) -> int:
    """Rounded to the won, halves up."""
    return int(amount + Fraction(1, 2))
