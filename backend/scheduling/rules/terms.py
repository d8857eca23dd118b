"""Whether a wage is what the law wants at least, and between which contracts nothing holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from backend.scheduling.rules import law
from backend.scheduling.rules.guards.facts import Terms
from backend.scheduling.rules.leave import months_after
from backend.scheduling.rules.pay_preview import hourly_won
from backend.scheduling.schemas.terms import TermsInput

DAY = timedelta(days=1)
YEAR_MONTHS = 12


class Dated(Protocol):
    """Terms with their days."""

    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an hour comes to by a contract, what it must come to at least, and by which law."""

    hourly: Fraction
    minimum: Fraction
    on: date
    article: str


def shortfall(from_on: date, terms: TermsInput) -> Shortfall | None:
    """What a wage lacks on the first day, in probation and after it (R16, R17); None when it is enough."""
    minimum = law.MINIMUM_WAGE_WON.on(from_on)
    hourly = hourly_of(from_on, terms)
    if hourly < minimum:
        return Shortfall(hourly, Fraction(minimum), from_on, law.MINIMUM_WAGE_WON.article)
    if terms.probation_until is None or terms.probation_percent == 100:
        return None
    reduced, floor = hourly * terms.probation_percent / 100, Fraction(minimum)
    if may_pay_less(from_on, terms):
        floor = floor * law.PROBATION_PERCENT.on(from_on) / 100
    return Shortfall(reduced, floor, from_on, law.PROBATION_PERCENT.article) if reduced < floor else None


def may_pay_less(from_on: date, terms: TermsInput) -> bool:
    """Below the minimum in probation: a year or more, at most three months of it, no simple labour (R16)."""
    year, over = months_after(from_on, YEAR_MONTHS), months_after(from_on, law.PROBATION_MONTHS.on(from_on))
    long = terms.until_on is None or terms.until_on >= year - DAY
    short = terms.probation_until is not None and terms.probation_until < over
    return long and short and not terms.simple_labour


def below_minimum_on(from_on: date, until_on: date | None, terms: Terms) -> date | None:
    """The first day from `from_on` on which the minimum is above the wage, as far as minima are known."""
    changes = [from_on, *(since for since, _ in law.MINIMUM_WAGE_WON.history if since > from_on)]
    for day in changes:
        if until_on is not None and day > until_on:
            return None
        if hourly_won(terms, day) < law.MINIMUM_WAGE_WON.on(day):
            return day
    return None


def hourly_of(from_on: date, terms: TermsInput) -> Fraction:
    held = Terms(
        from_on,
        terms.weekly_min,
        terms.days_per_week,
        terms.wage_kind,
        terms.wage_won,
        terms.extra_hours_agreed,
    )
    return hourly_won(held, from_on)


def gaps(newest_first: Sequence[Dated]) -> Iterator[tuple[date, date]]:
    """First and last day of each stretch of days between two contracts on which nothing holds."""
    for later, earlier in pairwise(newest_first):
        if earlier.until_on is not None and earlier.until_on + DAY < later.from_on:
            yield earlier.until_on + DAY, later.from_on - DAY
