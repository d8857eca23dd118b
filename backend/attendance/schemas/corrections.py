"""Corrections as they go in and out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from backend.attendance.schemas.punches import Kind, Reason
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.identity.schemas import Input
from backend.scheduling.schemas.moments import Moment, check_moments

State = Literal["asked", "standing", "refused", "withdrawn"]
Answer = Literal["agreed", "objected", "silent"]
Which = Literal["asked", "standing", "refused", "withdrawn", "objected", "agreed", "silent", "unanswered"]


class CorrectionChange(Input):
    """One change: another punch instead of `replaces`; without it one more; without `kind` one less."""

    replaces: UUID | None = None
    kind: Kind | None = None
    at: Moment | None = None
    site_id: UUID | None = None
    """Where it was; left out: where the punch that it replaces was, or where the person was at work."""
    shift_id: UUID | None = None


class CorrectionInput(Input):
    """What is wrong with somebody's record, and why. Changes of one request stand and fall together."""

    reason: Reason
    changes: Annotated[list[CorrectionChange], Meta(min_length=1, max_length=4)]
    member_id: UUID | None = None
    """Whose record; one's own when left out."""

    def __post_init__(self) -> None:
        problems = []
        for place, change in enumerate(self.changes):
            check_moments(**{f"changes/{place}/at": change.at})
            if (change.kind is None) != (change.at is None):
                problems.append(FieldProblem(f"/changes/{place}/at", "missing", "kind and at come together"))
            if change.kind is None and change.replaces is None:
                problems.append(FieldProblem(f"/changes/{place}", "empty", "it changes nothing"))
        replaced = [change.replaces for change in self.changes if change.replaces]
        if len(set(replaced)) < len(replaced):
            problems.append(FieldProblem("/changes", "repeated", "a punch is replaced once"))
        if problems:
            raise UnacceptableFields(errors=problems)


class CorrectionDecision(Input):
    approve: bool
    reason: Reason | None = None
    """Needed for a refusal."""


class CorrectionAnswer(Input):
    answer: Literal["agreed", "objected"]
    reason: Reason | None = None
    """Needed for an objection."""


class Before(Struct):
    """The punch as it was claimed; it stays in the record."""

    kind: Kind
    at: datetime
    site_id: UUID | None
    site_name: str | None
    how: str
    recorded_by: UUID | None


class ChangeView(Struct):
    """`punch_id` is the punch that counts now; `undone` says that a later correction has replaced it."""

    id: UUID
    replaces: UUID | None
    before: Before | None
    kind: Kind | None
    at: datetime | None
    site_id: UUID | None
    site_name: str | None
    zone: str
    shift_id: UUID | None
    punch_id: UUID | None
    undone: bool


class CorrectionView(Struct):
    """One request. `answer` is what the person says to a correction that the office made, until `answer_by`;
    silence is no consent. `self_approved`: the firm has nobody else who could have decided it."""

    id: UUID
    member_id: UUID
    member_name: str
    reason: str
    state: State
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    decided_by: UUID | None
    decided_by_name: str | None
    decided_at: datetime | None
    decision_reason: str | None
    answer_by: datetime | None
    answer: Answer | None
    answered_at: datetime | None
    answer_reason: str | None
    proposed: bool
    self_approved: bool
    changes: list[ChangeView]

    @classmethod
    def of(cls, row: Any) -> "CorrectionView":
        """From a row of `queries.REQUESTS`."""
        known = {
            name: row[name] for name in cls.__struct_fields__ if name not in ("changes", "self_approved")
        }
        return cls(
            **known,
            self_approved=row["state"] == "standing" and row["decided_by"] == row["member_id"],
            changes=msgspec.json.decode(row["changes"], type=list[ChangeView]),
        )


class CorrectionPage(Struct):
    items: list[CorrectionView]
    next_cursor: str | None
