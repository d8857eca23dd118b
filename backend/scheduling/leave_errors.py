"""Why leave cannot be asked for or decided."""

from backend.core.errors import DomainError


class LeaveNotEnough(DomainError):
    """Carries `balance_min`, what is left, and `minutes`, what would be taken."""

    status = 409
    ko, en = "남은 휴가가 모자라요", "There is not enough leave left"


class LeaveOverlaps(DomainError):
    """Other leave lies in that time. Carries `request_id`, `from_on`, `until_on` and `state` of it."""

    status = 409
    ko, en = "그 기간에 다른 휴가가 있어요", "There is other leave in that time"


class LeaveDecidedAlready(DomainError):
    """Carries `state`."""

    status = 409
    ko, en = "이미 처리된 휴가 신청이에요", "The request was decided already"


class LeaveBegun(DomainError):
    status = 409
    ko, en = (
        "이미 시작한 휴가예요. 취소는 사무실에 말씀해 주세요",
        "The leave has begun; ask the office to take it back",
    )


class NoWorkThen(DomainError):
    """Neither the plan nor the usual week has work on these days."""

    status = 422
    ko, en = "그 기간에는 일하는 날이 없어요", "There is no day of work in that time"
