"""When somebody can work, and what they wish for."""

from datetime import date, time
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR

WallClock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5, examples=["06:00"])]
"""A time of day by the clocks of the place, to the minute."""
Weekday = Annotated[int, Meta(ge=0, le=6, description="0 is Monday")]
ShortNote = Annotated[str, Meta(max_length=300)]
AvailabilityKind = Literal["can", "cannot"]
WishKind = Literal["work", "off"]
MOST_WEEKLY = 50
MOST_DAYS = 400


def clock_of(text: str) -> time:
    return time.fromisoformat(text)


def check_days(days: dict[str, date]) -> None:
    """Raises UnacceptableFields for days in the distant past or future, by their pointers."""
    problems = [
        FieldProblem(pointer, "out-of-range", f"years lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
        for pointer, day in days.items()
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR
    ]
    if problems:
        raise UnacceptableFields(errors=problems)


class WeeklyInput(Input):
    """Hours of a weekday. `ends` at or before `begins` is the next day; 00:00 to 00:00 is all day."""

    weekday: Weekday
    begins: WallClock
    ends: WallClock
    kind: AvailabilityKind
    note: ShortNote = ""


class DayInput(Input):
    """Hours of one day, which go before those of its weekday."""

    on_day: date
    begins: WallClock
    ends: WallClock
    kind: AvailabilityKind
    note: ShortNote = ""


class AvailabilityInput(Input):
    """All that somebody says; it takes the place of what they said before."""

    weekly: Annotated[list[WeeklyInput], Meta(max_length=MOST_WEEKLY)]
    days: Annotated[list[DayInput], Meta(max_length=MOST_DAYS)]

    def __post_init__(self) -> None:
        check_days({f"/days/{place}/on_day": day.on_day for place, day in enumerate(self.days)})


class WeeklyView(Struct):
    weekday: int
    begins: str
    ends: str
    kind: AvailabilityKind
    note: str


class DayView(Struct):
    on_day: date
    begins: str
    ends: str
    kind: AvailabilityKind
    note: str


class AvailabilityView(Struct):
    """When somebody can work. Who names weekly hours in which they can, cannot at others."""

    weekly: list[WeeklyView]
    days: list[DayView]

    @classmethod
    def of(cls, rows: Any) -> "AvailabilityView":
        weekly, days = [], []
        for row in rows:
            hours = (f"{row['begins']:%H:%M}", f"{row['ends']:%H:%M}", row["kind"], row["note"])
            if row["on_day"] is None:
                weekly.append(WeeklyView(row["weekday"], *hours))
            else:
                days.append(DayView(row["on_day"], *hours))
        return cls(weekly, days)


class WishInput(Input):
    """To work, or to be off, on a day; `weight` from 1 to 3 says how much."""

    kind: WishKind
    weight: Annotated[int, Meta(ge=1, le=3)] = 1
    note: ShortNote = ""


class WishView(Struct):
    member_id: UUID
    on_day: date
    kind: WishKind
    weight: int
    note: str


class WishesView(Struct):
    items: list[WishView]
