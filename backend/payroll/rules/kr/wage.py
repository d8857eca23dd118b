"""The ordinary wage of an hour (통상임금, 시행령 제6조), whatever the contract is by."""

from datetime import date, timedelta
from fractions import Fraction

from backend.payroll.rules.contracts import contract_on
from backend.payroll.rules.facts import Contract, PayFacts
from backend.payroll.rules.kr import figures
from backend.scheduling.rules.leave import months_after

USUAL_DAYS = 5
"""Days of a week, where the contract does not say them."""
DAY = timedelta(days=1)


class Rate:
    """What an hour costs from some day on: `hourly` as it is paid, `agreed` without the cut of probation.

    Without a contract it is the minimum wage, which is owed for any work (최저임금법 제6조).
    """

    __slots__ = ("agreed", "contract", "hourly", "in_probation", "text")

    def __init__(
        self, contract: Contract | None, hourly: Fraction, agreed: Fraction, probation: bool
    ) -> None:
        self.contract = contract
        self.hourly = hourly
        self.agreed = agreed
        self.in_probation = probation
        self.text = str(hourly)

    @property
    def monthly(self) -> bool:
        return self.contract is not None and self.contract.wage_kind == "monthly"


class Rates:
    """The rate of each day of somebody's contracts."""

    def __init__(self, facts: PayFacts, contracts: list[Contract]) -> None:
        self._contracts = contracts
        self._hired_on = facts.hired_on
        self._full_timer_days = facts.full_timer_days
        self._by_day: dict[int, Rate] = {}
        self._made: dict[tuple[Contract | None, int, int], Rate] = {}

    def on(self, day: int) -> Rate:
        """By the date's ordinal."""
        found = self._by_day.get(day)
        if found is None:
            found = self._by_day[day] = self._find(date.fromordinal(day))
        return found

    def _find(self, day: date) -> Rate:
        contract = contract_on(self._contracts, day)
        if contract is None:
            minimum = figures.MINIMUM_WAGE_WON.on(day)
            key: tuple[Contract | None, int, int] = (None, minimum, 100)
            agreed = paid = Fraction(minimum)
        else:
            floor = 0
            in_probation = contract.probation_until is not None and day <= contract.probation_until
            percent = contract.probation_percent if in_probation else 100
            if percent < 100:
                floor = probation_floor(contract, day, self._hired_on)
            key = (contract, floor, percent)
            if key in self._made:
                return self._made[key]
            agreed = hourly_won(contract, day, self._full_timer_days)
            paid = max(agreed * percent / 100, min(agreed, Fraction(floor, 100))) if percent < 100 else agreed
        if key not in self._made:
            self._made[key] = Rate(contract, paid, agreed, key[2] < 100)
        return self._made[key]


def probation_floor(contract: Contract, day: date, hired_on: date | None = None) -> int:
    """What probation may not go below, in hundredths of a won an hour (R16, 최저임금법 제5조 제2항).

    90 percent of the minimum wage for who has a contract of a year or more, in the first three months, and
    not for simple labour; the whole of it otherwise.
    """
    minimum = figures.MINIMUM_WAGE_WON.on(day)
    year = figures.PROBATION_CONTRACT_MONTHS.on(day)
    long = contract.until_on is None or contract.until_on >= months_after(contract.from_on, year) - DAY
    began = min(contract.from_on, hired_on) if hired_on else contract.from_on
    early = day < months_after(began, figures.PROBATION_MONTHS.on(day))
    if long and early and not contract.simple_labour:
        return minimum * figures.PROBATION_MINIMUM_PERCENT.on(day)
    return minimum * 100


def hourly_won(contract: Contract, day: date, full_timer_days: int = USUAL_DAYS) -> Fraction:
    """As agreed; or a day's wage over its hours, or a month's over the hours that it pays."""
    if contract.wage_kind == "hourly":
        return Fraction(contract.wage_won)
    if contract.wage_kind == "daily":
        return contract.wage_won * 60 / day_minutes(contract, day)
    return contract.wage_won * 60 / month_minutes(contract, day, full_timer_days)


def day_minutes(contract: Contract, day: date) -> Fraction:
    """What a contracted day has on the average; 40 hours and five days, where nothing is said."""
    week = contract.weekly_min or figures.WEEK_MIN.on(day)
    return Fraction(week, contract.days_per_week or len(contract.workdays) or USUAL_DAYS)


def month_minutes(contract: Contract, day: date, full_timer_days: int = USUAL_DAYS) -> Fraction:
    """What a month's wage pays: the contracted week and its 주휴, over the weeks of a month.

    40 hours make 48 a week and 208.57 a month, which are shown as 209.
    """
    week = contract.weekly_min or figures.WEEK_MIN.on(day)
    paid = Fraction(week)
    if week >= figures.WEEKLY_HOLIDAY_FROM_MIN.on(day):
        paid += Fraction(min(week, figures.WEEK_MIN.on(day)), full_timer_days)
    return paid * figures.MONTH_WEEKS
