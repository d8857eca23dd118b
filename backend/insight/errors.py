"""Why a figure cannot be given."""

from backend.core.errors import DomainError


class SpanTooLong(DomainError):
    """Carries `days`, the most that can be asked for."""

    status = 422
    ko, en = "한 번에 1년까지 볼 수 있어요", "Ask for a year at most"
