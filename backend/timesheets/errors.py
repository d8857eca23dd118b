"""Why a sheet cannot be approved, locked or reopened."""

from backend.core.errors import DomainError


class SheetMovedOn(DomainError):
    """Carries `revision`, what the sheet is now."""

    status = 409
    ko, en = (
        "그 사이에 근무 시간이 바뀌었어요. 다시 확인해 주세요",
        "The sheet has changed meanwhile; look again",
    )


class SheetLockedAlready(DomainError):
    """Carries `since`."""

    status = 409
    ko, en = "이미 확정된 근무 시간이에요", "The sheet is locked"


class NotApproved(DomainError):
    status = 409
    ko, en = "먼저 승인해야 확정할 수 있어요", "A sheet is approved before it is locked"


class NothingToReopen(DomainError):
    status = 409
    ko, en = "이미 열려 있는 근무 시간이에요", "The sheet is open already"


class PeriodNotBegun(DomainError):
    """Carries `from_on`."""

    status = 409
    ko, en = "아직 시작하지 않은 기간이에요", "The period has not begun"


class PeriodNotOver(DomainError):
    """Carries `until_on`."""

    status = 409
    ko, en = "아직 끝나지 않은 기간이에요", "The period is not over yet"


class OwnSheet(DomainError):
    status = 409
    ko, en = "내 근무 시간은 다른 담당자가 확인해야 해요", "Somebody else has to approve one's own sheet"


class CorrectionUndecided(DomainError):
    status = 409
    ko, en = "답을 기다리는 정정 요청이 있어요", "A correction that was asked for waits for an answer"


class QuestionAnswered(DomainError):
    """Carries `answer`."""

    status = 409
    ko, en = "이미 답한 질문이에요", "The question is answered already"
