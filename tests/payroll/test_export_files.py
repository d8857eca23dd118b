"""A period as a file: what stands in it, that Korean Excel opens it right, and that it is the same twice."""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

import msgspec
import openpyxl
import pytest

from backend.core.cells import harmless
from backend.payroll.export_errors import NotInEncoding
from backend.payroll.rules.export_document import json_file
from backend.payroll.rules.export_fields import Kind
from backend.payroll.rules.export_files import csv_file, xlsx_file
from backend.payroll.rules.export_tables import FIXED, Column, Layout, missing, plain, table_of
from backend.payroll.rules.export_values import Table, clock_text, hours_text
from tests.payroll.exported import entry, period
from tests.processes import ROOT

KINDS: tuple[Kind, ...] = ("people", "lines", "days")
EVIL = ["=1+1", "+82", "-2", "@sum", "\tx", "\rx", " =1+1", "\n@x", "　=1"]


def rows(file: bytes) -> list[list[str]]:
    assert file.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 behind a byte order mark only"
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def sheet_of(file: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]


def test_a_row_for_a_person_has_their_hours_and_each_line_of_pay() -> None:
    head, *body = rows(csv_file(table_of(period(), plain("people", period(), "ko"))))
    first = dict(zip(head, body[0], strict=True))
    assert [row[:2] for row in body] == [["7", "최명희"], ["12", "이순자"]], "7 comes before 12"
    assert first["근무 일수"] == "2"
    assert (first["계획 시간"], first["근무 시간"], first["야간 시간"], first["휴가 시간"]) == (
        *("15:00", "16:00", "15:00", "4:00"),
    )
    assert (first["기본급 시간"], first["기본급"], first["주휴수당"]) == ("16:00", "165120", "33253")
    assert first["합계"] == str(165_120 + 77_400 + 33_253)
    assert (first["참고"], first["상태"]) == ("휴게 부족", "확정")
    assert "연장근로수당" not in head, "only lines that occur"


def test_a_row_for_a_line_and_a_row_for_a_day() -> None:
    head, *lines = rows(csv_file(table_of(period(), plain("lines", period(), "en"))))
    last = dict(zip(head, lines[2], strict=True))
    assert len(lines) == 6
    assert (last["Line"], last["Hours"], last["Won"], last["Days"], last["Rule"]) == (
        *("Paid weekly holiday", "3:13", "33253", "2026-11-02", "R8"),
    )
    head, *days = rows(csv_file(table_of(period(), plain("days", period(), "ko"))))
    assert len(days) == 6, "two days of work and one of leave, for each"
    first, leave = (dict(zip(head, row, strict=True)) for row in (days[0], days[2]))
    assert [first[name] for name in ("날짜", "요일", "현장", "출근", "퇴근")] == [
        *("2026-11-02", "월", "한강빌딩", "22:00", "06:30"),
    ]
    assert [first[name] for name in ("계획 시간", "근무 시간", "휴게 시간", "야간 시간")] == [
        *("7:30", "8:00", "0:30", "7:30"),
    ]
    assert (first["확인할 점"], leave["휴가"]) == ("지각", "연차")


@pytest.mark.parametrize("kind", KINDS)
def test_excel_gets_dates_as_dates_hours_as_hours_and_won_as_numbers(kind: Kind) -> None:
    sheet = sheet_of(xlsx_file(table_of(period(), plain(kind, period(), "ko"))))
    assert sheet.title == {"people": "사람별", "lines": "항목별", "days": "날짜별"}[kind]
    assert sheet.freeze_panes == "A2"
    at = {cell.value: cell.column for cell in sheet[1]}
    first = {name: sheet.cell(2, column) for name, column in at.items()}
    assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[1])
    assert (first["직원 번호"].value, first["직원 번호"].number_format) == ("7", "@")
    assert first["기간 시작"].value.date() == date(2026, 11, 1)
    hours = first["근무 시간" if kind != "lines" else "시간"]
    assert (hours.value, hours.number_format) == (
        timedelta(hours=8) if kind == "days" else timedelta(hours=16),
        "[h]:mm",
    )
    if kind != "days":
        won = first["합계" if kind == "people" else "금액"]
        assert isinstance(won.value, int)
        assert won.number_format == "#,##0"
    else:
        assert isinstance(first["날짜"].value, datetime)


def test_hours_may_be_decimal() -> None:
    layout = Layout("people", (Column("worked"), Column("minutes.weekly_holiday")), "ko", "decimal")
    table = table_of(period(), layout)
    assert rows(csv_file(table))[1] == ["16.00", "3.22"]
    cell = sheet_of(xlsx_file(table))["B2"]
    assert (round(cell.value, 10), cell.number_format) == (round(580 / 180, 10), "0.00")


@pytest.mark.parametrize("evil", EVIL)
def test_what_a_spreadsheet_would_compute_is_made_harmless(evil: str) -> None:
    table = Table("t", (evil,), ("text",), ((evil,),))
    assert rows(csv_file(table)) == [[f"'{evil}"], [f"'{evil}"]]
    cell = sheet_of(xlsx_file(table))["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_numbers_below_zero_stay_numbers_and_plain_texts_as_they_are() -> None:
    table = Table("t", ("a", "b", "c"), ("won", "minutes", "text"), ((-5, Fraction(-90), "이순자 (a=b)"),))
    assert rows(csv_file(table))[1] == ["-5", "-1:30", "이순자 (a=b)"]
    assert harmless("010-1234-5678") == "010-1234-5678"


def test_lines_end_as_windows_ends_them_and_cp949_is_given_on_request() -> None:
    table = table_of(period(), plain("people", period(), "ko"))
    file = csv_file(table, "cp949")
    assert file.count(b"\r\n") == file.count(b"\n") == 3
    assert "직원 번호" in file.decode("cp949")
    strange = period(entry(1, "Nguyễn Thị Hoa", "1"))
    with pytest.raises(NotInEncoding) as refused:
        csv_file(table_of(strange, plain("people", strange, "ko")), "cp949")
    assert refused.value.extra["letters"] == "ễị"
    assert "ễ" in csv_file(table_of(strange, plain("people", strange, "ko"))).decode("utf-8-sig")


def test_an_estimate_says_so_in_every_file() -> None:
    open_one = period(entry(1, "이순자", "12"), entry(2, "최명희", "7", final=False))
    layout = Layout("people", (Column("name"), Column("total_won", "지급총액")))
    table = table_of(open_one, layout)
    assert rows(csv_file(table))[0] == ["이름", "지급총액", "상태"]
    assert [row[-1] for row in rows(csv_file(table))[1:]] == ["추정", "확정"]
    assert sheet_of(xlsx_file(table)).title == "사람별 (추정)"
    assert rows(csv_file(table_of(period(), layout)))[0] == ["이름", "지급총액"], "no mark on what is final"
    assert b'"final": false' in json_file(open_one)


def test_a_layout_has_its_own_columns_order_headings_and_fixed_values() -> None:
    layout = Layout(
        "people",
        (
            Column(FIXED, "사업장", "=본사"),
            Column("won.overtime", "연장"),
            Column("name", "성명"),
            Column("won.housing_bonus"),
        ),
        "ko",
    )
    assert rows(csv_file(table_of(period(), layout)))[:2] == [
        ["사업장", "연장", "성명", "housing_bonus"],
        ["'=본사", "0", "최명희", "0"],
    ]


def test_a_column_that_must_be_filled_names_who_lacks_it() -> None:
    layout = Layout("people", (Column("number", "사번", required=True), Column("name")))
    lacking = missing(period(entry(1, "이순자"), entry(2, "최명희", "7")), layout)
    assert [(one.name, one.heading, one.source) for one in lacking] == [("이순자", "사번", "number")]


@pytest.mark.parametrize(
    ("minutes", "clock", "hours"),
    [
        (0, "0:00", "0.00"),
        (90, "1:30", "1.50"),
        (9_605, "160:05", "160.08"),
        (Fraction(580, 3), "3:13", "3.22"),
    ],
)
def test_minutes_as_hours(minutes: int | Fraction, clock: str, hours: str) -> None:
    assert (clock_text(minutes), hours_text(minutes)) == (clock, hours)


def test_the_json_has_everything_and_follows_its_schema() -> None:
    document = msgspec.json.decode(json_file(period()))
    first = document["people"][0]
    assert (document["format"], document["final"], len(document["people"])) == ("pumasi-period-1", True, 2)
    assert sum(line["won"] for line in first["lines"]) == first["total_won"]
    assert first["lines"][2]["minutes"] == "580/3"
    assert first["days"][0]["stretches"][0]["break_min"] == 30
    assert first["days"][0]["worked_min"] == 480


def everything() -> str:
    """A digest over every file that there is."""
    one = period(*(entry(n, f"사람{n}", str(n), days=20) for n in range(1, 11)))
    digest = sha256(json_file(one))
    for kind in KINDS:
        table = table_of(one, plain(kind, one, "ko"))
        for file in (csv_file(table), csv_file(table, "cp949"), xlsx_file(table)):
            digest.update(file)
    return digest.hexdigest()


def test_a_period_exported_twice_is_the_same_file_in_another_process_too() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from tests.payroll.test_export_files import everything as e; print(e())"],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "TZ": "America/New_York", "PATH": "", "LANG": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == everything()


def test_nothing_in_a_workbook_says_when_it_was_made() -> None:
    file = xlsx_file(table_of(period(), plain("people", period(), "ko")))
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2020-01-01T00:00:00Z" in parts.read("docProps/core.xml")
