"""Which contract holds when, and which part of a month a period is."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from backend.payroll.rules.facts import Contract
from backend.scheduling.rules.leave import months_after


def in_order(contracts: Iterable[Contract]) -> list[Contract]:
    """By the day from which they hold; of two of the same day the later one counts."""
    return list({one.from_on: one for one in sorted(contracts, key=lambda one: one.from_on)}.values())


def contract_on(contracts: Sequence[Contract], day: date) -> Contract | None:
    """What holds on a day; None before the first, and after one that ended without another."""
    for contract in reversed(contracts):
        if contract.from_on <= day:
            return contract if contract.until_on is None or day <= contract.until_on else None
    return None


def share_of_month(days: Iterable[date], from_on: date, until_on: date) -> Fraction:
    """How much of a month's wage the days of a period are worth.

    In a period that is one month, whenever it begins, each day is worth the same; in any other a day is the
    part of its calendar month. So a whole month is always one wage.
    """
    kept = list(days)
    next_day = date.fromordinal(until_on.toordinal() + 1)
    if months_after(from_on, 1) == next_day:
        return Fraction(len(kept), (until_on - from_on).days + 1)
    shares: dict[int, int] = {}
    for day in kept:
        length = monthrange(day.year, day.month)[1]
        shares[length] = shares.get(length, 0) + 1
    return sum((Fraction(count, length) for length, count in shares.items()), Fraction())
