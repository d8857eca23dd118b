"""What an organisation chooses about its sheets."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

PeriodKind = Literal["monthly", "half_monthly", "weekly", "two_weekly"]


class SheetChoices(Struct):
    """What it never chose is at its default."""

    period: PeriodKind = "monthly"
    month_day: Annotated[int, Meta(ge=1, le=28)] = 1
    """The first day of a monthly period."""
    week_from: date = date(2024, 1, 1)
    """A first day of a weekly or two-weekly period; the others are whole periods away. Monday by default."""
    grace_min: Annotated[int, Meta(ge=0, le=60)] = 5
    """Minutes after the start, and before the end, that count as being in time."""
    over_long_min: Annotated[int, Meta(ge=240, le=1440)] = 720
    """Work of one go that is longer, breaks not counted, is an exception."""
    unpunched_break: Literal["recorded", "planned"] = "recorded"
    """A planned break that nobody recorded was work, and is paid (제54조, R7); or was taken as planned."""


class SheetChoicesInput(SheetChoices, forbid_unknown_fields=True):
    """All choices at once; what is left out is at its default again."""
