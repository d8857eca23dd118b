"""Leave that is earned by months and years of work, and that expires: booked by a job, once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.core import clock, tenancy
from backend.core.ids import new_id
from backend.scheduling.rules.leave import months_after
from backend.scheduling.service import leave_accrual
from jobs.subscriptions import jobs_by_kind
from tests.scheduling.plan import publish, timers
from tests.scheduling.test_leave import SEOUL, balance
from tests.world import Firm, Person

FULL_TIME = {
    "weekly_min": 2400,
    "days_per_week": 5,
    "wage_kind": "hourly",
    "wage_won": 10_320,
    "extra_hours_agreed": False,
}


async def employ(firm: Firm, person: Person, from_on: str | None = None, **terms: Any) -> None:
    from_on = from_on or str(clock.now().astimezone(SEOUL).date())
    path = f"~/members/{person.member_id}/terms/{from_on}"
    answer = await firm.owner.put(path, {**FULL_TIME, **terms})
    assert answer.status_code == 200, answer.text


def after(months: int) -> datetime:
    """Noon in Seoul, so many months after today."""
    today = clock.now().astimezone(SEOUL)
    return datetime.combine(months_after(today.date(), months), datetime.min.time(), SEOUL) + timedelta(
        hours=12
    )


async def look(firm: Firm, at: datetime) -> None:
    """The job, twice: a queue may hand it out again."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)), clock.stopped_at(at):
        await leave_accrual.look()
        await leave_accrual.look()


async def shift_of(firm: Firm, person: Person) -> dict[str, Any]:
    """A published shift tomorrow."""
    site = await firm.site()
    starts = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    made = await firm.shift(site["id"], starts.isoformat(), (starts + timedelta(hours=4)).isoformat())
    await firm.owner.put(f"~/shifts/{made['id']}/assignments/{person.member_id}")
    await publish(firm.owner)
    return made


async def test_a_perfect_month_earns_a_day_once_and_the_next_look_is_set(firm, worker):
    await employ(firm, worker)
    await look(firm, after(1) - timedelta(days=1))
    assert await balance(worker) == 0
    await look(firm, after(1))
    assert await balance(worker) == 480
    entry = (await worker.get(f"~/members/{worker.member_id}/leave")).json()["entries"][0]
    assert (entry["why"], entry["recorded_by"]) == ("monthly", None)
    due = (await timers(firm))["leave_accrual"]
    assert due.astimezone(SEOUL).strftime("%H:%M") == "03:00"
    assert due > after(1)


async def test_a_month_with_an_absence_earns_nothing_unless_there_was_leave(firm, worker):
    await employ(firm, worker)
    missed = await shift_of(firm, worker)
    await look(firm, after(1))
    assert await balance(worker) == 0

    day = str(datetime.fromisoformat(missed["starts_at"]).astimezone(SEOUL).date())
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        body = {"kind": "sick", "from_on": day, "until_on": day}
        request = (await worker.post("~/leave-requests", body)).json()
        await firm.owner.put(f"~/leave-requests/{request['id']}/decision", {"approve": True})
    await look(firm, after(1))
    assert await balance(worker) == 480


async def test_who_came_late_came(firm, worker):
    await employ(firm, worker)
    planned = await shift_of(firm, worker)
    starts = datetime.fromisoformat(planned["starts_at"])
    for kind, at in (("in", starts + timedelta(hours=1)), ("out", starts + timedelta(hours=4))):
        with clock.stopped_at(at):
            body = {"kind": kind, "site_id": planned["site_id"], "device_time": at.isoformat()}
            answer = await worker.put(f"~/punches/{new_id()}", body)
            assert answer.status_code in (200, 201), answer.text
    await look(firm, after(1))
    assert await balance(worker) == 480


async def test_a_year_earns_fifteen_days_and_the_first_year_s_days_are_gone(firm, worker):
    await employ(firm, worker)
    for month in range(1, 12):
        await look(firm, after(month))
    assert await balance(worker) == 11 * 480
    await look(firm, after(12))
    entries = (await worker.get(f"~/members/{worker.member_id}/leave")).json()["entries"]
    assert sorted((one["why"], one["minutes"]) for one in entries)[:1] == [("expired", -11 * 480)]
    assert await balance(worker) == 15 * 480


@pytest.mark.parametrize(
    ("terms", "minutes", "earns"),
    [({"weekly_min": 1200}, 240, "yes"), ({"weekly_min": 840}, 0, "under_15h"), (None, 0, "no_terms")],
)
async def test_what_is_earned_depends_on_the_contract(firm, worker, terms, minutes, earns):
    if terms is not None:
        await employ(firm, worker, **terms)
    await look(firm, after(1))
    assert await balance(worker) == minutes
    assert (await worker.get(f"~/members/{worker.member_id}/leave")).json()["earns"] == earns


async def test_fewer_than_five_people_earn_nothing_by_law(firm, worker):
    await employ(firm, worker)
    choices = (await firm.owner.get("~/planning-rules")).json()["choices"]
    answer = await firm.owner.put("~/planning-choices", {**choices, "five_or_more": False})
    assert answer.status_code == 200, answer.text
    await look(firm, after(1))
    assert await balance(worker) == 0


async def test_what_was_earned_before_they_came_here_is_the_office_s_to_book(firm, worker):
    await employ(firm, worker, "2020-03-02")
    await look(firm, clock.now())
    assert await balance(worker) == 0
    on = {"on_day": "2026-03-02", "expires_on": "2026-11-30", "kind": "annual", "minutes": 3 * 480}
    await firm.owner.post(f"~/members/{worker.member_id}/leave-entries", on)
    assert "leave_accrual" in await timers(firm)
    await look(firm, datetime(2026, 12, 1, tzinfo=SEOUL))
    assert await balance(worker) == 0


def test_a_change_of_terms_and_every_night_lead_to_a_look():
    kinds = jobs_by_kind()
    assert kinds["TermsChanged"] == kinds["LeaveAccrualDue"]
