"""Why a notification is not decided, or a message not settled yet."""

from backend.core.errors import DomainError


class NotSettled(Exception):
    """The message is not sent and not given up: ask again after `after_s` seconds."""

    def __init__(self, reason: str, *, after_s: int) -> None:
        super().__init__(reason)
        self.after_s = after_s


class MissingVariable(ValueError):
    """A text asks for a variable that nobody gave: a mistake in the caller, found before anybody is told."""

    def __init__(self, key: str, filled: str) -> None:
        super().__init__(f"{key}: {filled}")


class UrgentNotAllowed(DomainError):
    """Urgent passes quiet hours, so it needs a right of its own."""

    status = 403
    ko, en = "긴급 알림을 보낼 권한이 없어요", "You may not send urgent messages"


class TopicNeeded(DomainError):
    """A topic that nobody may turn off."""

    status = 422
    ko, en = "일하는 데 꼭 필요한 알림이라 끌 수 없어요", "The work needs these; they cannot be turned off"


class NotificationOver(DomainError):
    """It was withdrawn, or is not worth anything any more."""

    status = 409
    ko, en = "이미 거두었거나 기한이 지난 알림이에요", "This message was withdrawn, or its time is up"


class EndpointNotAllowed(DomainError):
    """Pushes go to the push services of browsers, and to nothing else."""

    status = 422
    ko, en = "알림을 받을 수 없는 주소예요", "Pushes cannot be sent to this address"


class PushKeysNotValid(DomainError):
    """Nothing can be encrypted for these keys (RFC 8291)."""

    status = 422
    ko, en = "이 브라우저의 알림 키가 올바르지 않아요", "The push keys of this browser are not valid"


class EndpointTaken(DomainError):
    """The address belongs to a browser with other keys."""

    status = 409
    ko, en = "다른 기기가 쓰고 있는 알림 주소예요", "Another device uses this push address"


class SenderNotValid(DomainError):
    """No number or name that a message could come from."""

    status = 422
    ko, en = "발신번호나 이름을 확인해 주세요", "Please check the number or the name of the sender"


class SignatureWrong(DomainError):
    """A call that claims to come from a provider, and does not."""

    status = 403
    ko, en = "서명이 맞지 않아요", "The signature is wrong"


class AddressNotValid(DomainError):
    status = 422
    ko, en = "이메일 주소를 확인해 주세요", "Please check the e-mail address"


class MailNotSent(DomainError):
    status = 503
    retry_after_s = 60
    ko, en = (
        "메일을 보내지 못했어요. 잠시 후 다시 시도해 주세요",
        "The mail could not be sent; try again later",
    )


class TooManyMails(DomainError):
    status = 429
    ko, en = "메일을 너무 많이 요청했어요. 잠시 후 다시 시도해 주세요", "Too many mails; try again later"


class EmailCodeOver(DomainError):
    status = 422
    ko, en = "인증번호가 만료됐어요. 새로 받아 주세요", "The code is over; ask for a new one"


class EmailCodeWrong(DomainError):
    status = 422
    ko, en = "인증번호가 맞지 않아요", "The code is wrong"
