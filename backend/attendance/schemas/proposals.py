"""Proposals as they go in and out."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from backend.attendance.schemas.punches import Reason
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.schemas.moments import Moment, check_moments


class ProposalAnswer(Input):
    """Accepted, it is asked for as a correction with this reason, at the proposed times or better ones."""

    accept: bool
    reason: Reason | None = None
    in_at: Moment | None = None
    out_at: Moment | None = None

    def __post_init__(self) -> None:
        check_moments(in_at=self.in_at, out_at=self.out_at)
        if self.accept and self.reason is None:
            raise UnacceptableFields(errors=[FieldProblem("/reason", "missing", "say what happened")])
        if self.in_at and self.out_at and self.out_at <= self.in_at:
            raise UnacceptableFields(errors=[FieldProblem("/out_at", "before-start", "the OUT comes last")])


class ProposalView(Struct):
    """Which punches are missing: `in_at`, `out_at` as they were planned; null for one that is there.

    An accepted proposal has become the correction of the same id.
    """

    id: UUID
    shift_id: UUID
    site_id: UUID
    site_name: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    came_at: datetime | None
    in_at: datetime | None
    out_at: datetime | None
    made_at: datetime
    state: Literal["open", "accepted", "dismissed", "gone"]

    @classmethod
    def of(cls, row: Any) -> "ProposalView":
        return cls(**{name: row[name] for name in cls.__struct_fields__})
