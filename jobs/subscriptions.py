"""Every automatic consequence in the system: what happens after which event."""

from backend.attendance.consent_events import ForgettingDue
from backend.attendance.correction_events import (
    CorrectionAnswerDue,
    CorrectionAnswered,
    CorrectionAsked,
    CorrectionDecided,
    ProposalDue,
    RecordCorrected,
)
from backend.attendance.events import PunchRecorded, ShiftUnattended
from backend.core.events import Event
from backend.identity.events import InvitationMade, MemberLeft, OrganisationFounded
from backend.notifications.events import UnreadDue
from backend.payroll.events import PaySlipsDue
from backend.scheduling.claim_events import (
    ClaimDecided,
    ConfirmationDue,
    SeatClaimed,
    SeatsOpened,
    SeatUnconfirmed,
    ShiftRefused,
    SwapAnswered,
    SwapAsked,
    SwapDone,
    SwapLapsed,
    SwapRefused,
)
from backend.scheduling.events import (
    ClockInDue,
    ClockOutDue,
    LeaveAccrualDue,
    LeaveAsked,
    LeaveDecided,
    LeaveWithdrawn,
    MemberAssigned,
    MemberUnassigned,
    PlanPublished,
    RosteringAsked,
    RosteringDue,
    SeriesDue,
    ShiftChanged,
    ShiftSoonDue,
    ShiftTomorrowDue,
    ShiftUnattendedDue,
    ShiftWithdrawn,
    TermsChanged,
)
from backend.timesheets.events import (
    LateQuestionAnswered,
    LateQuestionAsked,
    SheetMovedOnAfterApproval,
    SheetRemarked,
    SheetReopened,
    SheetsLocked,
)
from backend.visits.events import ReportMade, ReportSettled
from jobs import (
    attendance,
    corrections,
    crew,
    forgetting,
    identity,
    leave,
    notifications,
    payroll,
    receipts,
    rosterings,
    scheduling,
    series,
    timesheets,
    visits,
)
from jobs.job import Job

SUBSCRIPTIONS: dict[type[Event], tuple[Job, ...]] = {
    InvitationMade: (identity.text_invitation,),
    OrganisationFounded: (forgetting.begin,),
    ForgettingDue: (forgetting.forget,),
    MemberLeft: (scheduling.free_seats,),
    PlanPublished: (scheduling.tell_of_week, crew.open_published),
    MemberAssigned: (scheduling.tell_of_seat, crew.follow_seat),
    MemberUnassigned: (scheduling.tell_of_lost_seat, crew.move_line_up),
    ShiftChanged: (scheduling.tell_of_change, crew.open_changed),
    ShiftWithdrawn: (scheduling.tell_of_withdrawal, crew.lapse),
    ShiftTomorrowDue: (scheduling.tell_of_tomorrow,),
    ShiftSoonDue: (scheduling.tell_soon,),
    ClockInDue: (attendance.ask_to_clock_in,),
    ClockOutDue: (attendance.ask_to_clock_out, corrections.look_for_forgotten),
    ShiftUnattendedDue: (attendance.look_for_missing,),
    ShiftUnattended: (attendance.tell_of_missing,),
    ProposalDue: (corrections.propose,),
    CorrectionAsked: (corrections.tell_of_asking,),
    RecordCorrected: (
        corrections.tell_of_correction,
        corrections.close_proposals,
        timesheets.follow_corrected,
    ),
    CorrectionDecided: (
        corrections.tell_of_decision,
        corrections.close_proposals,
        timesheets.follow_decided,
    ),
    CorrectionAnswered: (corrections.tell_of_objection,),
    CorrectionAnswerDue: (corrections.note_silence,),
    PunchRecorded: (attendance.look_at_rules, corrections.close_proposals, timesheets.follow_punch),
    RosteringAsked: (rosterings.begin,),
    RosteringDue: (rosterings.begin,),
    SeriesDue: (series.plan_ahead,),
    ReportMade: (visits.tell_of_report,),
    ReportSettled: (visits.tell_of_answer,),
    LeaveAccrualDue: (leave.earn_leave,),
    LeaveAsked: (leave.tell_of_asking,),
    LeaveDecided: (leave.tell_of_decision,),
    LeaveWithdrawn: (leave.tell_of_withdrawal,),
    TermsChanged: (leave.earn_leave,),
    SeatsOpened: (crew.tell_of_open_shifts,),
    SeatClaimed: (crew.tell_of_claim,),
    ClaimDecided: (crew.tell_of_decision,),
    ShiftRefused: (crew.tell_of_refusal,),
    ConfirmationDue: (crew.free_unconfirmed,),
    SeatUnconfirmed: (crew.tell_of_unconfirmed,),
    SwapAsked: (crew.tell_of_swap,),
    SwapAnswered: (crew.tell_of_swap_answer,),
    SwapDone: (crew.tell_of_swap_done,),
    SwapRefused: (crew.tell_of_swap_refused,),
    SwapLapsed: (crew.tell_of_swap_lapsed,),
    PaySlipsDue: (payroll.tell_of_slips,),
    SheetMovedOnAfterApproval: (timesheets.tell_of_moving_on,),
    LateQuestionAsked: (timesheets.tell_of_question,),
    LateQuestionAnswered: (timesheets.tell_of_late_answer,),
    SheetsLocked: (receipts.hand_out,),
    SheetReopened: (timesheets.tell_of_reopening,),
    SheetRemarked: (timesheets.tell_of_remark,),
    UnreadDue: (notifications.ring_again,),
}


def jobs_by_kind() -> dict[str, tuple[Job, ...]]:
    """The same page by the name that an event is stored under."""
    return {event.__name__: jobs for event, jobs in SUBSCRIPTIONS.items()}


def jobs_by_name() -> dict[str, Job]:
    """Every job under the name that a hand-over is stored under."""
    return {job.name: job for jobs in SUBSCRIPTIONS.values() for job in jobs}
