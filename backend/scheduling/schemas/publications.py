"""Publishing a plan, and what it would mean for whom before it is done."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from backend.core.errors import FieldProblem, UnacceptableFields
from backend.scheduling.schemas.moments import Moment, check_moments
from backend.scheduling.service.guards import Finding

SiteIds = Annotated[list[UUID], Meta(min_length=1, max_length=500)]
Revision = Annotated[str, Meta(min_length=64, max_length=64)]


class DraftRange(msgspec.Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    """The drafts that start in this range (`from` is in it, `to` is not), at these sites or everywhere."""

    from_: Moment
    to: Moment
    site_ids: SiteIds | None = None

    def __post_init__(self) -> None:
        check_moments(**{"from": self.from_, "to": self.to})
        if self.to <= self.from_:
            raise UnacceptableFields(
                errors=[FieldProblem("/to", "before-start", "the end must be after the start")]
            )


class PublicationInput(DraftRange, forbid_unknown_fields=True, rename={"from_": "from"}):
    """`revision` of the preview: the plan is published only if it is still what was shown."""

    revision: Revision | None = None
    accept_warnings: bool = True
    """False: do not publish when a rule warns."""


class PersonChange(Struct):
    """What somebody gets to see: how many shifts, and how they differ from the same days a week before."""

    member_id: UUID
    name: str
    shifts: int
    minutes: int
    added: int
    removed: int
    moved: int


class PublicationPreview(Struct):
    revision: str
    shifts: int
    open_seats: int
    people: list[PersonChange]
    findings: list[Finding]


class PublicationView(Struct):
    published: int
    shift_ids: Sequence[UUID]
    findings: list[Finding] = []
