"""A sheet is what the record, the plan and approved leave say about somebody's days."""

from datetime import date
from uuid import UUID

from backend.core import database, tenancy
from backend.timesheets.rules.works import rest_of
from backend.timesheets.service.sheets import read_ground, read_sheets
from tests.attendance.day import duty
from tests.timesheets.sheets import day_ago, days_ago, odd, sheet, work


async def test_a_day_as_planned_is_clean(firm, site, worker):
    shift = await duty(firm, site["id"], worker, days_ago(2, "07:00"), 5)
    await work(
        worker,
        site["id"],
        ("in", days_ago(2, "06:58")),
        ("break_start", days_ago(2, "09:00")),
        ("break_end", days_ago(2, "09:30")),
        ("out", days_ago(2, "12:01")),
    )

    found = await sheet(firm, worker, day_ago(2))

    assert [(str(one.shift_id), one.day) for one in found.planned] == [(shift.shift_id, day_ago(2))]
    (stretch,) = found.stretches
    assert (stretch.day, stretch.zone, str(stretch.shift_id)) == (day_ago(2), "Asia/Seoul", shift.shift_id)
    assert rest_of(stretch).total_seconds() == 30 * 60
    assert odd(found) == []
    assert (await sheet(firm, worker, day_ago(1))).stretches == ()


async def test_a_night_belongs_to_the_day_on_which_it_starts(firm, site, worker):
    await duty(firm, site["id"], worker, days_ago(3, "22:00"), 6)
    await work(worker, site["id"], ("in", days_ago(3, "22:00")), ("out", days_ago(2, "04:00")))

    first, second = [await sheet(firm, worker, day_ago(days)) for days in (3, 2)]

    assert (len(first.stretches), len(first.planned)) == (1, 1)
    assert (second.stretches, second.planned) == ((), ())


async def test_everybody_has_a_sheet_and_nobody_elses_work(firm, site, worker, second_worker, outsider):
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "09:00")))

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        found = {str(one.member_id): one for one in await read_sheets(day_ago(2), day_ago(0))}
    with tenancy.acting_for(org_id=UUID(outsider.org_id)):
        theirs = await read_sheets(day_ago(2), day_ago(0))

    assert set(found) == {worker.member_id, second_worker.member_id}
    assert len(found[worker.member_id].stretches) == 1
    assert found[second_worker.member_id].stretches == ()
    assert theirs == []


async def test_a_leave_over_new_year_keeps_every_minute_that_it_was_granted_for(firm, manager):
    """Holidays of its days before a sheet count when it was granted, and when its days are told apart."""
    await firm.owner.put("~/holidays/2026-12-23", {"is_holiday": True, "name": "창립 기념일"})
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            january = await read_ground(date(2027, 1, 1), date(2027, 1, 31))
    assert {date(2026, 12, 23), date(2026, 12, 25), date(2027, 1, 1)} <= january.holidays
