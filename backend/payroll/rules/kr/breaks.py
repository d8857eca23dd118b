"""The break that work wants (R7: 근로기준법 제54조), in workplaces of every size.

A break that was not taken is work, and paid: it needs no line of its own, only a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.payroll.rules.kr.case import Case
from backend.payroll.rules.kr.figures import break_owed
from backend.payroll.rules.worktime import MINUTE_US, length


@dataclass(frozen=True, slots=True)
class BreakOwed:
    """In whole minutes; `missing` is rounded up."""

    day: int
    owed: int
    taken: int
    missing: int


def breaks_owed(case: Case) -> Iterator[BreakOwed]:
    """The period's days on which the breaks were too short. Time between two works of a day is a break."""
    for day, spans in sorted(case.spans.items()):
        if not case.in_period(day) or not spans:
            continue
        owed = break_owed(length(spans) // MINUTE_US)
        free = spans[-1].to_us - spans[0].from_us - length(spans)
        missing = owed * MINUTE_US - free
        if missing > 0:
            yield BreakOwed(day, owed, free // MINUTE_US, -(-missing // MINUTE_US))
