"""Whether five or more people work here (R11: 근로기준법 시행령 제7조의2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.payroll.rules.kr.figures import FIVE
from backend.scheduling.rules.leave import months_after


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


def five_or_more(people: Sequence[int]) -> bool:
    """Whether the whole Act holds in the month after the one in which so many were at work each day."""
    return count(people).five_or_more


def size_of_months(people: Mapping[date, int], months: Sequence[date]) -> dict[date, bool]:
    """For each month by its first day: judged by the month before it.

    A firm that has not existed so long is judged by the month itself (제1항: the time since it began); of
    a month about which nothing is known nothing is said.
    """
    found = {}
    for month in months:
        for looked_at in (months_after(month, -1), month):
            days = [number for day, number in people.items() if day.replace(day=1) == looked_at and number]
            if days:
                found[month] = five_or_more(days)
                break
    return found
