"""Why a receipt cannot be made or given."""

from backend.core.errors import DomainError


class SigningKeyLost(DomainError):
    """It was sealed with another secret key of the server than the one in use."""

    status = 409
    ko, en = (
        "서명 열쇠를 열 수 없어요. 대표가 새 열쇠를 만들어 주세요",
        "The signing key cannot be opened; an owner has to make a new one",
    )


class SpanTooLong(DomainError):
    status = 422
    ko, en = "기록 사본은 한 번에 1년까지 만들 수 있어요", "A receipt is for a year at most"


class SpanBackwards(DomainError):
    status = 422
    ko, en = "끝나는 날이 시작하는 날보다 앞서요", "It ends before it begins"


class SpanAhead(DomainError):
    status = 422
    ko, en = "아직 오지 않은 날의 기록은 없어요", "There is no record of days to come"


class TooManyReceipts(DomainError):
    """Asking has a measure; the receipts of periods come by themselves."""

    status = 429
    retry_after_s = 3600
    ko, en = (
        "오늘은 기록 사본을 충분히 만들었어요. 내일 다시 해 주세요",
        "Enough receipts were made today; try again tomorrow",
    )
