"""Why pay cannot be computed or given."""

from backend.core.errors import DomainError


class ChoiceNeeded(DomainError):
    """The law leaves something open that the organisation has not decided. Carries `choices`, their names."""

    status = 422
    ko, en = (
        "급여 규칙에서 아직 정하지 않은 것이 있어요. 먼저 정해 주세요",
        "Something about pay has not been decided yet; decide it first",
    )


class PeriodOpen(DomainError):
    """Sheets of the period are not locked. Carries `people`, each with `member_id`, `name` and `state`."""

    status = 409
    ko, en = (
        "아직 확정하지 않은 근무 기록이 있어요. 먼저 확정해 주세요",
        "Some sheets of the period are not locked yet; lock them first",
    )


class AlreadyReleased(DomainError):
    """The newest slip says the same already. Carries `people`: `member_id` and `name`."""

    status = 409
    ko, en = "같은 내용의 명세서를 이미 보냈어요", "A slip that says the same has been released already"


class ReasonNeeded(DomainError):
    """A slip that corrects an earlier one says why. Carries `people`: `member_id` and `name`."""

    status = 422
    ko, en = (
        "이미 보낸 명세서를 고칠 때는 이유를 적어 주세요",
        "A slip that corrects an earlier one needs a reason",
    )


class NothingToRelease(DomainError):
    status = 409
    ko, en = "이 기간에 보낼 명세서가 없어요", "There is nothing to release in this period"


class DeductionTooLarge(DomainError):
    """More would be taken off than was earned. Carries `people`: `member_id` and `name`."""

    status = 409
    ko, en = "공제가 급여보다 많아요", "More would be taken off than was earned"
