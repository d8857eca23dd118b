"""Holidays as an organisation keeps them."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from backend.identity.schemas import NOT_BLANK, Input

HolidayName = Annotated[str, Meta(min_length=1, max_length=80, pattern=NOT_BLANK, examples=["창립기념일"])]


class HolidayInput(Input):
    """A day off of the firm's own, or (`is_holiday` false) a public holiday on which it works."""

    name: HolidayName
    is_holiday: bool = True


class HolidayView(Struct):
    """`changed`: the organisation's own word, not the calendar's."""

    on: date
    ko: str
    en: str
    is_holiday: bool
    changed: bool


class HolidaysView(Struct):
    items: list[HolidayView]
