"""Looking at a file before it does anything, and then doing exactly that."""

import asyncio
import hashlib
import io
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import openpyxl

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import DomainError, NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.imports.errors import DataMoved
from backend.imports.events import TableImported
from backend.imports.rules.columns import COLUMNS, Cells, rows_of
from backend.imports.rules.sheets import lines_of
from backend.imports.schemas import ImportView, Kind, RowProblem
from backend.imports.service import people, shifts, sites
from backend.imports.service.judged import Apply, Judge, Judged

KINDS: dict[Kind, tuple[Judge, Apply]] = {
    "people": (people.judge, people.apply),
    "sites": (sites.judge, sites.apply),
    "shifts": (shifts.judge, shifts.apply),
}
KEPT_FOR = timedelta(days=1)
"""Rows hold names and numbers; what is not applied is forgotten."""

FORGET = "DELETE FROM import_preview WHERE made_at < $1"
KEEP = """
INSERT INTO import_preview (org_id, id, kind, rows, fingerprint, made_at, made_by)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
"""
HELD = """
SELECT kind, rows, fingerprint, applied_at FROM import_preview
 WHERE id = $1 AND made_by = $2 AND made_at >= $3 FOR UPDATE
"""
APPLIED = "UPDATE import_preview SET applied_at = $2, rows = '[]' WHERE id = $1"


async def preview(actor: Actor, kind: Kind, file: bytes) -> ImportView:
    """What the file would do. Raises NoTable, TooManyRows, ColumnsMissing, Forbidden."""
    lines = await asyncio.to_thread(lines_of, file)
    rows = rows_of(kind, lines, actor.language)
    kept = [(row.line, row.values) for row in rows]
    judge, apply_row = KINDS[kind]
    async with transaction():
        judged = await _tried(actor, apply_row, await judge(actor, rows))
        import_id, now = new_id(), clock.now()
        await fetch(FORGET, now - KEPT_FOR)
        body = msgspec.json.encode(kept).decode()
        await fetch(KEEP, import_id, kind, body, _fingerprint(judged), now, actor.member)
    return _view(import_id, kind, judged, applied=False)


class _Undone(Exception):
    """Ends a trial: nothing of it stays."""


async def _tried(actor: Actor, apply_row: Apply, judged: list[Judged]) -> list[Judged]:
    """The rows as they come out when they are done in earnest, one after the other, and undone.

    So what one row makes impossible for another, and what a rule of law refuses, is known before.
    """
    found: list[Judged] = []
    try:
        async with transaction():
            found = [await _trial(actor, apply_row, row) for row in judged]
            raise _Undone()
    except _Undone:
        return found


async def _trial(actor: Actor, apply_row: Apply, row: Judged) -> Judged:
    if row.action not in ("add", "change"):
        return row
    try:
        async with transaction():
            await apply_row(actor, row)
    except DomainError as error:
        problem = RowProblem("", *_said(error))
        return Judged(row.line, "refused", row.what, (*row.problems, problem), row.subject, row.does)
    return row


def _said(error: DomainError) -> tuple[str, str]:
    """Why, in both languages; of a broken rule, which."""
    findings: Any = error.extra.get("findings")
    if not findings:
        return error.ko, error.en
    return " ".join(one.ko for one in findings), " ".join(one.en for one in findings)


async def apply(actor: Actor, import_id: UUID) -> ImportView:
    """Do what the preview showed, all of it or nothing; refused rows stay out. Again changes nothing.

    Raises NotFound for somebody else's preview and for one of yesterday, DataMoved, and whatever the
    services refuse.
    """
    async with transaction():
        held = await fetch_row(HELD, import_id, actor.member, clock.now() - KEPT_FOR)
        if held is None:
            raise NotFound()
        kind: Kind = held["kind"]
        judge, apply_row = KINDS[kind]
        kept = msgspec.json.decode(held["rows"], type=list[tuple[int, dict[str, str]]])
        judged = await judge(actor, [Cells(line, values) for line, values in kept])
        if held["applied_at"] is None:
            judged = [await _trial(actor, apply_row, row) for row in judged]
            if _fingerprint(judged) != bytes(held["fingerprint"]):
                raise DataMoved()  # which undoes all of it
            await fetch(APPLIED, import_id, clock.now())
            sums = Counter(row.action for row in judged)
            await record(TableImported(import_id, kind, sums["add"], sums["change"]), by=actor)
    return _view(import_id, kind, judged, applied=True)


def template(kind: Kind, language: str) -> bytes:
    """An empty workbook with the columns of a kind and one example."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([column.ko if language == "ko" else column.en for column in COLUMNS[kind]])
    sheet.append([column.example for column in COLUMNS[kind]])
    for cells in sheet.columns:
        sheet.column_dimensions[cells[0].column_letter].width = 18
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fingerprint(judged: list[Judged]) -> bytes:
    said = [(row.line, row.action, row.subject, row.does) for row in judged]
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).digest()


def _view(import_id: UUID, kind: Kind, judged: list[Judged], *, applied: bool) -> ImportView:
    sums = Counter(row.action for row in judged)
    return ImportView(import_id, kind, [row.view for row in judged], dict(sums), applied)
