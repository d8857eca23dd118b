"""What planned work costs, by the worked examples of the law (vectors/labour-kr.json)."""

from datetime import date

import pytest

from backend.scheduling.rules.guards.facts import Ground
from backend.scheduling.rules.pay_preview import effect, hourly_won, pay_of
from backend.scheduling.schemas.planning import PlanningChoices
from tests.scheduling.guards.builder import PLACES, shift, terms


def house(*holidays: date, **choices) -> Ground:
    return Ground(PlanningChoices(**choices), PLACES, {}, {}, frozenset(holidays))


def works(*shifts) -> list:
    return [one.work() for one in shifts]


def week(days: int, hours: int, monday: int = 23) -> list:
    """So many days of so many hours, each with the break that it wants in addition."""
    rest = 60 if hours >= 8 else 0
    ends = 8 + hours + rest // 60
    return works(*(shift(str(monday + day), "08:00", f"{ends:02}:00", break_min=rest) for day in range(days)))


@pytest.mark.parametrize(
    ("days", "hours", "contract", "holiday_won"),
    [
        (5, 8, 40, 82_560),  # V1
        (3, 5, 15, 30_960),  # V3
        (3, 5, 14.5, 0),  # V4
        (5, 4, 20, 41_280),  # V6
        (5, 5, 25, 51_600),  # V6
        (6, 8, 40, 82_560),  # extra shifts do not raise it (R8b)
    ],
)
def test_the_weekly_holiday_follows_the_contract(days, hours, contract, holiday_won):
    assert pay_of(terms(contract), week(days, hours), house()).weekly_holiday_won == holiday_won


def test_a_full_week_at_the_minimum_wage():
    """V1."""
    pay = pay_of(terms(40), week(5, 8), house())
    assert (pay.base_won, pay.weekly_holiday_min, pay.won) == (412_800, 480, 495_360)


@pytest.mark.parametrize(("last", "won"), [(16, 4 * 30_960), (15, 0)])
def test_without_contracted_hours_the_plan_of_four_weeks_decides(last, won):
    """V7: 12, 18, 14 and 16 h are 15 on the average; with 15 at the end they are not."""
    hours = [(2, 12), (9, 18), (16, 14), (23, last)]
    work = [one for monday, total in hours for one in works(shift(f"{monday:02}", "00:00", f"{total}:00"))]
    assert pay_of((), work, house(five_or_more=False)).weekly_holiday_won == won


def premium(
    hourly: int, *shifts, contract: float = 0, holidays: tuple[date, ...] = (), **choices
) -> tuple[int, int]:
    pay = pay_of(terms(contract, wage=hourly), works(*shifts), house(*holidays, **choices))
    return pay.base_won, pay.base_won + pay.premium_won


def test_premiums_as_a_court_counted_them():
    assert premium(8_328, shift("23", "09:00", "21:00", break_min=60)) == (91_608, 104_100)  # V11
    assert premium(8_328, shift("23", "20:00", "08:00")) == (99_936, 149_904)  # V12


def test_overtime_of_a_week_and_of_a_day():
    six = [shift(str(23 + day), "08:00", "17:00", break_min=60) for day in range(6)]
    assert premium(10_000, *six) == (480_000, 520_000)  # V16
    assert premium(10_000, shift("23", "08:00", "18:00")) == (100_000, 110_000)  # V17


def test_no_hour_of_overtime_counts_twice():
    """V14: 12, 11.5, 14.5 and 11.5 h are 17.5 h of overtime."""
    days = [shift("23", "06:00", "18:00"), shift("24", "06:00", "17:30")]
    days += [shift("25", "06:00", "20:30"), shift("26", "06:00", "17:30")]
    assert pay_of((), works(*days), house()).overtime_min == 17.5 * 60


def test_night_and_fewer_than_five():
    # V18 has its break before ten; a break of unknown time is not taken from the night.
    assert premium(10_320, shift("23", "18:00", "23:30", break_min=30)) == (51_600, 59_340)
    assert premium(10_320, shift("23", "04:00", "08:00"), five_or_more=False) == (41_280, 41_280)  # V20


def test_work_on_a_holiday():
    """V21; and the choice whether its hours count in the 40 of the week (R26)."""
    christmas = date(2026, 12, 25)
    assert premium(10_000, shift("12-25", "08:00", "18:00"), holidays=(christmas,)) == (100_000, 160_000)

    days = [shift(f"12-{day}", "08:00", "17:00", break_min=60) for day in (21, 22, 23, 24, 25, 26)]
    apart = pay_of((), works(*days), house(christmas))
    within = pay_of((), works(*days), house(christmas, holiday_hours_in_week=True))
    assert (apart.overtime_min, within.overtime_min) == (0, 480)


def test_a_part_timer_above_the_contract():
    """V24."""
    asked = shift("23", "08:00", "14:00")
    assert premium(10_000, asked, contract=4) == (60_000, 70_000)
    assert premium(10_000, asked, contract=4, five_or_more=False) == (60_000, 60_000)


def test_a_months_wage_is_that_of_209_hours():
    """V2."""
    (full,) = terms(40)
    monthly = type(full)(full.from_on, 2400, 5, "monthly", 2_156_880, False)
    assert round(float(hourly_won(monthly, date(2026, 11, 23))), 1) == 10_341.2  # 48 h x 365/84 are 208.57
    daily = type(full)(full.from_on, 2400, 5, "daily", 100_000, False)
    assert hourly_won(daily, date(2026, 11, 23)) == 12_500


def test_a_swap_says_what_it_does_to_hours_pay_and_the_weekly_holiday():
    before, after = week(3, 5), week(2, 5)
    lost = effect((), before, after, house())
    assert (lost.minutes, lost.won, lost.weekly_holiday_won) == (-300, -51_600 - 30_960, -30_960)
    assert lost.crosses_15h
    by_contract = effect(terms(15), before, after, house())
    assert (by_contract.won, by_contract.weekly_holiday_won, by_contract.crosses_15h) == (-51_600, 0, False)
