"""Whole weeks or months of a range."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.insight.errors import SpanTooLong
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR, monday_of

By = Literal["week", "month"]

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONGEST = timedelta(days=371)
"""53 weeks."""
USUAL_WEEKS = 13


def buckets_of(from_on: date, until_on: date, by: By) -> list[date]:
    """The first days of the weeks or months that the range touches.

    Raises UnacceptableFields, and SpanTooLong beyond 53 weeks.
    """
    for name, day in (("from", from_on), ("until", until_on)):
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise UnacceptableFields(errors=[FieldProblem(f"/{name}", "out-of-range", "too far from now")])
    if until_on < from_on:
        raise UnacceptableFields(
            errors=[FieldProblem("/until", "before-start", "the end is before the start")]
        )
    if until_on - from_on > LONGEST:
        raise SpanTooLong(days=LONGEST.days)
    found = [monday_of(from_on) if by == "week" else from_on.replace(day=1)]
    while (following := end_of(found[-1], by) + DAY) <= until_on:
        found.append(following)
    return found


def end_of(bucket: date, by: By) -> date:
    """The last day of the week or month that begins then."""
    if by == "week":
        return bucket + WEEK - DAY
    return (bucket + 31 * DAY).replace(day=1) - DAY


def usual(today: date) -> tuple[date, date]:
    """The weeks that are shown when nobody asks for others: the last thirteen, the present one with them."""
    monday = monday_of(today)
    return monday - (USUAL_WEEKS - 1) * WEEK, monday + WEEK - DAY


def shares(total: int, parts: Sequence[int]) -> list[int]:
    """The total in proportion to the parts, to the last one: they add up to it."""
    whole, given, before, found = sum(parts), 0, 0, []
    for part in parts:
        given += part
        so_far = total * given // whole if whole else 0
        found.append(so_far - before)
        before = so_far
    return found
