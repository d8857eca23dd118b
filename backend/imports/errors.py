"""Why a file cannot be taken in."""

from backend.core.errors import DomainError


class NoTable(DomainError):
    status = 415
    ko, en = (
        "읽을 수 없는 파일이에요. CSV나 엑셀(xlsx) 파일을 골라 주세요",
        "This file cannot be read. Choose a CSV or an Excel (xlsx) file",
    )


class TooManyRows(DomainError):
    """Carries `most`."""

    status = 413
    ko, en = "줄이 너무 많아요. 파일을 나눠 주세요", "There are too many rows; split the file"


class ColumnsMissing(DomainError):
    """Carries `missing`, the names of the columns in the reader's language, and `found`."""

    status = 422
    ko, en = "꼭 있어야 하는 열이 없어요", "Columns that are needed are missing"


class DataMoved(DomainError):
    status = 409
    ko, en = (
        "미리 본 뒤에 내용이 바뀌었어요. 다시 미리 보고 적용해 주세요",
        "The data has changed since the preview. Look at it again before applying",
    )
