"""A table as a file: CSV and XLSX that Korean Excel opens right, the same bytes for the same table.

Excel reads UTF-8 only behind a byte order mark; programs that know no Unicode want CP949. A text that a
spreadsheet would compute is made harmless: in CSV by an apostrophe, in XLSX it is stored as text and marked
as such, so that editing the cell does not wake it up, either.
"""

import csv
import io
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Literal

import xlsxwriter

from backend.core.cells import harmless, is_dangerous
from backend.payroll.export_errors import NotInEncoding
from backend.payroll.rules.export_values import Table, Type, Value, as_text, width_of

Encoding = Literal["utf-8", "cp949"]

DAY_MIN = 24 * 60
MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""In the workbook's properties: when a file was made is no part of it."""
FONT = "맑은 고딕"
NARROWEST, WIDEST = 6, 48
MEASURED_ROWS = 2_000
"""Rows that a column's width is measured by."""
MOST_SHOWN = 10


def csv_file(table: Table, encoding: Encoding = "utf-8") -> bytes:
    """Commas, CRLF, and quotes where they are needed (RFC 4180). Raises NotInEncoding."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([harmless(heading) for heading in table.headings])
    for row in table.rows:
        write.writerow(
            [
                harmless(text) if kind == "text" else text
                for kind, text in zip(table.types, text_row(table, row), strict=True)
            ]
        )
    return _encoded(out.getvalue(), encoding)


def text_row(table: Table, row: tuple[Value, ...]) -> list[str]:
    return [as_text(value, kind, table.hours_as) for kind, value in zip(table.types, row, strict=True)]


def _encoded(text: str, encoding: Encoding) -> bytes:
    if encoding == "utf-8":
        return b"\xef\xbb\xbf" + text.encode()
    try:
        return text.encode("cp949")
    except UnicodeEncodeError:
        strange = dict.fromkeys(letter for letter in text if not _is_in_cp949(letter))
        raise NotInEncoding(letters="".join(strange)[:MOST_SHOWN]) from None


def _is_in_cp949(letter: str) -> bool:
    try:
        letter.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


def xlsx_file(table: Table) -> bytes:
    """One sheet, its header frozen, with the types of its columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 10}}
    )
    book.set_properties({"title": table.name, "author": "Pumasi", "created": MADE.replace(tzinfo=None)})
    sheet = book.add_worksheet(table.name)
    plain = {"font_name": FONT, "font_size": 10}
    head = book.add_format(
        plain | {"bold": True, "bg_color": "#F2F5F7", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    formats = {kind: book.add_format(plain | look) for kind, look in _looks(table).items()}
    quoted = book.add_format(plain | {"num_format": "@", "quote_prefix": True})
    for column, (heading, kind) in enumerate(zip(table.headings, table.types, strict=True)):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, _width(table, column, heading), formats[kind])
    for number, row in enumerate(table.rows, 1):
        for column, (kind, value) in enumerate(zip(table.types, row, strict=True)):
            _write(sheet, number, column, value, kind, table, formats[kind], quoted)
    sheet.freeze_panes(1, 0)
    if table.headings:
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _looks(table: Table) -> dict[Type, dict[str, str]]:
    return {
        "text": {"num_format": "@"},
        "date": {"num_format": "yyyy-mm-dd"},
        "minutes": {"num_format": "[h]:mm" if table.hours_as == "clock" else "0.00"},
        "won": {"num_format": "#,##0"},
        "count": {"num_format": "0"},
    }


def _write(
    sheet: Any, row: int, column: int, value: Value, kind: Type, table: Table, look: Any, quoted: Any
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, quoted if is_dangerous(value) else look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001
    elif kind == "minutes":
        parts = DAY_MIN if table.hours_as == "clock" else 60
        sheet.write_number(row, column, float(Fraction(value) / parts), look)
    else:
        sheet.write_number(row, column, int(value), look)


def _width(table: Table, column: int, heading: str) -> int:
    kind = table.types[column]
    texts = (as_text(row[column], kind, table.hours_as) for row in table.rows[:MEASURED_ROWS])
    most = max((width_of(text) for text in texts), default=0)
    if kind == "won":
        most += most // 3  # the commas
    return min(max(most, width_of(heading), NARROWEST) + 2, WIDEST)
