"""Why a period cannot be exported as it was asked."""

from backend.core.errors import Conflict, DomainError


class NotInEncoding(DomainError):
    """CP949 has Korean and little else. Carries `letters`, those that it lacks."""

    status = 409
    ko, en = (
        "CP949로 쓸 수 없는 글자가 있어요. UTF-8로 내려받아 주세요",
        "CP949 has no such letters; download it as UTF-8",
    )


class ValuesMissing(Conflict):
    """A column that has to be filled is empty. Carries `people`: `member_id`, `name`, `heading`, `source`."""

    ko, en = (
        "꼭 있어야 하는 값이 비어 있는 사람이 있어요",
        "Somebody lacks a value that the file must have",
    )


class MappingNameTaken(Conflict):
    ko, en = "같은 이름의 양식이 이미 있어요", "There is a layout of this name already"


class TooManyMappings(Conflict):
    """Carries `most`."""

    ko, en = "양식을 더 만들 수 없어요. 쓰지 않는 것을 지워 주세요", "Remove a layout before adding another"


class MappingKind(DomainError):
    """A mapping lays out one kind of rows. Carries `kind`."""

    status = 422
    ko, en = "다른 종류의 파일을 위한 양식이에요", "The layout is for files of another kind"
