"""Changing a series: all of it, from a day on, or one day's shift.

What has begun stays. A shift that somebody changed by itself keeps what was changed: only what still is as
the old rule said becomes as the new rule says. People stay on their shifts where the new times allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling import events
from backend.scheduling.errors import NotInSeries, SeriesEnded
from backend.scheduling.queries import series as queries
from backend.scheduling.rules.recurrence import FIRST_WITHIN, first_day, read_rule
from backend.scheduling.rules.times import PLANNABLE
from backend.scheduling.schemas.series import Scope, SeriesChange, SeriesChanged, check_days
from backend.scheduling.schemas.shifts import ShiftChange
from backend.scheduling.service import guards, reminders, shifts
from backend.scheduling.service import series as read
from backend.scheduling.service import series_ahead as ahead
from backend.scheduling.service.guards import Finding, Placement

COLUMNS = ("seats", "note", "position_id", "break_min", "open_by")
OF_ONE = frozenset({*COLUMNS, "begins", "minutes"})
UPDATE = """
UPDATE series SET rrule = $2, from_on = $3, until_on = $4, begins = $5, minutes = $6, seats = $7, note = $8,
                  position_id = $9, break_min = $10, open_by = $11, on_holiday = $12
 WHERE id = $1
"""
END = "UPDATE series SET ended_at = coalesce(ended_at, $2), until_on = $3 WHERE id = $1"
CUT = "UPDATE series SET until_on = $2 WHERE id = $1"

_on_split: list[str] = []


def register_split(sql: str) -> None:
    """What a domain above keeps of a series ($1) goes for the series that continues it ($2), too."""
    _on_split.append(sql)


@dataclass(slots=True)
class Outcome:
    """What a change did to the shifts that had not begun."""

    planned: int = 0
    changed: int = 0
    withdrawn: int = 0
    taken_off: list[Finding] = field(default_factory=list)


async def change(actor: Actor, series_id: UUID, wanted: SeriesChange) -> SeriesChanged:
    """Change a series. Of "following" the answer is the new series that begins on that day.

    Raises NotFound, SeriesEnded, NotInSeries, UnusableRule.
    """
    async with transaction():
        row = await read.known(actor, series_id, hold=True)
        if row["ended_at"] is not None:
            raise SeriesEnded()
        given = wanted.fields()
        await shifts.refuse_position(given.get("position_id"))
        if wanted.scope == "one":
            assert wanted.on is not None
            await _change_one(actor, row, wanted.on, given)
            return SeriesChanged(**read.fields_of(row), taken_off=[])
        if "rrule" in given:
            given["rrule"] = read_rule(given["rrule"]).text()
        on = _first_of(row, wanted.scope, wanted.on)
        if on is None:
            new, outcome = await _change_all(actor, row, given)
        else:
            new, outcome = await _change_following(actor, row, given, on)
        event = events.SeriesChanged(
            new["id"], sorted(given), on, outcome.planned, outcome.changed, outcome.withdrawn
        )
        await record(event, by=actor)
        return SeriesChanged(**read.fields_of(new), taken_off=outcome.taken_off)


async def end(actor: Actor, series_id: UUID, scope: Scope, on: date | None) -> None:
    """Plan no more: at all, from a day on, or on one day. What has begun stays; again changes nothing.

    Raises NotFound, NotInSeries.
    """
    check_days(on=on)
    if scope != "all" and on is None:
        raise UnacceptableFields(errors=[FieldProblem("/on", "missing", "from which day on, or which")])
    async with transaction():
        row = await read.known(actor, series_id, hold=True)
        if scope == "one":
            assert on is not None
            await shifts.cancel_shift(actor, await _shift_on(row, on))
        elif row["ended_at"] is None:
            await stop(actor, row, on if scope == "following" else None)


async def stop(actor: Actor, row: Any, on: date | None) -> None:
    """End a series that is held: from a day on, or now."""
    first = row["from_on"] if on is None else max(on, row["from_on"])
    last = read.day_before(ahead.today_at(row) if first == row["from_on"] else first)
    if row["until_on"] is not None and row["until_on"] <= last:
        return
    coming = await fetch(queries.COMING, row["id"], first, clock.now())
    await withdraw(actor, coming)
    if first == row["from_on"]:
        await fetch(END, row["id"], clock.now(), last)
    else:
        await fetch(CUT, row["id"], last)
    await record(events.SeriesEnded(row["id"], on, len(coming)), by=actor)


def _first_of(row: Any, scope: Scope, on: date | None) -> date | None:
    """The first day of what changes, a day of the rule, so that every second week stays the same weeks.

    None: all of it. Raises NotInSeries.
    """
    if scope == "all" or on is None or on <= row["from_on"]:
        return None
    last = row["until_on"] or on + FIRST_WITHIN
    found = next(read_rule(row["rrule"]).days(row["from_on"], on, last), None)
    if found is None:
        raise NotInSeries()
    return found


async def _change_one(actor: Actor, row: Any, on: date, given: dict[str, Any]) -> None:
    wrong = [FieldProblem(f"/{name}", "not-alone", "is the whole series'") for name in set(given) - OF_ONE]
    if wrong:
        raise UnacceptableFields(errors=wrong)
    fields = {name: given[name] for name in COLUMNS if name in given}
    if {"begins", "minutes"} & given.keys():
        fields["starts_at"], fields["ends_at"] = ahead.times_on({**row, **given}, on)
    await shifts.change_shift(actor, await _shift_on(row, on), ShiftChange(**fields))


async def _shift_on(row: Any, on: date) -> UUID:
    """The shift of a day; one that lies beyond what is planned yet is planned now. Raises NotInSeries."""
    found = await fetch_row(queries.ON_DAY, row["id"], on)
    near = on <= ahead.today_at(row) + PLANNABLE
    if found is None and near and on in ahead.days_of(row, on, on, await ahead.known_holidays(on, on)):
        await fetch(
            queries.PLAN, [row["id"]], [on], *([moment] for moment in ahead.times_on(row, on)), clock.now()
        )
        found = await fetch_row(queries.ON_DAY, row["id"], on)
    if found is None:
        raise NotInSeries()
    return UUID(str(found["id"]))


async def _change_all(actor: Actor, row: Any, given: dict[str, Any]) -> tuple[Any, Outcome]:
    new = {**row, **given}
    _refuse_empty(new)
    await fetch(UPDATE, row["id"], *_values(new))
    return await _follow(actor, row, row["id"], ahead.today_at(row))


async def _change_following(actor: Actor, row: Any, given: dict[str, Any], on: date) -> tuple[Any, Outcome]:
    """The old rule ends before the day; a new one goes on from it, with the shifts and their people."""
    series_id = new_id()
    rest = read_rule(row["rrule"]).from_on(row["from_on"], on).text()
    new = {**row, "rrule": rest, "from_on": on, **given}
    _refuse_empty(new)
    made = (
        *(new["site_id"], new["position_id"], new["rrule"], on, new["until_on"], new["begins"]),
        *(new["minutes"], new["seats"], new["break_min"], new["note"], new["open_by"], new["on_holiday"]),
    )
    await fetch(queries.MAKE, series_id, *made)
    await fetch(CUT, row["id"], read.day_before(on))
    await fetch(queries.REHOME, row["id"], series_id, on)
    for sql in _on_split:
        await fetch(sql, row["id"], series_id)
    return await _follow(actor, row, series_id, max(on, ahead.today_at(row)))


def _refuse_empty(new: dict[str, Any]) -> None:
    check_days(from_on=new["from_on"], until_on=new["until_on"])
    first_day(read_rule(new["rrule"]), new["from_on"], new["until_on"])


def _values(new: dict[str, Any]) -> list[Any]:
    names = ("rrule", "from_on", "until_on", "begins", "minutes", *COLUMNS, "on_holiday")
    return [new[name] for name in names]


async def _follow(actor: Actor, old: Any, series_id: UUID, from_: date) -> tuple[Any, Outcome]:
    """Make the shifts that have not begun follow the rule as it stands now."""
    new = await fetch_row(queries.ONE, series_id)
    to = ahead.today_at(old) + ahead.AHEAD
    coming = await fetch(queries.COMING, series_id, new["from_on"], clock.now())
    to = max([to, *(shift["occurrence"] for shift in coming)])
    days = set(ahead.days_of(new, from_, to, await ahead.known_holidays(from_, to)))
    gone = [shift for shift in coming if shift["occurrence"] not in days]
    outcome = Outcome(withdrawn=len(gone))
    await withdraw(actor, gone)
    kept = [shift for shift in coming if shift["occurrence"] in days]
    # Later ones first where they move on, so that none meets the one that follows it.
    kept.sort(key=lambda shift: shift["starts_at"], reverse=new["begins"] >= old["begins"])
    await _change_shifts(actor, old, new, kept, outcome)
    outcome.planned = len(await ahead.plan_days([new], from_, to))
    return await fetch_row(queries.ONE, series_id), outcome


async def withdraw(actor: Actor, gone: Sequence[Any]) -> None:
    """Take shifts out of the plan; who was on a published one is told."""
    ids = ahead.ids_of(gone)
    await fetch(queries.UNSEAT, ids)
    await fetch(queries.WITHDRAW, ids)
    await reminders.forget(ids)
    for shift in gone:
        if shift["state"] == "published" or shift["people"]:
            told = shift["people"] if shift["state"] == "published" else []
            await record(events.ShiftWithdrawn(shift["id"], shift["people"]), by=actor, to=told)


async def _change_shifts(actor: Actor, old: Any, new: Any, kept: Sequence[Any], outcome: Outcome) -> None:
    moved: list[Placement] = []
    published: list[UUID] = []
    for shift in kept:
        changed = _merged(shift, old, new)
        if not changed:
            continue
        outcome.changed += 1
        values = {**shift, **changed}
        people = list(shift["people"])
        if "starts_at" in changed:
            people = await _move(actor, shift, values, outcome)
            moved += [Placement(person, shift["id"]) for person in people]
        else:
            await _write(values)
        if shift["state"] == "published":
            published.append(shift["id"])
            event = events.ShiftChanged(shift["id"], sorted(changed), values["starts_at"], values["ends_at"])
            await record(event, by=actor, to=people)
    await reminders.watch(published)
    await _leave_out(actor, await guards.examine(moved, occasion="assign", reader=actor), kept, outcome)


def _merged(shift: Any, old: Any, new: Any) -> dict[str, Any]:
    """What of a shift becomes as the new rule says: what still is as the old one said."""
    changed = {name: new[name] for name in COLUMNS if shift[name] == old[name] and old[name] != new[name]}
    if "seats" in changed:
        changed["seats"] = max(changed["seats"], len(shift["people"]))
        if changed["seats"] == shift["seats"]:
            del changed["seats"]
    were: tuple[datetime, datetime] = ahead.times_on(old, shift["occurrence"])
    are = ahead.times_on(new, shift["occurrence"])
    if were == (shift["starts_at"], shift["ends_at"]) and are != were:
        changed["starts_at"], changed["ends_at"] = are
    return changed


async def _write(values: dict[str, Any]) -> None:
    names = ("id", "starts_at", "ends_at", *COLUMNS)
    await fetch(queries.CHANGE_SHIFT, *(values[name] for name in names))


async def _move(actor: Actor, shift: Any, values: dict[str, Any], outcome: Outcome) -> list[UUID]:
    """Move a shift with its people; who works elsewhere then is taken off. Who stays on it."""
    try:
        async with transaction():
            await _write(values)
    except asyncpg.ExclusionViolationError:
        rows = await fetch(queries.BUSY, shift["id"], values["starts_at"], values["ends_at"])
        busy = [row["member_id"] for row in rows]
        findings = [
            Finding(
                "overlap",
                "refuse",
                person,
                shift["id"],
                ko="그 시간에 다른 근무가 있어요",
                en="The member has another shift at that time",
            )
            for person in busy
        ]
        await _leave_out(actor, findings, [shift], outcome)
        await _write(values)
        return [person for person in shift["people"] if person not in busy]
    return list(shift["people"])


async def _leave_out(
    actor: Actor, findings: Sequence[Finding], kept: Sequence[Any], outcome: Outcome
) -> None:
    """Take off whom a rule refuses, and tell them of a shift that they had seen."""
    states = {shift["id"]: shift["state"] for shift in kept}
    refused = [finding for finding in findings if finding.level == "refuse"]
    outcome.taken_off += refused
    for shift_id, member_id in dict.fromkeys((one.shift_id, one.member_id) for one in refused):
        await fetch(queries.UNSEAT_ONE, shift_id, [member_id])
        told = [member_id] if states[shift_id] == "published" else []
        await record(events.MemberUnassigned(shift_id, member_id), by=actor, to=told)
