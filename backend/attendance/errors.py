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


class PinNotRight(DomainError):
    """Carries `tries_left`."""

    status = 422
    ko, en = "비밀번호가 맞지 않아요", "The PIN is not right"


class PinClosed(DomainError):
    status = 429
    ko, en = "다섯 번 틀려서 15분 동안 쓸 수 없어요", "Five wrong PINs: closed for 15 minutes"


class PinUnset(DomainError):
    status = 409
    ko, en = "아직 비밀번호가 없어요", "There is no PIN yet"


class PinToChange(DomainError):
    status = 409
    ko, en = "처음 받은 비밀번호예요. 새로 정해 주세요", "This PIN was given by the office; choose your own"


class EasyPin(DomainError):
    status = 422
    ko, en = "너무 쉬운 비밀번호예요", "This PIN is too easy to guess"


class ProofUnreadable(DomainError):
    status = 422
    ko, en = "태블릿이 보낸 비밀번호를 읽을 수 없어요", "What the tablet sealed cannot be opened"


class PairingCodeWrong(DomainError):
    status = 422
    ko, en = "연결 번호가 틀렸거나 시간이 지났어요", "The pairing code is wrong, used or too old"


class TabletUnknown(DomainError):
    status = 401
    ko, en = "연결된 태블릿이 아니에요", "This tablet is not paired"


class PersonSignedIn(DomainError):
    status = 409
    ko, en = (
        "먼저 이 기기에서 로그아웃해 주세요",
        "Sign out first: a shared tablet is nobody's",
    )


class NotOnThatShift(DomainError):
    status = 409
    ko, en = "그 시간에 이 근무에 있는 사람이 아니에요", "They are not on this shift at that time"


class TappedByYourself(DomainError):
    status = 409
    ko, en = (
        "직접 찍은 기록이에요. 고치려면 정정을 요청해 주세요",
        "You tapped it yourself; ask for a correction",
    )
