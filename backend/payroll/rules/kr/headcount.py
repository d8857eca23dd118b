"""Whether five or more people work here (R11: 근로기준법 시행령 제7조의2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.payroll.rules.kr.figures import FIVE


@dataclass(frozen=True, slots=True)
class Count:
    """A month's person-days, and on how many of its operating days there were fewer than five."""

    person_days: int
    operating_days: int
    days_below: int

    @property
    def average(self) -> Fraction:
        return Fraction(self.person_days, self.operating_days or 1)

    @property
    def five_or_more(self) -> bool:
        """The average decides (제1항), unless the days say otherwise (제2항).

        Below five on the average, but on fewer than half of the days: five or more. Five or more on the
        average, but fewer than five on half of the days or more: below five.
        """
        below_on_half = 2 * self.days_below >= self.operating_days
        if self.average >= FIVE.on(date.max):
            return not below_on_half
        return bool(self.operating_days) and not below_on_half


def count(people: Sequence[int]) -> Count:
    """From how many people were at work on each operating day. Everybody counts, part-timers too (제4항)."""
    below = sum(one < FIVE.on(date.max) for one in people)
    return Count(sum(people), len(people), below)
