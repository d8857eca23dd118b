"""Weeks that are kept under a name, to be planned again: summer, the week of the big cleaning."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import Forbidden, NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.errors import TooManyTemplates, WeekEmpty
from backend.scheduling.events import TemplateApplied, TemplateDeleted, TemplateKept
from backend.scheduling.queries import copies as queries
from backend.scheduling.rules import templates as rules
from backend.scheduling.rules.times import monday_of
from backend.scheduling.schemas.weeks import (
    TemplateApplication,
    WeekCopyView,
    WeekTemplateInput,
    WeekTemplateList,
    WeekTemplateView,
)
from backend.scheduling.service import copies
from backend.scheduling.service.copies import Wanted
from backend.scheduling.service.publications import sites_to_plan
from backend.scheduling.service.weeks import refuse_distant, refuse_strange, shifts_of_week

MOST_TEMPLATES = 100


async def keep_week(actor: Actor, wanted: WeekTemplateInput) -> WeekTemplateView:
    """Keep a week as it is planned now. The same id again is the same template.

    Raises WeekEmpty, TooManyTemplates.
    """
    template_id = wanted.id or new_id()
    refuse_strange("/from_week", wanted.from_week)
    async with transaction():
        sites = await sites_to_plan(actor, wanted.site_ids)
        templates = await fetch(queries.TEMPLATES, None, MOST_TEMPLATES)
        if template_id in {row["id"] for row in templates}:
            return await _view(template_id)
        if len(templates) >= MOST_TEMPLATES:
            raise TooManyTemplates()
        rows = await shifts_of_week(monday_of(wanted.from_week), sites)
        if not rows:
            raise WeekEmpty()
        if not await fetch(queries.KEEP_TEMPLATE, template_id, wanted.name.strip(), clock.now()):
            return await _view(template_id)
        await _keep_lines(template_id, rows)
        await record(TemplateKept(template_id), by=actor)
        return await _view(template_id)


async def _keep_lines(template_id: UUID, rows: Sequence[Any]) -> None:
    ids = [new_id() for _ in rows]
    clocks = [rules.clocks_of(row["starts_at"], row["ends_at"], row["timezone"]) for row in rows]
    await fetch(
        queries.KEEP_LINES,
        template_id,
        ids,
        [row["site_id"] for row in rows],
        *(list(column) for column in zip(*clocks, strict=True)),
        *([row[name] for row in rows] for name in ("seats", "note", "position_id", "break_min", "open_by")),
    )
    people = [(line, person) for line, row in zip(ids, rows, strict=True) for person in row["people"]]
    await fetch(queries.KEEP_PEOPLE, [line for line, _ in people], [person for _, person in people])


async def _view(template_id: UUID) -> WeekTemplateView:
    rows = await fetch(queries.TEMPLATES, template_id, 1)
    if not rows:
        raise NotFound()
    return WeekTemplateView(**{name: rows[0][name] for name in WeekTemplateView.__struct_fields__})


async def templates(_actor: Actor) -> WeekTemplateList:
    """All templates, by name."""
    names = WeekTemplateView.__struct_fields__
    async with transaction():
        rows = await fetch(queries.TEMPLATES, None, MOST_TEMPLATES)
    return WeekTemplateList([WeekTemplateView(**{name: row[name] for name in names}) for row in rows])


async def delete_template(actor: Actor, template_id: UUID) -> None:
    """What was planned by it stays. Raises Forbidden when it holds sites that the actor does not plan."""
    async with transaction():
        await _view(template_id)
        used = {row["site_id"] for row in await fetch(queries.LINE_SITES, template_id)}
        own = actor.scope_filter("plan_shifts")
        if own is not None and not used <= own:
            raise Forbidden()
        await fetch("DELETE FROM week_template WHERE id = $1", template_id)
        await record(TemplateDeleted(template_id), by=actor)


async def apply_template(actor: Actor, template_id: UUID, wanted: TemplateApplication) -> WeekCopyView:
    """Plan a week by a template, in the sites that the actor plans; applying it twice is the same as once."""
    monday = monday_of(wanted.week)
    refuse_distant("/week", monday)
    async with transaction():
        await _view(template_id)
        lines = await fetch(queries.LINES, template_id, await sites_to_plan(actor, None))
        planned = await copies.plan_all(
            [
                Wanted.like(
                    line,
                    rules.times_of(
                        monday + timedelta(days=line["weekday"]),
                        line["begins"],
                        line["ends"],
                        line["nights"],
                        line["timezone"],
                    ),
                    line["people"] if wanted.with_people else (),
                )
                for line in lines
            ]
        )
        if planned.shift_ids:
            await record(TemplateApplied(template_id, monday, list(planned.shift_ids)), by=actor)
    return planned
