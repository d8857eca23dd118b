"""What an organisation decides about its pay."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from backend.identity.schemas import Input

PackName = Literal["kr", "neutral"]
WeeklyExcess = Literal["last_days", "proportional"]
FromMidnight = Literal["start_day", "split"]
MinuteRounding = Literal["exact", "down_5", "down_10", "nearest_5", "nearest_10", "nearest_15"]
WonRounding = Literal["nearest", "up", "down"]


class Payday(Input):
    """A day of the month, 31 is its last; so many months after the month in which a period ends."""

    day: Annotated[int, Meta(ge=1, le=31, examples=[10])]
    months_after: Annotated[int, Meta(ge=0, le=2, examples=[1])] = 1
    on_day_off: Literal["before", "after", "same"] = "before"
    """Where it falls on a weekend or a holiday: the last working day before it, the next one, or as it is."""


class PaySettings(Struct):
    """None is what was not decided yet; nothing is assumed for it."""

    pack: PackName | None = None
    weekly_excess: WeeklyExcess | None = None
    holiday_hours_in_week: bool | None = None
    holiday_from_midnight: FromMidnight | None = None
    minutes: MinuteRounding | None = None
    won: WonRounding | None = None
    payday: Payday | None = None
    full_timer_days: int = 5
    """Days of a week on which full-timers work here: what a week's hours are divided by for 주휴 (별표 2)."""


class PaySettingsInput(Input):
    """One decision, or several; what is left out stays."""

    pack: PackName | UnsetType = UNSET
    weekly_excess: WeeklyExcess | UnsetType = UNSET
    holiday_hours_in_week: bool | UnsetType = UNSET
    holiday_from_midnight: FromMidnight | UnsetType = UNSET
    minutes: MinuteRounding | UnsetType = UNSET
    won: WonRounding | UnsetType = UNSET
    payday: Payday | UnsetType = UNSET
    full_timer_days: Annotated[int, Meta(ge=5, le=6)] | UnsetType = UNSET


class PaySettingsChange(Struct):
    """Who decided what, and when: `settings` as they were from then on, `fields` what was new in them."""

    version: int
    changed_by: UUID
    name: str
    changed_at: datetime
    fields: list[str]
    settings: PaySettings


class Option(Struct):
    """What an answer comes to in the example of its question: a person's pay, in won."""

    value: str
    total_won: int


class Example(Struct):
    """The same work, paid by each answer to one question; computed by the rules themselves."""

    choice: str
    options: list[Option]


class PaySettingsView(Struct):
    """`missing` names what is not decided yet; `history` is the newest first."""

    settings: PaySettings
    version: int
    missing: list[str]
    history: list[PaySettingsChange]
    examples: list[Example]
