"""What the figures look like. Rows of numbers stand in the order of `buckets`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import Struct

from backend.insight.rules.forecast import Fifteen, Week
from backend.insight.rules.spans import By

From = Annotated[date | None, QueryParameter(name="from", description="Any day of the first week or month")]
Until = Annotated[date | None, QueryParameter(name="until", description="Any day of the last one")]
InBy = Annotated[By, QueryParameter(name="by")]


class Money(Struct):
    """Won. What was planned and worked at the wage of each person's hour, without premiums; what was paid as
    it was locked, shared among sites by hours."""

    planned: list[int]
    worked: list[int]
    paid: list[int]
    budget: list[int] | None
    """Of a site's week, or what a client pays by contract; None where nobody said."""


class InsightFigures(Struct):
    """Minutes by week or month. `paid_min` are those of locked sheets."""

    planned_min: list[int]
    worked_min: list[int]
    paid_min: list[int]
    breaks_owed: list[int]
    """Days of somebody on which the break that the law wants was not had (근로기준법 제54조)."""
    money: Money | None
    """Only for who may see wages."""


class SiteFigures(Struct):
    """`site_id` is null for work at no site."""

    site_id: UUID | None
    name: str
    client_id: UUID | None
    figures: InsightFigures


class ClientFigures(Struct):
    """All sites of a client together."""

    client_id: UUID
    name: str
    figures: InsightFigures


class HoursView(Struct):
    by: By
    from_on: date
    until_on: date
    buckets: list[date]
    """The first day of each."""
    total: InsightFigures
    sites: list[SiteFigures]
    clients: list[ClientFigures]


class Late(Struct):
    """How often people came late to a shift that has begun. `absent`: no work on it was recorded."""

    seats: int
    late: int
    late_min: int
    """All of them together."""
    absent: int
    after_other: int
    """Of `late`: came from work at another site that ended within the hour."""


class LatePerson(Struct):
    member_id: UUID
    name: str
    late: Late


class LateSite(Struct):
    site_id: UUID
    name: str
    late: Late


class LateBucket(Struct):
    bucket: date
    late: Late


class LateHour(Struct):
    """Shifts that begin on this weekday (0 is Monday) in this hour, by the site's clocks."""

    weekday: int
    hour: int
    late: Late


class LatenessView(Struct):
    by: By
    from_on: date
    until_on: date
    grace_min: int
    total: Late
    people: list[LatePerson]
    """Who came late at least once; who did most often comes first."""
    sites: list[LateSite]
    trend: list[LateBucket]
    hours: list[LateHour]


class PersonAhead(Struct):
    """This week and the next one, as they are planned and as far as they are worked."""

    member_id: UUID
    name: str
    weeks: list[Week]
    fifteen: Fifteen | None


class AheadView(Struct):
    mondays: list[date]
    five_or_more: bool
    """Below five people the 52 hours and the premium for overtime do not hold (제11조 제2항)."""
    overtime_min: list[int]
    """Of everybody, by week."""
    over_52: list[int]
    """People, by week."""
    people: list[PersonAhead]
    """Who works overtime, comes near a limit, or near 15 hours."""
    working: int
    """People who work in these weeks."""
