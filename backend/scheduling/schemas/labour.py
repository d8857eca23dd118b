"""What some weeks cost."""

from datetime import date
from uuid import UUID

from msgspec import Struct


class SiteCost(Struct):
    """`budget_won` is for all of the weeks; None where the site has none."""

    site_id: UUID
    name: str
    minutes: int
    won: int
    budget_won: int | None


class PersonCost(Struct):
    """`won` has the premiums and the weekly holiday in it. `wage_known` is false where there are no terms:
    then the minimum wage stands in."""

    member_id: UUID
    name: str
    minutes: int
    won: int
    overtime_min: int
    night_min: int
    holiday_min: int
    weekly_holiday_won: int
    wage_known: bool


class LabourCost(Struct):
    """An estimate of whole weeks, `from_on` is a Monday and `until_on` a Sunday; open seats cost nothing."""

    from_on: date
    until_on: date
    total_won: int
    minutes: int
    sites: list[SiteCost]
    people: list[PersonCost]
