"""What follows for sheets from changes of the record, and who hears of it."""

from backend.attendance.correction_events import CorrectionDecided, RecordCorrected
from backend.attendance.events import PunchRecorded
from backend.timesheets.events import (
    LateQuestionAnswered,
    LateQuestionAsked,
    SheetMovedOnAfterApproval,
    SheetRemarked,
    SheetReopened,
)
from backend.timesheets.service import late, news
from jobs.job import Happened, job


@job
async def follow_punch(event: Happened) -> None:
    """A punch may change what was approved or locked."""
    punch = event.read(PunchRecorded)
    at = punch.believed_at
    await late.follow(punch.member_id, late.Change("punch", punch.punch_id, at, at, event.at))


@job
async def follow_decided(event: Happened) -> None:
    """So may a correction that was asked for."""
    decided = event.read(CorrectionDecided)
    span = (decided.from_at, decided.until_at)
    await late.follow(decided.member_id, late.Change("correction", decided.request_id, *span, event.at))


@job
async def follow_corrected(event: Happened) -> None:
    """And one that the office made."""
    made = event.read(RecordCorrected)
    span = (made.from_at, made.until_at)
    await late.follow(made.member_id, late.Change("correction", made.request_id, *span, event.at))


@job
async def tell_of_moving_on(event: Happened) -> None:
    """The office hears that an approval fell away."""
    await news.tell_of_moving_on(event.read(SheetMovedOnAfterApproval))


@job
async def tell_of_question(event: Happened) -> None:
    """The office is asked about what came after a lock."""
    await news.tell_of_question(event.read(LateQuestionAsked))


@job
async def tell_of_late_answer(event: Happened) -> None:
    """The worker hears what became of it."""
    await news.tell_of_answer(event.read(LateQuestionAnswered))


@job
async def tell_of_reopening(event: Happened) -> None:
    """The worker hears why their sheet is open again."""
    await news.tell_of_reopening(event.read(SheetReopened))


@job
async def tell_of_remark(event: Happened) -> None:
    """The office hears that somebody's sheet is not right."""
    await news.tell_of_remark(event.read(SheetRemarked), event_id=event.event_id)
