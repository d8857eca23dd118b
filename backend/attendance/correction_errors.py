"""Why a record cannot be corrected so."""

from backend.core.errors import DomainError


class CorrectionInFuture(DomainError):
    status = 422
    ko, en = "아직 오지 않은 시각이에요", "That time has not come yet"


class TooLongAgo(DomainError):
    """Carries `days`."""

    status = 422
    ko, en = "90일이 지난 기록은 고칠 수 없어요", "Records older than 90 days cannot be corrected"


class OutBeforeIn(DomainError):
    status = 422
    ko, en = (
        "퇴근이 출근보다 빨라요. 시각을 확인해 주세요",
        "The OUT would come before the IN; check the times",
    )


class NotAtWorkThen(DomainError):
    status = 422
    ko, en = "그 시각에는 근무 중이 아니에요", "The person was not at work then"


class PunchAlreadyThere(DomainError):
    status = 409
    ko, en = "바로 그 시각에 같은 기록이 이미 있어요", "The same punch is there already, minutes apart"


class PunchLeftAlone(DomainError):
    """Carries `punch_id`."""

    status = 409
    ko, en = (
        "다른 퇴근 기록이 짝을 잃어요. 그 기록을 대신하도록 고쳐 주세요",
        "Another OUT would lose its IN; correct that one instead",
    )


class AlreadyReplaced(DomainError):
    """Carries `punch_id`."""

    status = 409
    ko, en = "이 기록은 그사이 이미 고쳐졌어요", "This punch has been corrected meanwhile"


class CorrectionExists(DomainError):
    status = 409
    ko, en = "같은 번호의 다른 정정이 이미 있어요", "Another correction has this id"


class DecidedAlready(DomainError):
    """Carries `state`."""

    status = 409
    ko, en = "이미 처리된 정정이에요", "This correction is decided already"


class OwnCorrection(DomainError):
    status = 403
    ko, en = (
        "내 기록의 정정은 다른 담당자가 승인해야 해요",
        "Somebody else has to approve a correction of your own record",
    )


class RefusalNeedsReason(DomainError):
    status = 422
    ko, en = "왜 안 되는지 적어 주세요", "Say why it is refused"


class ObjectionNeedsReason(DomainError):
    status = 422
    ko, en = "무엇이 다른지 적어 주세요", "Say what is not right"


class NothingToAnswer(DomainError):
    status = 409
    ko, en = "답할 정정이 아니에요", "This correction asks for no answer"


class AnsweredAlready(DomainError):
    """Carries `answer`."""

    status = 409
    ko, en = "이미 답했어요", "It has been answered already"


class AnswerTooLate(DomainError):
    """Carries `answer_by`."""

    status = 409
    ko, en = "답할 수 있는 기한이 지났어요", "The time for an answer is over"


class ProposalClosed(DomainError):
    """Carries `state`."""

    status = 409
    ko, en = "이미 처리된 제안이에요", "This proposal is closed already"
