"""What can be wrong with a sign-in, a membership or an invitation."""

from backend.core.errors import Conflict, DomainError, Forbidden, NotFound, TooManyRequests


class Refused(DomainError):
    """Understood, and not accepted."""

    status = 422


class PhoneNotValid(Refused):
    ko, en = "휴대전화 번호를 확인해 주세요", "Please check the mobile number"


class CountryNotServed(Refused):
    ko, en = "이 나라의 번호로는 아직 로그인할 수 없어요", "Numbers of this country are not served yet"


class TooManyCodes(TooManyRequests):
    ko, en = (
        "인증번호를 여러 번 보냈어요. 잠시 후 다시 받아 주세요",
        "Too many codes were sent; try again later",
    )


class CodeNotSent(DomainError):
    status = 503
    ko, en = (
        "문자를 보내지 못했어요. 잠시 후 다시 시도해 주세요",
        "The text message could not be sent; try again shortly",
    )


class CodeWrong(Refused):
    ko, en = "인증번호가 맞지 않아요", "The code is not right"


class CodeOver(Refused):
    """Expired, used, tried too often, or never sent: all the same to whoever guesses."""

    ko, en = "인증번호를 다시 받아 주세요", "Please ask for a new code"


class PasskeyRefused(Refused):
    ko, en = "패스키를 확인하지 못했어요", "The passkey could not be checked"


class PasskeyKnown(Conflict):
    ko, en = "이미 등록한 패스키예요", "This passkey is already registered"


class TooManyPasskeys(Conflict):
    ko, en = (
        "패스키를 더 등록할 수 없어요. 쓰지 않는 것을 지워 주세요",
        "Remove a passkey before adding another",
    )


class LinkOver(Refused):
    ko, en = (
        "연결할 시간이 지났어요. 처음부터 다시 해 주세요",
        "The time to link has passed; please start again",
    )


class IdTaken(Conflict):
    ko, en = "이미 쓰인 번호예요", "This id is already used"


class LastOwner(Conflict):
    ko, en = "마지막 대표는 나가거나 역할을 바꿀 수 없어요", "The last owner cannot leave or change role"


class OwnersOnly(Forbidden):
    ko, en = "대표만 할 수 있어요", "Only an owner may do this"


class NumberTaken(Conflict):
    """Carries `name`, of who has it; null for somebody who is invited with it."""

    ko, en = (
        "다른 사람이 쓰는 직원 번호예요",
        "Somebody else has this employee number",
    )


class ScopeUnknown(NotFound):
    ko, en = "현장을 찾을 수 없어요", "There is no such site"


class InvitationOver(NotFound):
    ko, en = "초대가 끝났어요. 새 초대를 부탁해 주세요", "The invitation is over; please ask for a new one"


class InvitationForAnother(Forbidden):
    ko, en = "다른 번호로 보낸 초대예요", "The invitation is for another phone number"
