"""Values as a spreadsheet should have them: what they are, how wide, and how they read as text."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

Type = Literal["text", "date", "minutes", "won", "count"]
HoursAs = Literal["clock", "decimal"]
"""Hours and minutes as 7:30, or as 7.50 hours."""

Value = str | date | Fraction | int | None

HOUR = 60


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below headings. `name` is the sheet's; a value is of its column's type, or None."""

    name: str
    headings: tuple[str, ...]
    types: tuple[Type, ...]
    rows: tuple[tuple[Value, ...], ...]
    hours_as: HoursAs = "clock"


def as_text(value: Value, kind: Type, hours_as: HoursAs) -> str:
    """As it stands in a CSV file: plain numbers, dates as 2026-11-30, hours as chosen."""
    if value is None:
        return ""
    if kind == "minutes":
        assert isinstance(value, Fraction | int)
        return clock_text(value) if hours_as == "clock" else hours_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def clock_text(minutes: Fraction | int) -> str:
    """7:30, and 160:05 for more than a day; to the minute, halves up."""
    whole = int(abs(Fraction(minutes)) + Fraction(1, 2))
    return f"{'-' if minutes < 0 and whole else ''}{whole // HOUR}:{whole % HOUR:02}"


def hours_text(minutes: Fraction | int) -> str:
    """Hours with two decimals, halves up."""
    exact = Fraction(minutes) / HOUR
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(decimal.quantize(Decimal("0.01"), ROUND_HALF_UP))


def width_of(text: str) -> int:
    """In columns of half width: Korean letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
