"""What happened to people's records after they were made."""

from datetime import datetime
from uuid import UUID

from backend.core.events import Event


class CorrectionAsked(Event, frozen=True):
    """Somebody asks for their own record to be corrected."""

    documents = ("fixes",)
    member_id: UUID
    request_id: UUID


class RecordCorrected(Event, frozen=True):
    """The office corrected somebody's record, or stated a punch for them: in force at once."""

    documents = ("board", "work", "fixes")
    member_id: UUID
    request_id: UUID
    from_at: datetime
    until_at: datetime


class CorrectionDecided(Event, frozen=True):
    """What was asked is in force, refused, or taken back: `state`."""

    documents = ("board", "work", "fixes")
    member_id: UUID
    request_id: UUID
    state: str
    from_at: datetime
    until_at: datetime


class CorrectionAnswered(Event, frozen=True):
    """What somebody says to a correction that the office made: agreed, objected, or silent."""

    documents = ("fixes",)
    member_id: UUID
    request_id: UUID
    answer: str


class CorrectionAnswerDue(Event, frozen=True):
    """The time for an answer is over."""

    request_id: UUID


class PunchesProposed(Event, frozen=True):
    """Punches seem to be missing after a shift; its people were asked."""

    documents = ("fixes",)
    shift_id: UUID
    member_ids: list[UUID]


class ProposalAnswered(Event, frozen=True):
    """A proposal was accepted or dismissed, or the real punch came."""

    documents = ("fixes",)
    member_id: UUID
    proposal_id: UUID
    state: str


class ProposalDue(Event, frozen=True):
    """A shift has been over for a while: did anybody forget a punch?"""

    shift_id: UUID
