"""What the weeks ahead mean for a person: overtime, the 52 hours, and the 15 hours of the weekly holiday."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from backend.insight.rules.spans import DAY, WEEK
from backend.scheduling.rules import law
from backend.scheduling.rules.guards.facts import Terms
from backend.scheduling.rules.pay_preview import terms_on

AVERAGED_WEEKS = 4
"""The average of four weeks decides about the weekly holiday (근로기준법 제18조 제3항)."""
NEAR_52_MIN = 4 * law.HOUR
"""So much below the limit of a week it is worth a word."""
NEAR_15_MIN = 1 * law.HOUR

Crossing = Literal["rises", "falls", "near", "above_contract"]
"""The average comes to 15 hours, falls below them, or is within an hour of them; or a contract says less than
15 and the weeks are 15 or more."""


class Week(Struct, frozen=True):
    """Minutes of a week, planned and worked; `done_min` of them are recorded."""

    monday: date
    minutes: int
    done_min: int
    overtime_min: int
    """By law (제56조 제1항): beyond 8 hours of a day, and of the rest beyond 40 of the week."""
    limit: Literal["", "near", "over"] = ""
    """Of 52 hours (제53조 제1항): over it, or within four hours of it."""


class Fifteen(Struct, frozen=True):
    """How somebody stands to 15 hours a week, in minutes on the average of four weeks."""

    crossing: Crossing
    contract_min: int
    """0: the plan is all the contract there is."""
    before_min: int
    """Of the four weeks before this one."""
    ahead_min: int
    """Of the four that end with the next one."""


def week_of(monday: date, days: Mapping[date, tuple[int, int]], *, five_or_more: bool) -> Week:
    """The week's sums. `days`: minutes and those that are recorded, by day."""
    mine = [days.get(monday + number * DAY, (0, 0)) for number in range(7)]
    minutes = [whole for whole, _ in mine]
    total = sum(minutes)
    most = law.WEEK_MIN.on(monday) + law.WEEK_OVERTIME_MIN.on(monday)
    limit: Literal["", "near", "over"] = ""
    if five_or_more and total > most - NEAR_52_MIN:
        limit = "over" if total > most else "near"
    return Week(
        monday=monday,
        minutes=total,
        done_min=sum(done for _, done in mine),
        overtime_min=law.overtime_min(
            minutes, day_min=law.DAY_MIN.on(monday), week_min=law.WEEK_MIN.on(monday)
        ),
        limit=limit,
    )


def fifteen(
    this_monday: date, days: Mapping[date, tuple[int, int]], terms: Sequence[Terms]
) -> Fifteen | None:
    """Whether somebody is about to cross 15 hours a week; None for who is not.

    With hours by contract extra work does not raise the weekly holiday (제2조 제1항 제8호): then only weeks
    that are longer than such a contract are worth a word.
    """
    ahead_from = this_monday - (AVERAGED_WEEKS - 2) * WEEK
    before = _average(this_monday - AVERAGED_WEEKS * WEEK, days)
    ahead = _average(ahead_from, days)
    held = terms_on(terms, this_monday + 2 * WEEK - DAY)
    contract = held.weekly_min if held else 0
    crossing = _crossing(contract, before, ahead, law.WEEKLY_HOLIDAY_FROM_MIN.on(this_monday))
    return Fifteen(crossing, contract, round(before), round(ahead)) if crossing else None


def _crossing(contract: int, before: Fraction, ahead: Fraction, least: int) -> Crossing | None:
    if contract:
        return "above_contract" if contract < least <= ahead else None
    if not ahead or not before:
        return "near" if abs(ahead - least) < NEAR_15_MIN else None
    if before < least <= ahead:
        return "rises"
    if ahead < least <= before:
        return "falls"
    return "near" if abs(ahead - least) < NEAR_15_MIN else None


def _average(from_monday: date, days: Mapping[date, tuple[int, int]]) -> Fraction:
    last = from_monday + AVERAGED_WEEKS * WEEK
    total = sum(minutes for day, (minutes, _) in days.items() if from_monday <= day < last)
    return Fraction(total, AVERAGED_WEEKS)
