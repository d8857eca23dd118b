"""Which days carry what a week has beyond its limit: the law leaves it open (R26)."""

from collections.abc import Sequence
from fractions import Fraction

Parts = Sequence[tuple[int | Fraction, bool]]
"""Of one day, in order: how long, and whether it is holiday work."""


def beyond_week(
    days: Sequence[Parts], limit: int | Fraction, *, proportional: bool, holidays_count: bool
) -> list[int | Fraction]:
    """For each day the time that is beyond the week's limit and is no holiday work.

    What falls on holiday work is not carried by anything: that has its own premium instead (제56조 제2항).
    """
    counted: list[Parts] = [[part for part in parts if holidays_count or not part[1]] for parts in days]
    total = sum(us for parts in counted for us, _ in parts)
    if total <= limit:
        return [0] * len(days)
    if proportional:
        share = Fraction(total - limit) / total
        return [share * sum(us for us, on_holiday in parts if not on_holiday) for parts in counted]
    return _by_the_last(counted, limit)


def _by_the_last(counted: list[Parts], limit: int | Fraction) -> list[int | Fraction]:
    found: list[int | Fraction] = []
    gone: int | Fraction = 0
    for parts in counted:
        carried: int | Fraction = 0
        for us, on_holiday in parts:
            over = min(max(gone + us - limit, 0), us)
            gone += us
            if not on_holiday:
                carried += over
        found.append(carried)
    return found


def beyond(time: int | Fraction, limit: int | Fraction | None) -> int | Fraction:
    """How much more it is; nothing where there is no limit."""
    return time - limit if limit is not None and time > limit else 0


def kept(parts: Parts, less: int | Fraction) -> list[tuple[int | Fraction, bool]]:
    """A day's parts without its last so much of work that is no holiday work."""
    found: list[tuple[int | Fraction, bool]] = []
    for us, on_holiday in reversed(parts):
        cut = 0 if on_holiday else min(less, us)
        less -= cut
        if us > cut:
            found.append((us - cut, on_holiday))
    return found[::-1]
