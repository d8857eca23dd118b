"""Showing drafts to the crew: first what it would mean for whom, then in one go."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.errors import PlanMovedOn, RulesBroken
from backend.scheduling.events import PlanPublished
from backend.scheduling.queries import publications as queries
from backend.scheduling.queries.shifts import assigned_to
from backend.scheduling.rules import changes as rules
from backend.scheduling.rules.times import check_range
from backend.scheduling.schemas.publications import (
    DraftRange,
    PersonChange,
    PublicationInput,
    PublicationPreview,
    PublicationView,
)
from backend.scheduling.service import guards, reminders
from backend.scheduling.service.guards import Finding, Placement
from backend.scheduling.service.planning import choices
from backend.scheduling.tables import Site

MINUTE = timedelta(minutes=1)


async def preview(actor: Actor, wanted: DraftRange) -> PublicationPreview:
    """What publishing these drafts would mean for whom, and what speaks against it."""
    check_range(wanted.from_, wanted.to)
    async with transaction():
        sites = await sites_to_plan(actor, wanted.site_ids)
        drafts = await fetch(queries.DRAFTS, wanted.from_, wanted.to, sites)
        shift_ids = [draft["id"] for draft in drafts]
        placed = await placements(shift_ids)
        findings = await guards.examine(placed, occasion="publish", reader=actor)
        seats = await fetch(queries.SEATS_AROUND, wanted.from_ - rules.WEEK, wanted.to, sites)
        revision = await revision_of(shift_ids)
    return PublicationPreview(
        revision=revision,
        shifts=len(drafts),
        open_seats=sum(draft["seats"] for draft in drafts) - len(placed),
        people=_people(seats, wanted),
        findings=findings,
    )


async def publish(actor: Actor, wanted: PublicationInput) -> PublicationView:
    """Show the crew every draft that starts in the range, in the sites that the actor plans.

    Raises RulesBroken when a rule refuses it (or warns, if warnings were not accepted), and PlanMovedOn when
    the drafts are no longer those of the preview.
    """
    check_range(wanted.from_, wanted.to)
    async with transaction():
        sites = await sites_to_plan(actor, wanted.site_ids)
        drafts = await fetch(queries.HOLD_DRAFTS, wanted.from_, wanted.to, sites)
        shift_ids = [row["id"] for row in sorted(drafts, key=lambda row: (row["starts_at"], row["id"]))]
        if wanted.revision not in (None, await revision_of(shift_ids)):
            raise PlanMovedOn()
        findings = await _refuse(actor, shift_ids, accept_warnings=wanted.accept_warnings)
        if shift_ids:
            await _show(actor, shift_ids)
    return PublicationView(published=len(shift_ids), shift_ids=shift_ids, findings=findings)


async def _refuse(actor: Actor, shift_ids: Sequence[UUID], *, accept_warnings: bool) -> list[Finding]:
    findings = await guards.guard(await placements(shift_ids), occasion="publish", reader=actor)
    if findings and not accept_warnings:
        raise RulesBroken(findings=findings)
    return findings


async def _show(actor: Actor, shift_ids: Sequence[UUID]) -> None:
    now = clock.now()
    await fetch(queries.PUBLISH, shift_ids, now)
    hours = (await choices()).confirm_within_h
    if hours is not None:
        await fetch(queries.ASK_TO_CONFIRM, shift_ids, now + timedelta(hours=hours))
    await reminders.watch(shift_ids)
    await record(PlanPublished(new_id(), list(shift_ids)), by=actor, to=await assigned_to(shift_ids))


async def sites_to_plan(actor: Actor, site_ids: Sequence[UUID] | None) -> list[UUID] | None:
    """The sites that are meant: those given, else all that the actor plans; None is every site there is.

    Raises NotFound for one that the actor does not plan.
    """
    own = actor.scope_filter("plan_shifts")
    if site_ids is None:
        return None if own is None else list(own)
    wanted = set(site_ids)
    if not (own is None or wanted <= own) or await Site.count().where(Site.id.is_in(list(wanted))) < len(
        wanted
    ):
        raise NotFound()
    return list(wanted)


async def placements(shift_ids: Sequence[UUID]) -> list[Placement]:
    """Everybody on these shifts, in the order of people."""
    rows = await fetch(queries.PLACED, list(shift_ids))
    return [Placement(row["member_id"], row["shift_id"]) for row in rows]


async def revision_of(shift_ids: Sequence[UUID]) -> str:
    """Says whether these shifts, and who is on them, are still the same."""
    row = await fetch_row(queries.REVISION, list(shift_ids))
    return str(row[0])


def _people(seats: Sequence[Any], wanted: DraftRange) -> list[PersonChange]:
    """Everybody who has a draft there, or another week than usual."""
    before = [_worked(seat) for seat in seats if seat["starts_at"] < wanted.to - rules.WEEK]
    after = [seat for seat in seats if seat["starts_at"] >= wanted.from_]
    different = rules.changes(before, map(_worked, after))
    names = {seat["member_id"]: seat["name"] for seat in seats}
    shifts, minutes = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for seat in after:
        if seat["state"] == "draft":
            shifts[seat["member_id"]] += 1
            minutes[seat["member_id"]] += (seat["ends_at"] - seat["starts_at"]) // MINUTE - seat["break_min"]
    return [
        PersonChange(
            member, name, shifts[member], minutes[member], change.added, change.removed, change.moved
        )
        for member, name in names.items()
        if (change := different.get(member, rules.Change())) != rules.Change() or shifts[member]
    ]


def _worked(seat: Any) -> rules.Worked:
    zone = ZoneInfo(seat["timezone"])
    starts, ends = seat["starts_at"].astimezone(zone), seat["ends_at"].astimezone(zone)
    return rules.Worked(seat["member_id"], seat["site_id"], starts.date(), starts.time(), ends.time())
