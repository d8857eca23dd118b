"""Words for the tests of sheets: days by Seoul's clocks, and sheets as the application reads them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx

from backend.core import clock, database, tenancy
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.service.sheets import read_sheets
from jobs.job import Happened
from jobs.subscriptions import SUBSCRIPTIONS
from tests.attendance.day import AT_SITE, duty, tap
from tests.world import Firm, Person

SEOUL = ZoneInfo("Asia/Seoul")


def days_ago(days: int, clock_time: str) -> datetime:
    """A moment of a day before today, by Seoul's clocks: days_ago(1, "07:00")."""
    day = clock.now().astimezone(SEOUL).date() - timedelta(days=days)
    return datetime.fromisoformat(f"{day}T{clock_time}").replace(tzinfo=SEOUL).astimezone(UTC)


def day_ago(days: int) -> date:
    return clock.now().astimezone(SEOUL).date() - timedelta(days=days)


async def work(person: Person, site_id: str, *taps: tuple[str, datetime]) -> list[str]:
    """Taps at the site that the phone kept until now."""
    answers = [await tap(person, kind, at, site_id=site_id, **AT_SITE) for kind, at in taps]
    assert all(answer.status_code == 201 for answer in answers), [answer.text for answer in answers]
    return [answer.json()["id"] for answer in answers]


async def sheet(firm: Firm, member: Person, from_on: date, until_on: date | None = None) -> Sheet:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        return (await read_sheets(from_on, until_on or from_on, [UUID(member.member_id)]))[0]


def odd(sheet: Sheet) -> list[str]:
    return [one.code for one in sheet.exceptions]


async def last_week(firm: Firm) -> str:
    """The id of the period of the seven days before today. Somebody has worked in it."""
    weekly = {"period": "weekly", "week_from": day_ago(0).isoformat()}
    assert (await firm.owner.put("~/timesheet-choices", weekly)).status_code == 200
    periods = (await firm.owner.get("~/periods")).json()["items"]
    return next(one["id"] for one in periods if one["until_on"] == day_ago(1).isoformat())


async def clean_day(firm: Firm, site_id: str, person: Person, days: int) -> list[str]:
    """Three hours as planned; the ids of its IN and OUT."""
    await duty(firm, site_id, person, days_ago(days, "07:00"), 3)
    return await work(person, site_id, ("in", days_ago(days, "07:00")), ("out", days_ago(days, "10:00")))


async def seen(firm: Firm, period_id: str, person: Person) -> dict[str, Any]:
    """The sheet as the office sees it."""
    answer = await firm.owner.get(f"~/periods/{period_id}/sheets/{person.member_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def act(actor: Person, period_id: str, person: Person, what: str, revision: str) -> httpx.Response:
    """Approve (`approval`) or lock (`lock`) what was seen."""
    path = f"~/periods/{period_id}/sheets/{person.member_id}/{what}"
    return await actor.put(path, {"revision": revision})


async def locked(firm: Firm, period_id: str, person: Person) -> dict[str, Any]:
    """Approved by the owner, and locked."""
    revision = (await seen(firm, period_id, person))["revision"]
    for what in ("approval", "lock"):
        answer = await act(firm.owner, period_id, person, what, revision)
        assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def chain(firm: Firm, person: Person) -> list[str]:
    """The kinds of entries of somebody's chain, in order."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch(
                "SELECT kind FROM record_entry WHERE member_id = $1 ORDER BY seq", UUID(person.member_id)
            )
    return [row["kind"] for row in rows]


async def follow(firm: Firm) -> None:
    """Do what sheets follow from everything that has happened, as the worker process would; twice is once.

    What that makes happen is followed, too.
    """
    done: set[int] = set()
    while waiting := [one for one in await _happened(firm) if one.event_id not in done]:
        for event in waiting:
            done.add(event.event_id)
            jobs = next((jobs for kind, jobs in SUBSCRIPTIONS.items() if kind.__name__ == event.kind), ())
            for job in jobs:
                if job.name.startswith("timesheets."):
                    with tenancy.acting_for(org_id=event.org_id):
                        await job.work(event)


async def _happened(firm: Firm) -> list[Happened]:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch("SELECT id, kind, subject, actor_id, at, data FROM event ORDER BY id")
    return [
        Happened(
            org_id=UUID(firm.org_id),
            event_id=row["id"],
            kind=row["kind"],
            subject=row["subject"],
            actor_id=row["actor_id"],
            at=row["at"],
            data=row["data"].encode(),
        )
        for row in rows
    ]


async def told(person: Person) -> list[str]:
    """The topics of what came to somebody's inbox about sheets."""
    items = (await person.get("~/inbox")).json()["items"]
    return [one["topic"] for one in items if one["topic"].startswith("sheet_")]
