"""Korean public holidays, with their substitutes, as an organisation keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays as almanac


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by law, in both languages."""

    on: date
    ko: str
    en: str


@cache
def public_holidays(year: int) -> dict[date, Holiday]:
    """The public-office holidays of a year (관공서의 공휴일에 관한 규정, 제55조 제2항), Sundays aside.

    A substitute day is one of its own. What a government declares later is not known here: that is what an
    organisation's changes are for.
    """
    korean, english = (
        almanac.country_holidays("KR", years=year, language=language) for language in ("ko", "en_US")
    )
    return {day: Holiday(day, name, english[day]) for day, name in sorted(korean.items())}


def holidays_of(years: Iterable[int], changes: Iterable[tuple[date, bool]]) -> frozenset[date]:
    """The holidays of these years, with the organisation's own added (True) and taken away (False)."""
    found = {day for year in years for day in public_holidays(year)}
    for day, is_holiday in changes:
        (found.add if is_holiday else found.discard)(day)
    return frozenset(found)
