"""What people do with series: make, look, preview. A series is a rule; its shifts are planned from it."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.pages import cursor_after, keys_of
from backend.scheduling.events import SeriesMade
from backend.scheduling.queries import series as queries
from backend.scheduling.rules.holidays import public_holidays
from backend.scheduling.rules.recurrence import FIRST_WITHIN, first_day, read_rule
from backend.scheduling.rules.recurrence_words import in_words
from backend.scheduling.schemas.series import (
    NextShift,
    SeriesInput,
    SeriesPage,
    SeriesPreview,
    SeriesShape,
    SeriesView,
)
from backend.scheduling.service import series_ahead as ahead
from backend.scheduling.service.shifts import refuse_archived, refuse_position
from backend.scheduling.service.sites import visible_site

SHOWN = 12
OF_ROW = frozenset(SeriesView.__struct_fields__) - {"begins", "words_ko", "words_en"}


async def make(actor: Actor, wanted: SeriesInput) -> SeriesView:
    """Keep a rule and plan its next weeks. The same id again is the same series.

    Raises UnusableRule, SiteArchived, NotFound.
    """
    series_id = wanted.id or new_id()
    async with transaction():
        site = await visible_site(actor, wanted.site_id)
        actor.must("plan_shifts", site.id)
        await refuse_position(wanted.position_id)
        rule = read_rule(wanted.rrule)
        first_day(rule, wanted.from_on, wanted.until_on)
        values = (
            *(site.id, wanted.position_id, rule.text(), wanted.from_on, wanted.until_on),
            *(time.fromisoformat(wanted.begins), wanted.minutes, wanted.seats, wanted.break_min),
            *(wanted.note, wanted.open_by, wanted.on_holiday),
        )
        if await fetch(queries.MAKE, series_id, *values):
            refuse_archived(site)
            row = await fetch_row(queries.ONE, series_id)
            today = ahead.today_at(row)
            made = await ahead.plan_days([row], today, today + ahead.AHEAD)
            await ahead.look_tomorrow()
            await record(SeriesMade(series_id, site.id, len(made)), by=actor)
        return view_of(await known(actor, series_id))


async def page(actor: Actor, site_id: UUID | None, cursor: str | None, limit: int) -> SeriesPage:
    """The series that go on, of the actor's sites. Raises BadCursor."""
    after = keys_of(cursor, tuple[UUID])[0] if cursor else None
    own = actor.scope_filter("plan_shifts")
    async with transaction():
        rows = await fetch(queries.PAGE, None if own is None else list(own), site_id, after, limit + 1)
    items = [view_of(row) for row in rows[:limit]]
    return SeriesPage(items, cursor_after(items[-1].id) if len(rows) > limit else None)


async def one(actor: Actor, series_id: UUID) -> SeriesView:
    """Raises NotFound."""
    async with transaction():
        return view_of(await known(actor, series_id))


async def preview(actor: Actor, wanted: SeriesShape) -> SeriesPreview:
    """What a rule would plan, and what it says. Raises UnusableRule, NotFound."""
    rule = read_rule(wanted.rrule)
    first_day(rule, wanted.from_on, wanted.until_on)
    async with transaction():
        site = await visible_site(actor, wanted.site_id)
        last = min(wanted.until_on or date.max, wanted.from_on + FIRST_WITHIN)
        changes = await fetch(queries.HOLIDAY_CHANGES, wanted.from_on, last)
    own = {row["on_day"]: row["name"] if row["is_holiday"] else None for row in changes}
    row = {"begins": time.fromisoformat(wanted.begins), "minutes": wanted.minutes, "timezone": site.timezone}
    found: list[NextShift] = []
    for day in rule.days(wanted.from_on, wanted.from_on, last):
        name = own[day] if day in own else _name(day)
        if name is None or wanted.on_holiday == "keep":
            found.append(NextShift(day, *ahead.times_on(row, day), name))
        if len(found) == SHOWN:
            break
    return SeriesPreview(found, *in_words(rule))


def _name(day: date) -> str | None:
    holiday = public_holidays(day.year).get(day)
    return holiday.ko if holiday else None


async def known(actor: Actor, series_id: UUID, *, hold: bool = False) -> Any:
    """A series of a site that the actor plans; with `hold` until the transaction ends. Raises NotFound."""
    row = await fetch_row(queries.HELD if hold else queries.ONE, series_id)
    if row is None or not actor.may("plan_shifts", row["site_id"]):
        raise NotFound()
    return row


def fields_of(row: Any) -> dict[str, Any]:
    """A row as the fields of its view."""
    words_ko, words_en = in_words(read_rule(row["rrule"]))
    plain = {name: row[name] for name in OF_ROW}
    begins = ahead.clock_text(row["begins"])
    return {**plain, "begins": begins, "words_ko": words_ko, "words_en": words_en}


def view_of(row: Any) -> SeriesView:
    return SeriesView(**fields_of(row))


def day_before(day: date) -> date:
    return day - timedelta(days=1)
