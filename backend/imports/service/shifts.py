"""Shifts from a table; a shift is known by its site, its times and its position."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch
from backend.imports.rules.columns import Cells
from backend.imports.schemas import Action
from backend.imports.service.judged import Judged, refused
from backend.scheduling.rules.times import wrong_times
from backend.scheduling.schemas.shifts import ShiftChange, ShiftInput
from backend.scheduling.service import assignments, shifts

SITES = "SELECT id, name, timezone FROM site WHERE archived_at IS NULL"
POSITIONS = "SELECT id, name FROM position WHERE archived_at IS NULL"
PEOPLE = "SELECT id, name FROM member WHERE ended_at IS NULL"
SHIFTS = """
SELECT s.id, s.site_id, s.starts_at, s.ends_at, s.position_id, s.seats, s.break_min, s.note,
       ARRAY(SELECT a.member_id FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id) AS crew
  FROM shift s
 WHERE s.state <> 'cancelled' AND s.starts_at = ANY ($1)
"""
WORDS = {
    "before-start": ("끝이 시작보다 빨라요", "The end is before the start"),
    "too-short": ("5분보다 짧아요", "It is shorter than 5 minutes"),
    "too-long": ("24시간보다 길어요", "It is longer than 24 hours"),
    "out-of-range": ("1년보다 먼 날이에요", "It is more than a year from now"),
}


@dataclass
class Known:
    """What the names in the table may mean: of a name that several have, all."""

    sites: dict[str, list[Any]]
    positions: dict[str, UUID]
    people: dict[str, list[UUID]]


async def judge(actor: Actor, rows: Sequence[Cells]) -> list[Judged]:
    """Inside a transaction."""
    known = Known({}, {}, {})
    for site in await fetch(SITES):
        if actor.may("plan_shifts", site["id"]):
            known.sites.setdefault(site["name"], []).append(site)
    known.positions = {row["name"]: row["id"] for row in await fetch(POSITIONS)}
    for person in await fetch(PEOPLE):
        known.people.setdefault(person["name"], []).append(person["id"])
    read = [(row, _read(row, known)) for row in rows]
    there = {_key(row): row for row in await fetch(SHIFTS, [v["starts_at"] for _, v in read if v])}
    often = Counter(_key(values) for _, values in read if values)
    return [
        _judged(row, values, there.get(_key(values)), often[_key(values)])
        if values
        else refused(row, _what(row))
        for row, values in read
    ]


def _read(row: Cells, known: Known) -> dict[str, Any] | None:
    """What the row says, or None when its time or place cannot be read."""
    site = _only(row, "site", known.sites, "현장", "site")
    position = row.text("position")
    if position and position not in known.positions:
        row.wrong("position", "그런 업무가 없어요", "There is no such position")
    crew = [
        person
        for name in filter(None, (part.strip() for part in row.text("crew", most=1000).split(";")))
        if (person := _only(row, "crew", known.people, "사람", "person", name)) is not None
    ]
    seats = row.whole("seats", max(1, len(crew)), 1, 100)
    if len(crew) > seats:
        row.wrong("crew", "사람이 자리보다 많아요", "More people than seats")
    day, begins, ends = row.day("day"), row.clock("begins"), row.clock("ends")
    if site is None or day is None or begins is None or ends is None:
        return None
    zone = ZoneInfo(site["timezone"])
    last = day + timedelta(days=1) if ends <= begins else day
    starts_at = datetime.combine(day, begins, zone).astimezone(UTC)
    ends_at = datetime.combine(last, ends, zone).astimezone(UTC)
    for problem in wrong_times(starts_at, ends_at, clock.now()):
        row.wrong("ends" if problem.pointer == "/ends_at" else "day", *WORDS[problem.code])
    return {
        "site_id": site["id"],
        "starts_at": starts_at,
        "ends_at": ends_at,
        "position_id": known.positions.get(position),
        "seats": seats,
        "break_min": row.whole("break_min", 0, 0, 480),
        "note": row.text("note", most=2000),
        "crew": crew,
    }


def _only(
    row: Cells, column: str, of: dict[str, list[Any]], ko: str, en: str, name: str | None = None
) -> Any:
    """The one that has this name."""
    wanted = row.text(column, needed=True) if name is None else name
    found = of.get(wanted, [])
    if wanted and not found:
        row.wrong(column, f"그런 {ko}이 없어요: {wanted}", f"There is no such {en}: {wanted}")
    elif len(found) > 1:
        row.wrong(column, f"이름이 같은 {ko}이 여럿이에요: {wanted}", f"Several have this name: {wanted}")
    return found[0] if len(found) == 1 else None


def _key(values: Any) -> tuple[Any, ...]:
    return tuple(values[name] for name in ("site_id", "starts_at", "ends_at", "position_id"))


def _what(row: Cells) -> str:
    return " ".join(filter(None, (row.values.get(key) for key in ("site", "day", "begins", "ends"))))


def _judged(row: Cells, values: dict[str, Any], there: Any, often: int) -> Judged:
    if often > 1:
        row.wrong("", "같은 근무가 두 번 있어요", "The shift stands there twice")
    if row.problems:
        return refused(row, _what(row))
    crew = [str(member) for member in values.pop("crew")]
    if there is None:
        plain = {
            **values,
            "starts_at": values["starts_at"].isoformat(),
            "ends_at": values["ends_at"].isoformat(),
        }
        return Judged(row.line, "add", _what(row), does={"shift": plain, "crew": crew})
    change = {
        key: values[key]
        for key in ("seats", "break_min", "note")
        if key in row.values and values[key] != there[key]
    }
    new = [member for member in crew if UUID(member) not in there["crew"]]
    action: Action = "change" if change or new else "same"
    return Judged(row.line, action, _what(row), subject=there["id"], does={"change": change, "crew": new})


async def apply(actor: Actor, row: Judged) -> None:
    """Plan a draft, or change a shift, and put people on it. Raises Overlap, RulesBroken and the like."""
    shift_id = row.subject
    if shift_id is None:
        plain = row.does["shift"]
        moments = {key: datetime.fromisoformat(plain[key]) for key in ("starts_at", "ends_at")}
        shift_id = (await shifts.plan_shift(actor, ShiftInput(**{**plain, **moments}))).id
    elif row.does["change"]:
        await shifts.change_shift(actor, shift_id, ShiftChange(**row.does["change"]))
    for member in row.does["crew"]:
        await assignments.assign(actor, shift_id, UUID(member))
