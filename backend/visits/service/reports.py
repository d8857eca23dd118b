"""Reports from sites: what is broken, and what runs out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.attendance.queries.punches import WHO_ANSWERS_FOR
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.notifications.service.decide import Audience, Message, notify
from backend.scheduling.tables import Site
from backend.visits.events import ReportMade, ReportSettled
from backend.visits.queries import visits as queries
from backend.visits.schemas.reports import ReportChange, ReportInput, ReportPage, ReportState, ReportView

ADD = """
INSERT INTO site_report (org_id, id, site_id, member_id, kind, text, made_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING RETURNING id
"""
SETTLE = "UPDATE site_report SET state = $2, answer = $3, settled_at = $4, settled_by = $5 WHERE id = $1"


async def make(actor: Actor, site_id: UUID, wanted: ReportInput) -> ReportView:
    """Tell the office. The same id again is the same report. Raises NotFound."""
    async with transaction():
        site = await Site.objects().where(Site.id == site_id).first()
        if site is None:
            raise NotFound()
        report_id = wanted.id or new_id()
        made = await fetch(ADD, report_id, site.id, actor.member, wanted.kind, wanted.text, clock.now())
        if made:
            await record(ReportMade(report_id, site.id, wanted.kind), by=actor)
        else:
            await own(actor, report_id)
        return await _view(report_id)


async def reports(actor: Actor, state: ReportState | None, cursor: str | None, limit: int) -> ReportPage:
    """A page of reports, the newest first: those of the actor's sites, and the actor's own."""
    before = keys_of(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    sites: list[UUID] | None = []
    if actor.may_somewhere("see_visits"):
        own_sites = actor.scope_filter("see_visits")
        sites = None if own_sites is None else list(own_sites)
    async with transaction():
        rows = await fetch(queries.REPORT_PAGE, state, sites, actor.member, *before, limit + 1)
    items = [ReportView(**row) for row in rows[:limit]]
    more = len(rows) > limit
    return ReportPage(items, cursor_after(items[-1].made_at, items[-1].id) if more else None)


async def settle(actor: Actor, report_id: UUID, change: ReportChange) -> ReportView:
    """Answer a report, or open it again. Who made it hears the answer. Raises NotFound, Forbidden."""
    async with transaction():
        row = await fetch_row("SELECT * FROM site_report WHERE id = $1 FOR UPDATE", report_id)
        if row is None:
            raise NotFound()
        actor.must("see_visits", row["site_id"])
        if (row["state"], row["answer"]) != (change.state, change.answer):
            done = change.state == "done"
            at, by = (clock.now(), actor.member) if done else (None, None)
            await fetch(SETTLE, report_id, change.state, change.answer, at, by)
            await record(ReportSettled(report_id, change.state), by=actor, to=[row["member_id"]])
        return await _view(report_id)


async def own(actor: Actor, report_id: UUID) -> Any:
    """The actor's own report. Raises NotFound."""
    row = await fetch_row("SELECT * FROM site_report WHERE id = $1 FOR UPDATE", report_id)
    if row is None or row["member_id"] != actor.member:
        raise NotFound()
    return row


async def tell_of_report(event: ReportMade) -> None:
    """Whoever answers for the site hears what was reported."""
    async with transaction():
        report = await _view(event.report_id)
        message = Message(
            topic="site_report",
            key=f"site_report/{report.id}",
            subject=report.id,
            variables={
                "site": report.site_name,
                "name": report.name,
                "kind": report.kind,
                "text": report.text,
            },
            link="/reports",
        )
        await notify(message, Audience(WHO_ANSWERS_FOR, (report.site_id,)), by=None)


async def tell_of_answer(event: ReportSettled, *, event_id: int) -> None:
    """Who made a report hears that it is settled, and the answer."""
    if event.state != "done":
        return
    async with transaction():
        report = await _view(event.report_id)
        message = Message(
            topic="site_report_settled",
            key=f"site_report_settled/{report.id}/{event_id}",
            subject=report.id,
            variables={"site": report.site_name, "text": report.text, "answer": report.answer},
            link="/reports",
        )
        await notify(message, Audience.of([report.member_id], "made_report"), by=None)


async def _view(report_id: UUID) -> ReportView:
    return ReportView(**await fetch_row(f"{queries.REPORTS} WHERE r.id = $1", report_id))
