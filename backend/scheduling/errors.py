"""Why something about sites and shifts cannot be done."""

from backend.core.errors import DomainError


class SiteArchived(DomainError):
    status = 409
    ko, en = "보관된 현장이에요. 먼저 다시 꺼내 주세요", "The site is archived; bring it back first"


class ShiftCancelled(DomainError):
    status = 409
    ko, en = "취소된 근무예요", "The shift is cancelled"


class ShiftFull(DomainError):
    status = 409
    ko, en = "자리가 다 찼어요", "Every seat of the shift is taken"


class SeatsTaken(DomainError):
    """Fewer seats than people on the shift."""

    status = 409
    ko, en = "이미 배정된 사람보다 자리를 줄일 수 없어요", "More people are on the shift than that"


class Overlap(DomainError):
    """The member works elsewhere then. Carries `shift_id`, `site_name`, `starts_at`, `ends_at` of it."""

    status = 409
    ko, en = "그 시간에 다른 근무가 있어요", "The member has another shift at that time"


class MemberLeft(DomainError):
    status = 409
    ko, en = "더 이상 함께 일하지 않는 사람이에요", "The member has left the organisation"


class RulesBroken(DomainError):
    """A rule of law or of the house forbids it. Carries `findings`, each with the rule and the article."""

    status = 409
    ko, en = "규칙에 어긋나는 근무예요", "The plan breaks a rule"


class RangeTooLong(DomainError):
    status = 422
    ko, en = "기간이 너무 길어요", "The range of time is too long"


class TooManyFeeds(DomainError):
    status = 409
    ko, en = (
        "캘린더 주소가 너무 많아요. 쓰지 않는 것을 먼저 지워 주세요",
        "There are too many calendars; delete one that is not used",
    )


class PlanMovedOn(DomainError):
    """What was shown is not what is planned any more: somebody changed it meanwhile."""

    status = 409
    ko, en = (
        "그사이 근무표가 바뀌었어요. 다시 확인해 주세요",
        "The plan was changed meanwhile; look at it again",
    )


class WeekEmpty(DomainError):
    status = 409
    ko, en = "그 주에는 근무가 없어요", "Nothing is planned in that week"


class TooManyTemplates(DomainError):
    status = 409
    ko, en = (
        "저장한 주가 너무 많아요. 쓰지 않는 것을 먼저 지워 주세요",
        "There are too many templates; delete one that is not used",
    )


class NotDone(DomainError):
    status = 409
    ko, en = "아직 제안이 나오지 않았거나 취소된 자동 배정이에요", "There is no proposal, or it was cancelled"


class RosteringApplied(DomainError):
    status = 409
    ko, en = "이미 근무표에 반영된 자동 배정이에요", "The proposal is the plan already"


class TooManyRosterings(DomainError):
    status = 409
    ko, en = (
        "다른 자동 배정이 아직 진행 중이에요. 끝나면 다시 시도해 주세요",
        "Other automatic rosters are still at work; try again when they are done",
    )


class NothingCalledOff(DomainError):
    status = 409
    ko, en = "그 시간에 아직 시작하지 않은 근무가 없어요", "No shift that has not begun lies in that time"


class ShiftStarted(DomainError):
    status = 409
    ko, en = "이미 시작한 근무예요", "The shift has begun"


class ShiftNotOpen(DomainError):
    """The office fills it itself."""

    status = 409
    ko, en = "신청을 받지 않는 근무예요", "The shift is not open to claims"


class AlreadyOnShift(DomainError):
    status = 409
    ko, en = "이미 이 근무에 배정되어 있어요", "Already on this shift"


class LineFull(DomainError):
    status = 409
    ko, en = "기다리는 사람이 너무 많아요", "Too many people wait for this shift"


class ClaimGone(DomainError):
    """It was withdrawn, answered otherwise, or never made. Carries `state`, the claim's now."""

    status = 409
    ko, en = "그 신청은 이미 끝났어요", "The claim is over"


class NotAsked(DomainError):
    """Nobody waits for a word about this shift, so it is not refused but swapped or talked about."""

    status = 409
    ko, en = (
        "확인을 기다리는 근무가 아니에요. 회사에 말하거나 근무를 바꿔 주세요",
        "Nobody asked to confirm this shift; talk to the office, or swap it",
    )


class NotOnShift(DomainError):
    """Carries `member_id`, `shift_id`."""

    status = 409
    ko, en = "이 근무에 배정되어 있지 않아요", "Not on this shift"


class SwapRunning(DomainError):
    status = 409
    ko, en = "이 근무는 이미 바꾸자고 해 두었어요", "A swap of this shift is under way"


class SwapMovedOn(DomainError):
    """Somebody was faster, or it is over. Carries `state`, the swap's now."""

    status = 409
    ko, en = "그사이 바뀌었어요. 다시 확인해 주세요", "The swap has moved on; look at it again"


class NameTaken(DomainError):
    status = 409
    ko, en = "같은 이름이 이미 있어요", "There is one of that name already"


class UnusableRule(DomainError):
    """Of a series. `errors` says what of the rule cannot be used."""

    status = 422
    ko, en = "이 반복 규칙은 쓸 수 없어요", "The rule of repetition cannot be used"


class SeriesEnded(DomainError):
    status = 409
    ko, en = "이미 끝난 반복 근무예요", "The series is over"


class NotInSeries(DomainError):
    """Nothing of the series is on that day, or after it."""

    status = 409
    ko, en = "반복 근무에 없는 날이에요", "The series has no shift on that day"
