"""Rows of text from a CSV or an xlsx file, which may be hostile.

Korean Excel writes CSV as CP949 and reads UTF-8 only behind a byte order mark, so both come in. Formulas are
never computed: the value that Excel stored beside them counts, and where there is none the formula itself
stands there, to be refused. A workbook is a zip file; its unpacked size is looked at before anything is
unpacked, and its marks are counted before anything is parsed: 60 KB of styles took openpyxl three minutes and
5 GB.
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
MOST_MARKS = 200_000
"""Of XML in the whole workbook; a row of ten cells has about forty, and its texts as many again."""
CHUNK_BYTES = 1 << 20
MOST_ROWS = 1_000
MOST_LINES = 20 * MOST_ROWS
"""With those that are empty."""
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
        for number, row in enumerate(islice(cells, MOST_LINES + 1), 1)
    ]
    filled = [line for line in lines if any(line[1])]
    if len(filled) > MOST_ROWS + 1 or len(lines) > MOST_LINES:
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
            has_formulas = _looked_at(parts)
        for values, formulas in zip(
            _rows(file, values=True), _rows(file, values=not has_formulas), strict=True
        ):
            yield [
                _text(one if value is None else value) for value, one in zip(values, formulas, strict=True)
            ]
    except TooManyRows:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it raise
        raise NoTable() from None


def _looked_at(parts: zipfile.ZipFile) -> bool:
    """Whether there may be formulas. Raises TooManyRows before anything big is parsed."""
    if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED_BYTES:
        raise TooManyRows(most=MOST_ROWS)
    marks, has_formulas = 0, False
    for part in parts.infolist():
        with parts.open(part) as opened:
            while chunk := opened.read(CHUNK_BYTES):
                marks += chunk.count(b"<")
                has_formulas = has_formulas or b"</f>" in chunk or b"</x:f>" in chunk
                if marks > MOST_MARKS:
                    raise TooManyRows(most=MOST_ROWS)
    return has_formulas


def _rows(file: bytes, *, values: bool) -> Iterator[tuple[object, ...]]:
    """The first sheet, with values or with formulas in their place."""
    book = openpyxl.load_workbook(io.BytesIO(file), read_only=True, data_only=values)
    rows: Iterable[tuple[object, ...]] = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
    yield from rows


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
