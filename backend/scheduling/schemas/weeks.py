"""Weeks, and single shifts, that are planned like others; and weeks that are kept to be planned again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import Input
from backend.scheduling.schemas.publications import SiteIds
from backend.scheduling.service.guards import Finding

AnyDay = Annotated[date, Meta(examples=["2026-11-30"])]
"""Any day of a week stands for the week, which begins on Monday."""

TemplateName = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S", examples=["여름 주간"])]


class WeekCopyInput(Input):
    """With `member_id`: only that person's shifts, and nobody else on them.

    Where a shift is planned then already and has a free seat, they take it.
    """

    from_week: Annotated[date, Meta(examples=["2026-11-23"])]
    to_week: AnyDay
    member_id: UUID | None = None
    to_member_id: UUID | None = None
    """Who gets them instead."""


class WeekCopyView(Struct):
    created: int
    assigned: int
    """People put on shifts; who has other work then, has left, or must not by a rule, is not."""
    shift_ids: Sequence[UUID]
    refused: list[Finding] = []
    """Why somebody was left out, where a rule refused it."""


class ShiftCopyInput(Input):
    days: Annotated[list[date], Meta(min_length=1, max_length=62, examples=[["2026-12-01"]])]
    with_people: bool = False


class WeekTemplateInput(Input):
    """Keeps a week as it is planned now, by each site's clocks."""

    name: TemplateName
    from_week: AnyDay
    site_ids: SiteIds | None = None
    id: UUID | None = None


class WeekTemplateView(Struct):
    id: UUID
    name: str
    shifts: int
    people: int
    sites: int
    made_at: datetime


class WeekTemplateList(Struct):
    items: list[WeekTemplateView]


class TemplateApplication(Input):
    week: AnyDay
    with_people: bool = True
