"""Periods, lists of sheets, and one sheet in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.attendance.queries import punches as attendance
from backend.attendance.schemas.punches import PunchView
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.pages import cursor_after, keys_of
from backend.timesheets.queries import kept as kept_queries
from backend.timesheets.queries import pages as queries
from backend.timesheets.queries import periods as period_queries
from backend.timesheets.rules.figures import figures_of
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.rules.works import MINUTE, net_of
from backend.timesheets.schemas.sheets import (
    AbsenceView,
    ActView,
    AnomalyView,
    CorrectionBeside,
    OwnSheetRow,
    OwnSheets,
    PeriodPage,
    PeriodView,
    PlannedView,
    QuestionView,
    RemarkView,
    RestView,
    SheetPage,
    SheetRow,
    SheetState,
    SheetView,
    SiteName,
    StretchView,
)
from backend.timesheets.service.kept import KeptSheet, kept_sheets
from backend.timesheets.service.periods import Period, ensure, period
from backend.timesheets.service.sheets import moments_around

MOST_PUNCHES, MOST_CORRECTIONS, MOST_ACTS, MOST_QUESTIONS = 500, 200, 200, 100
"""Beside one sheet."""
MOST_SCANNED = 5_000
"""People who are looked at for one page."""
OWN_PERIODS = 6


async def periods(cursor: str | None, limit: int) -> PeriodPage:
    """The latest first; those that are not there yet are made. Raises BadCursor."""
    before = keys_of(cursor, tuple[date])[0] if cursor else None
    async with transaction():
        today = await ensure()
        rows = await fetch(period_queries.PAGE, before, limit + 1)
    items = [PeriodView(**row, over=row["until_on"] < today) for row in rows[:limit]]
    return PeriodPage(items, cursor_after(items[-1].from_on) if len(rows) > limit else None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheets of a period; None is no wish."""

    site_id: UUID | None = None
    state: SheetState | None = None
    name: str | None = None
    odd_only: bool = False

    def holds(self, row: SheetRow) -> bool:
        """Of what only the content decides."""
        odd = row.exceptions > 0 or row.questions > 0
        return self.state in (None, row.state) and (odd or not self.odd_only)


async def sheets(period_id: UUID, wanted: Wanted, cursor: str | None, limit: int) -> SheetPage:
    """Sheets of a period by name, as many as fit on a page. Raises NotFound, BadCursor."""
    after = keys_of(cursor, tuple[str, UUID]) if cursor else (None, None)
    async with transaction():
        found = await period(period_id)
        days = (found.from_on, found.until_on, *moments_around(found.from_on, found.until_on))
        filters = (wanted.name or None, wanted.site_id)
        people = await fetch(queries.NAMES, *days, *filters, *after, MOST_SCANNED)
        names = {row["id"]: row["name"] for row in people}
        items: list[SheetRow] = []
        for chunk in _chunks(list(names), limit):
            items += filter(wanted.holds, await _rows(found, chunk, names))
            if len(items) > limit:
                break
    page = items[:limit]
    more = len(items) > limit
    return SheetPage(page, cursor_after(page[-1].name, page[-1].member_id) if more else None)


def _chunks(members: list[UUID], size: int) -> list[list[UUID]]:
    """One more than fits on the page, so that the page knows whether there are more."""
    return [members[at : at + size + 1] for at in range(0, len(members), size + 1)]


async def _rows(found: Period, members: list[UUID], names: dict[UUID, str]) -> list[SheetRow]:
    kept = {one.sheet.member_id: one for one in await kept_sheets(found, members)}
    remarks = await _remarks(found, members)
    rows = await fetch(queries.QUESTIONS, found.id, members)
    questions = {row["member_id"]: row["questions"] for row in rows}
    return [
        SheetRow(
            member_id=member_id,
            name=names[member_id],
            state=one.state,
            moved_on=one.moved_on,
            revision=one.revision,
            figures=figures_of(one.sheet),
            exceptions=len(one.sheet.exceptions),
            codes=list(dict.fromkeys(exception.code for exception in one.sheet.exceptions)),
            questions=questions.get(member_id, 0),
            remark=_remark(remarks.get(member_id), one),
        )
        for member_id, one in ((member_id, kept[member_id]) for member_id in members)
    ]


async def _remarks(found: Period, members: list[UUID]) -> dict[UUID, Any]:
    return {row["member_id"]: row for row in await fetch(kept_queries.REMARKS, found.id, members)}


def _remark(row: Any, kept: KeptSheet) -> RemarkView | None:
    if row is None:
        return None
    return RemarkView(row["right"], row["at"], row["reason"], about_this=row["revision"] == kept.revision)


async def sheet(actor: Actor, period_id: UUID, member_id: UUID) -> SheetView:
    """One sheet with its punches, corrections, questions and acts. Raises NotFound."""
    if member_id != actor.member and not actor.may("see_timesheets"):
        raise NotFound()
    async with transaction():
        today = await ensure()
        found = await period(period_id)
        member = await fetch_row(
            "SELECT m.name, o.timezone FROM member m JOIN organisation o ON o.id = m.org_id WHERE m.id = $1",
            member_id,
        )
        if member is None:
            raise NotFound()
        [kept] = await kept_sheets(found, [member_id])
        since, until = moments_around(found.from_on, found.until_on)
        punches = await attendance.punches_of_range(
            since, until, member_id, None, member_id, None, None, MOST_PUNCHES
        )
        corrections = await fetch(queries.CORRECTIONS, member_id, since, until, MOST_CORRECTIONS)
        acts = await fetch(kept_queries.ACTS, found.id, member_id, MOST_ACTS)
        questions = await fetch(kept_queries.QUESTIONS_OF, found.id, member_id, MOST_QUESTIONS)
        remarks = await _remarks(found, [member_id])
        sites = await fetch(queries.SITES, _sites_of(kept.sheet, punches))
    return SheetView(
        period_id=found.id,
        from_on=found.from_on,
        until_on=found.until_on,
        over=found.until_on < today,
        member_id=member_id,
        name=member["name"],
        zone=member["timezone"],
        state=kept.state,
        moved_on=kept.moved_on,
        revision=kept.revision,
        figures=figures_of(kept.sheet),
        **_content(kept.sheet),
        sites=[SiteName(**row) for row in sites],
        punches=[PunchView.of(row) for row in punches],
        corrections=[CorrectionBeside(**row) for row in corrections],
        questions=[QuestionView(**row) for row in questions],
        acts=[ActView(**{name: row[name] for name in ActView.__struct_fields__}) for row in acts],
        remark=_remark(remarks.get(member_id), kept),
        approved_at=kept.approved_at,
        locked_at=kept.locked_at,
    )


def _sites_of(sheet: Sheet, punches: Sequence[Any]) -> list[UUID]:
    found = {one.site_id for one in sheet.stretches} | {one.site_id for one in sheet.planned}
    return [site_id for site_id in found | {row["site_id"] for row in punches} if site_id is not None]


def _content(sheet: Sheet) -> dict[str, Any]:
    return {
        "stretches": [
            StretchView(
                session_id=one.session_id,
                day=one.day,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                zone=one.zone,
                breaks=[RestView(rest.starts_at, rest.ends_at) for rest in one.breaks],
                site_id=one.site_id,
                shift_id=one.shift_id,
                travel=one.travel,
                open=one.open,
                flags=list(one.flags),
                minutes=net_of(one) // MINUTE,
            )
            for one in sheet.stretches
        ],
        "planned": [PlannedView(*(getattr(one, name) for name in _PLANNED)) for one in sheet.planned],
        "absences": [AbsenceView(*(getattr(one, name) for name in _ABSENCE)) for one in sheet.absences],
        "exceptions": [AnomalyView(*(getattr(one, name) for name in _ANOMALY)) for one in sheet.exceptions],
    }


_PLANNED = PlannedView.__struct_fields__
_ABSENCE = AbsenceView.__struct_fields__
_ANOMALY = AnomalyView.__struct_fields__


async def own_sheets(actor: Actor) -> OwnSheets:
    """One's own last periods, the present one among them."""
    async with transaction():
        today = await ensure()
        rows = await fetch(period_queries.BEGUN, today, OWN_PERIODS)
        items = []
        for row in rows:
            found = Period(**row)
            [kept] = await kept_sheets(found, [actor.member])
            remarks = await _remarks(found, [actor.member])
            items.append(
                OwnSheetRow(
                    period_id=found.id,
                    from_on=found.from_on,
                    until_on=found.until_on,
                    over=found.until_on < today,
                    state=kept.state,
                    figures=figures_of(kept.sheet),
                    exceptions=len(kept.sheet.exceptions),
                    remark=_remark(remarks.get(actor.member), kept),
                )
            )
    return OwnSheets(items)
