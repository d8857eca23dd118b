"""Checklists, checks and visits."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import NOT_BLANK, Input
from backend.scheduling.schemas.moments import Moment, check_moments

PhotoRule = Literal["none", "optional", "required"]
TaskText = Annotated[str, Meta(min_length=1, max_length=200, pattern=NOT_BLANK, examples=["3층 화장실 바닥"])]


class TaskInput(Input):
    id: UUID
    text: TaskText
    photo: PhotoRule = "none"


class ChecklistInput(Input):
    """The whole list in its order. An item that is left out is asked for no more."""

    items: Annotated[list[TaskInput], Meta(max_length=60)]

    def __post_init__(self) -> None:
        if len({item.id for item in self.items}) < len(self.items):
            raise UnacceptableFields(errors=[FieldProblem("/items", "doubled", "an id stands there twice")])


class TaskView(Struct):
    id: UUID
    text: str
    photo: PhotoRule


class ChecklistView(Struct):
    items: list[TaskView]


class CheckInput(Input):
    """`done_at`: when, by the phone's clock; it may have been offline."""

    done_at: Moment
    note: Annotated[str, Meta(max_length=500)] = ""

    def __post_init__(self) -> None:
        check_moments(done_at=self.done_at)


class CheckedTask(Struct):
    """An item of a visit. `complete`: done, with a photo where one is asked for."""

    id: UUID
    text: str
    photo: PhotoRule
    done_at: datetime | None
    done_by: str | None
    note: str
    photo_ids: list[UUID]

    @property
    def complete(self) -> bool:
        return self.done_at is not None and (self.photo != "required" or bool(self.photo_ids))


class VisitView(Struct):
    """A published shift with what is to be done there."""

    shift_id: UUID
    site_id: UUID
    site_name: str
    starts_at: datetime
    ends_at: datetime
    has_access_note: bool
    items: list[CheckedTask]


class VisitsView(Struct):
    items: list[VisitView]


class PhotoView(Struct):
    id: UUID
    width: int
    height: int
