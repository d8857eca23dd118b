"""What happened to sheets."""

from uuid import UUID

from backend.core.events import Event


class SheetChoicesChanged(Event, frozen=True):
    """`fields` names what the organisation chose anew about its sheets."""

    org_id: UUID
    fields: list[str]


class SheetsApproved(Event, frozen=True):
    """The sheets of these people, of one period, are as they should be."""

    period_id: UUID
    member_ids: list[UUID]


class SheetsLocked(Event, frozen=True):
    """The sheets of these people no longer change: pay and receipts are made of them."""

    period_id: UUID
    member_ids: list[UUID]


class SheetReopened(Event, frozen=True):
    """What was approved or locked is open again, for a reason that somebody gave."""

    member_id: UUID
    period_id: UUID
    was: str
    act_id: UUID


class SheetMovedOnAfterApproval(Event, frozen=True):
    """The record changed after somebody approved it, so the sheet is open again."""

    member_id: UUID
    period_id: UUID
    act_id: UUID


class SheetRemarked(Event, frozen=True):
    """The person says whether their own sheet looks right."""

    member_id: UUID
    period_id: UUID
    right: bool


class LateQuestionAsked(Event, frozen=True):
    """Something came after the lock: is the sheet opened again, or does it stay?"""

    member_id: UUID
    question_id: UUID
    period_id: UUID


class LateQuestionAnswered(Event, frozen=True):
    member_id: UUID
    question_id: UUID
    period_id: UUID
    answer: str
