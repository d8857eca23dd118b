"""Rows of text from a CSV or an xlsx file, which may be hostile.

Korean Excel writes CSV as CP949 and reads UTF-8 only behind a byte order mark, so both come in. Formulas are
never computed: the value that Excel stored beside them counts. A workbook is a zip file; its unpacked size is
looked at before anything is unpacked.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice

import openpyxl

from backend.imports.errors import NoTable, TooManyRows

MOST_BYTES = 5_000_000
MOST_UNPACKED_BYTES = 60_000_000
MOST_ROWS = 1_000
MOST_COLUMNS = 40
MOST_CELL_CHARACTERS = 2_000
ZIP_MARK = b"PK\x03\x04"

Line = tuple[int, list[str]]
"""The number of a line, and its cells."""


def lines_of(file: bytes) -> list[Line]:
    """The lines that are not empty, the header first. Raises NoTable, TooManyRows.

    It may compute for a second: call it in a thread.
    """
    cells = _workbook(file) if file.startswith(ZIP_MARK) else _csv(file)
    lines = [
        (number, [cell.strip()[:MOST_CELL_CHARACTERS] for cell in row[:MOST_COLUMNS]])
        for number, row in enumerate(islice(cells, 20 * MOST_ROWS), 1)
    ]
    filled = [line for line in lines if any(line[1])]
    if len(filled) > MOST_ROWS + 1:
        raise TooManyRows(most=MOST_ROWS)
    if not filled:
        raise NoTable()
    return filled


def _csv(file: bytes) -> Iterator[list[str]]:
    text = _decoded(file)
    if "\x00" in text:
        raise NoTable()
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise NoTable() from None


def _decoded(file: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949", "utf-16"):
        try:
            return file.decode(encoding)
        except UnicodeError:
            continue
    raise NoTable()


def _workbook(file: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED_BYTES:
                raise TooManyRows(most=MOST_ROWS)
        book = openpyxl.load_workbook(io.BytesIO(file), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows: Iterable[tuple[object, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for row in rows:
            yield [_text(cell) for cell in row]
    except TooManyRows:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it raise
        raise NoTable() from None


def _text(cell: object) -> str:
    """A cell as a person would type it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
