"""Why a punch cannot be taken."""

from backend.core.errors import DomainError


class AlreadyIn(DomainError):
    """Carries `since` and `session_id`."""

    status = 409
    ko, en = "이미 출근했어요", "Already clocked in"


class AlreadyOut(DomainError):
    """Carries `since`."""

    status = 409
    ko, en = "이미 퇴근했어요", "Already clocked out"


class AlreadyOnBreak(DomainError):
    status = 409
    ko, en = "이미 쉬는 중이에요", "The break has begun already"


class AlreadyBack(DomainError):
    status = 409
    ko, en = "쉬는 시간이 이미 끝났어요", "The break has ended already"


class AlreadyOnTheWay(DomainError):
    status = 409
    ko, en = "이미 이동 중이에요", "Already on the way"


class PunchExists(DomainError):
    status = 409
    ko, en = "같은 번호의 다른 기록이 이미 있어요", "Another punch has this id"


class OutsideSite(DomainError):
    """Carries `distance_m` when it is known."""

    status = 409
    ko, en = "현장 밖이에요. 현장의 QR 코드를 찍어 주세요", "You are not at the site; scan its QR code"


class QrNotValid(DomainError):
    status = 422
    ko, en = "이 현장의 QR 코드가 아니에요", "This is not the QR code of the site"


class ReasonNeeded(DomainError):
    status = 422
    ko, en = "다른 사람의 기록에는 이유를 적어 주세요", "A punch for somebody else needs a reason"


class NotRecordable(DomainError):
    status = 422
    ko, en = "앞으로의 시각이나 30일이 지난 시각은 기록할 수 없어요", "It is in the future, or too long ago"


class TooManyPunches(DomainError):
    status = 409
    ko, en = "이 시간대에 기록이 너무 많아요. 담당자에게 알려 주세요", "There are too many punches then"
