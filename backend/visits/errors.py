"""Why something about visits cannot be done."""

from backend.core.errors import DomainError


class NotOnShift(DomainError):
    """Only who is on the shift says what was done there."""

    status = 403
    ko, en = "이 근무에 배정된 사람만 할 수 있어요", "Only people on the shift can do this"


class VisitNotNow(DomainError):
    """Carries `opens_at` and `closes_at`, between which it can be done."""

    status = 409
    ko, en = "이 근무의 할 일은 지금 바꿀 수 없어요", "The checklist of this visit cannot be changed now"


class WrongPin(DomainError):
    """Carries `tries_left`."""

    status = 403
    ko, en = "비밀번호가 맞지 않아요", "That is not the PIN"


class TooManyPins(DomainError):
    status = 429
    ko, en = (
        "비밀번호를 여러 번 틀렸어요. 15분 뒤에 다시 해 주세요",
        "Too many wrong PINs. Try again in 15 minutes",
    )


class TooManyPictures(DomainError):
    status = 409
    ko, en = "한 항목에 사진을 더 붙일 수 없어요", "No more pictures fit to this"
