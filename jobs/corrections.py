"""What follows from corrections, and from punches that were forgotten."""

from backend.attendance.correction_events import (
    CorrectionAnswerDue,
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionDecided,
    ProposalDue,
    RecordCorrected,
)
from backend.attendance.service import correction_answers, correction_news, proposals
from backend.scheduling.events import ClockOutDue
from jobs.job import Happened, job


@job
async def tell_of_asking(event: Happened) -> None:
    """The office hears of a request."""
    await correction_news.tell_of_asking(event.read(CorrectionAsked))


@job
async def tell_of_correction(event: Happened) -> None:
    """The person hears what the office changed in their record."""
    await correction_news.tell_of_correction(event.read(RecordCorrected))


@job
async def tell_of_decision(event: Happened) -> None:
    """Who asked hears the answer."""
    await correction_news.tell_of_decision(event.read(CorrectionDecided))


@job
async def tell_of_objection(event: Happened) -> None:
    """The office hears that somebody sees it otherwise."""
    await correction_news.tell_of_objection(event.read(CorrectionAnswered))


@job
async def note_silence(event: Happened) -> None:
    """The time for an answer is over: silence is written down as silence."""
    await correction_answers.note_silence(event.read(CorrectionAnswerDue).request_id)


@job
async def look_for_forgotten(event: Happened) -> None:
    """A shift is over: in a while, see whose punches are missing."""
    await proposals.look_later(event.read(ClockOutDue))


@job
async def propose(event: Happened) -> None:
    """Ask those whose punches are missing."""
    await proposals.propose(event.read(ProposalDue))


@job
async def close_proposals(event: Happened) -> None:
    """Somebody's record has changed: what is there now is not missing. The subject is the member."""
    await proposals.close_gone(event.subject)
