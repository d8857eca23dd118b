"""Which column is which, whatever it is called, and what stands in its cells."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from backend.imports.errors import ColumnsMissing
from backend.imports.rules.sheets import Line
from backend.imports.schemas import Kind, RowProblem


@dataclass(frozen=True)
class Column:
    """A column by its key, its headings, and an example."""

    key: str
    ko: str
    en: str
    example: str
    needed: bool = False
    also: tuple[str, ...] = ()


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "people": (
        Column("name", "이름", "Name", "이순자", also=("성명", "직원명", "full name")),
        Column(
            "phone", "휴대폰", "Phone", "010-1234-5678", True, ("전화번호", "연락처", "휴대전화", "mobile")
        ),
        Column("role", "역할", "Role", "구성원", also=("권한",)),
        Column(
            "number",
            "직원 번호",
            "Employee number",
            "0012",
            also=("사번", "사원번호", "직원번호", "employee no"),
        ),
    ),
    "sites": (
        Column("name", "현장", "Site", "한강빌딩", True, ("현장명", "이름", "name")),
        Column("address", "주소", "Address", "서울 강남구 테헤란로 152"),
        Column("lat", "위도", "Latitude", "37.50004", True, ("lat",)),
        Column("lon", "경도", "Longitude", "127.03653", True, ("lon", "lng")),
        Column("radius_m", "반경(m)", "Radius (m)", "150", also=("반경", "radius")),
        Column("note", "메모", "Note", "열쇠는 1층 경비실", also=("비고",)),
    ),
    "shifts": (
        Column("site", "현장", "Site", "한강빌딩", True, ("현장명",)),
        Column("day", "날짜", "Date", "2026-12-01", True, ("일자", "근무일", "day")),
        Column("begins", "시작", "Begins", "06:00", True, ("시작시간", "출근", "start")),
        Column("ends", "끝", "Ends", "09:00", True, ("종료", "종료시간", "퇴근", "end")),
        Column("seats", "인원", "Seats", "2", also=("정원", "people")),
        Column("break_min", "휴게(분)", "Break (min)", "0", also=("휴게", "break")),
        Column("position", "업무", "Position", "", also=("직무",)),
        Column("crew", "사람", "Crew", "이순자; 최명희", also=("배정", "근무자", "assigned")),
        Column("note", "메모", "Note", "2층부터", also=("비고",)),
    ),
}


@dataclass
class Cells:
    """One row by column, and what was found wrong with it."""

    line: int
    values: dict[str, str]
    problems: list[RowProblem] = field(default_factory=list)

    def text(self, key: str, *, needed: bool = False, most: int = 300) -> str:
        value = self.values.get(key, "")
        if needed and not value:
            self.wrong(key, "비어 있어요", "It is empty")
        if len(value) > most:
            self.wrong(key, f"{most}자보다 길어요", f"It is longer than {most} characters")
        return value

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        value = self.values.get(key, "").replace(",", "")
        if not value:
            return default
        if not re.fullmatch(r"-?\d{1,9}", value) or not least <= int(value) <= most:
            self.wrong(
                key, f"{least}부터 {most}까지의 숫자가 아니에요", f"Not a number from {least} to {most}"
            )
            return default
        return int(value)

    def degrees(self, key: str, most: float) -> float:
        value = self.values.get(key, "")
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", value) or abs(float(value)) > most:
            self.wrong(key, "좌표가 아니에요", "Not a coordinate")
            return 0.0
        return float(value)

    def day(self, key: str) -> date | None:
        found = re.match(r"(\d{4})[-./년\s]+(\d{1,2})[-./월\s]+(\d{1,2})", self.values.get(key, ""))
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        try:
            return date(year, month, day)
        except ValueError:
            self.wrong(key, "날짜가 아니에요. 2026-12-01처럼 써 주세요", "Not a date; write 2026-12-01")
            return None

    def clock(self, key: str) -> time | None:
        found = re.search(r"(\d{1,2}):(\d{2})(?::\d{2})?$", self.values.get(key, ""))
        hour, minute = (int(part) for part in found.groups()) if found else (99, 0)
        if (hour, minute) == (24, 0):
            return time()
        if hour > 23 or minute > 59:
            self.wrong(key, "시각이 아니에요. 06:00처럼 써 주세요", "Not a time of day; write 06:00")
            return None
        return time(hour, minute)

    def wrong(self, column: str, ko: str, en: str) -> None:
        self.problems.append(RowProblem(column, ko, en))


def rows_of(kind: Kind, lines: list[Line], language: str) -> list[Cells]:
    """The rows below the header. Raises ColumnsMissing."""
    (_, header), *rest = lines
    at = {_plain(heading): number for number, heading in reversed(list(enumerate(header)))}
    where = {
        column.key: next((at[name] for name in map(_plain, _names(column)) if name in at), None)
        for column in COLUMNS[kind]
    }
    missing = [column for column in COLUMNS[kind] if column.needed and where[column.key] is None]
    if missing:
        names = [column.ko if language == "ko" else column.en for column in missing]
        raise ColumnsMissing(missing=names, found=[heading for heading in header if heading])
    return [
        without_formulas(
            Cells(
                line,
                {key: cells[n] for key, n in where.items() if n is not None and n < len(cells) and cells[n]},
            )
        )
        for line, cells in rest
    ]


def without_formulas(row: Cells) -> Cells:
    """The row, refused where a formula stands in it: a spreadsheet that reads it later would compute it."""
    for key, value in row.values.items():
        if value.startswith("="):
            row.wrong(
                key, "수식은 읽지 않아요. 값으로 바꿔 주세요", "A formula is not read; put its value there"
            )
    return row


def _names(column: Column) -> tuple[str, ...]:
    return (column.ko, column.en, column.key, *column.also)


def _plain(heading: str) -> str:
    return re.sub(r"[\s*()_.]", "", heading).casefold()
