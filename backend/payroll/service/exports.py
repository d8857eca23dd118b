"""Exports: a period's hours and pay as a file, and how it will look."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Literal
from uuid import UUID

import msgspec

from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.events import record
from backend.payroll.export_errors import MappingKind, ValuesMissing
from backend.payroll.export_events import PeriodExported
from backend.payroll.queries import exports as queries
from backend.payroll.rules import export_words as words
from backend.payroll.rules.export_document import json_file
from backend.payroll.rules.export_facts import Entry, Period, in_order
from backend.payroll.rules.export_fields import Kind
from backend.payroll.rules.export_files import Encoding, csv_file, text_row, xlsx_file
from backend.payroll.rules.export_tables import Layout, missing, plain, table_of
from backend.payroll.rules.export_words import Language
from backend.payroll.rules.statement import Hours, Statement
from backend.payroll.schemas.exports import (
    SHOWN_ROWS,
    ColumnInput,
    ExportPreview,
    ExportPreviewInput,
    FileFormat,
    MissingView,
)
from backend.payroll.service import mappings
from backend.payroll.service.statements import statements
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.service import periods
from backend.timesheets.service.periods import Period as Dates
from backend.timesheets.service.sheets import read_sheets

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_NAMED = 50
"""People whose values are missing that are named."""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    content: bytes


async def export(
    actor: Actor,
    period_id: UUID,
    kind: Kind,
    file: FileFormat,
    *,
    encoding: Encoding = "utf-8",
    mapping_id: UUID | None = None,
) -> File:
    """The period as a file; JSON has everything and knows neither kind nor mapping.

    Raises NotFound, ChoiceNeeded, MappingKind, ValuesMissing, NotInEncoding.
    """
    with_pay = file == "json" or kind != "days"
    async with transaction():
        period, language = await read_period(period_id, with_pay=with_pay)
        if file == "json":
            make = partial(json_file, period)
        else:
            layout = await _layout(kind, mapping_id, period, language)
            make = partial(_table_file, period, layout, file, encoding)
    content = await asyncio.to_thread(make)  # half a second for the days of 300 people
    async with transaction():
        what: Kind | Literal["all"] = "all" if file == "json" else kind
        await record(PeriodExported(period_id, what, file, period.final), by=actor)
    return File(_name(period, kind, file, language), MEDIA[file], content)


async def preview(wanted: ExportPreviewInput) -> ExportPreview:
    """The first rows, and who lacks what a column needs.

    Raises NotFound, ChoiceNeeded, UnacceptableFields, MappingKind.
    """
    given = wanted.layout.layout() if wanted.layout else None
    if given is not None and given.kind != wanted.kind:
        raise MappingKind(kind=given.kind)
    async with transaction():
        period, language = await read_period(wanted.period_id, with_pay=wanted.kind != "days")
    layout = given or plain(wanted.kind, period, language)
    table = await asyncio.to_thread(table_of, period, layout)
    return ExportPreview(
        from_on=period.from_on,
        until_on=period.until_on,
        final=period.final,
        headings=list(table.headings),
        types=list(table.types),
        rows=[text_row(table, row) for row in table.rows[:SHOWN_ROWS]],
        total_rows=len(table.rows),
        people=len(period.entries),
        columns=[ColumnInput(one.source, one.heading, one.value, one.required) for one in layout.columns],
        missing=_missing(period, layout),
        without_number=[
            MissingView(entry.member_id, entry.name, "", "number")
            for entry in period.entries
            if not entry.number
        ],
    )


async def read_period(period_id: UUID, *, with_pay: bool) -> tuple[Period, Language]:
    """Everybody who has hours or pay in it, and the organisation's language. Inside a transaction.

    Sheets that are locked are read as they were locked. Raises NotFound, ChoiceNeeded.
    """
    dates = await periods.period(period_id)
    organisation = await fetch_row(queries.ORGANISATION)
    locked = {
        row["member_id"]: msgspec.json.decode(row["content"], type=Sheet)
        for row in await fetch(queries.LOCKED, period_id)
    }
    sheets = {one.member_id: one for one in await read_sheets(dates.from_on, dates.until_on)} | locked
    paid = {one.member_id: one for one in await statements(dates)} if with_pay else {}
    filled = [
        member_id
        for member_id in sorted({*sheets, *paid})
        if _has_something(sheets.get(member_id), paid.get(member_id))
    ]
    people = {row["id"]: row for row in await fetch(queries.PEOPLE, filled)}
    entries = [
        Entry(
            member_id=member_id,
            name=people[member_id]["name"],
            number=people[member_id]["number"] or "",
            statement=paid.get(member_id) or _no_pay(member_id, dates),
            sheet=sheets.get(member_id) or Sheet(member_id, dates.from_on, dates.until_on),
            final=member_id in locked,
        )
        for member_id in filled
    ]
    places = {one.site_id for entry in entries for one in entry.sheet.stretches if one.site_id}
    places |= {one.site_id for entry in entries for one in entry.sheet.planned}
    sites = {row["id"]: row["name"] for row in await fetch(queries.SITES, list(places))}
    period = Period(organisation["name"], dates.from_on, dates.until_on, in_order(entries), sites)
    return period, organisation["language"]


def _has_something(sheet: Sheet | None, paid: Statement | None) -> bool:
    worked = sheet is not None and bool(
        sheet.stretches or sheet.planned or sheet.absences or sheet.exceptions
    )
    return worked or (paid is not None and bool(paid.lines))


def _no_pay(member_id: UUID, dates: Dates) -> Statement:
    return Statement(member_id, dates.from_on, dates.until_on, "", "", Hours(), (), 0)


async def _layout(kind: Kind, mapping_id: UUID | None, period: Period, language: Language) -> Layout:
    if mapping_id is None:
        return plain(kind, period, language)
    layout = (await mappings.mapping(mapping_id)).layout.layout()
    if layout.kind != kind:
        raise MappingKind(kind=layout.kind)
    lacking = _missing(period, layout)
    if lacking:
        raise ValuesMissing(people=lacking)
    return layout


def _missing(period: Period, layout: Layout) -> list[MissingView]:
    return [
        MissingView(UUID(one.member_id), one.name, one.heading, one.source)
        for one in missing(period, layout)[:MOST_NAMED]
    ]


def _table_file(period: Period, layout: Layout, file: FileFormat, encoding: Encoding) -> bytes:
    table = table_of(period, layout)
    return xlsx_file(table) if file == "xlsx" else csv_file(table, encoding)


def _name(period: Period, kind: Kind, file: FileFormat, language: Language) -> str:
    what = "" if file == "json" else f"_{words.say(words.SHEETS, kind, language)}"
    mark = "" if period.final else f"_{words.pick(words.ESTIMATE, language)}"
    return f"{period.organisation}_{period.from_on}_{period.until_on}{what}{mark}.{file}"
