"""Reports from sites."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import NOT_BLANK, Input

ReportKind = Literal["problem", "supplies"]
ReportState = Literal["open", "done"]
Text = Annotated[str, Meta(min_length=1, max_length=2000, pattern=NOT_BLANK, examples=["세제가 떨어졌어요"])]


class ReportInput(Input):
    kind: ReportKind
    text: Text
    id: UUID | None = None


class ReportChange(Input):
    state: ReportState
    answer: Annotated[str, Meta(max_length=1000)] = ""


class ReportView(Struct):
    id: UUID
    site_id: UUID
    site_name: str
    member_id: UUID
    name: str
    kind: ReportKind
    text: str
    state: ReportState
    answer: str
    made_at: datetime
    settled_at: datetime | None
    photo_ids: list[UUID]


class ReportPage(Struct):
    items: list[ReportView]
    next_cursor: str | None
