"""Periods are made once, cover every day, and never overlap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from backend.timesheets.rules.periods import period_at, periods_between
from backend.timesheets.schemas.choices import SheetChoices
from tests.timesheets.sheets import day_ago, days_ago, work

DAY = timedelta(days=1)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("choices", "day", "from_on", "until_on"),
    [
        (SheetChoices(), "2026-02-28", "2026-02-01", "2026-02-28"),
        (SheetChoices(), "2028-02-29", "2028-02-01", "2028-02-29"),
        (SheetChoices(month_day=21), "2026-11-20", "2026-10-21", "2026-11-20"),
        (SheetChoices(month_day=21), "2026-12-31", "2026-12-21", "2027-01-20"),
        (SheetChoices(month_day=28), "2026-03-01", "2026-02-28", "2026-03-27"),
        (SheetChoices("half_monthly"), "2026-02-15", "2026-02-01", "2026-02-15"),
        (SheetChoices("half_monthly"), "2026-02-16", "2026-02-16", "2026-02-28"),
        (SheetChoices("weekly"), "2026-11-24", "2026-11-23", "2026-11-29"),
        (SheetChoices("weekly", week_from=date(2026, 12, 6)), "2026-11-24", "2026-11-22", "2026-11-28"),
        (SheetChoices("two_weekly", week_from=date(2026, 11, 16)), "2026-11-24", "2026-11-16", "2026-11-29"),
        (SheetChoices("two_weekly", week_from=date(2026, 11, 23)), "2026-11-22", "2026-11-09", "2026-11-22"),
    ],
)
def test_the_period_of_a_day(choices, day, from_on, until_on):
    assert period_at(on(day), choices) == (on(from_on), on(until_on))


@pytest.mark.parametrize("kind", ["monthly", "half_monthly", "weekly", "two_weekly"])
def test_periods_join_whatever_was_chosen_before(kind):
    found = list(periods_between(on("2026-01-14"), on("2028-12-31"), SheetChoices(kind, month_day=25)))
    assert found[0][0] == on("2026-01-14")
    assert all(second[0] == first[1] + DAY for first, second in pairwise(found))
    assert found[-1][1] >= on("2028-12-31")


async def test_periods_reach_from_the_first_work_to_a_month_ahead(firm, site, worker):
    await work(worker, site["id"], ("in", days_ago(28, "07:00")), ("out", days_ago(28, "09:00")))
    await firm.owner.put("~/timesheet-choices", {"period": "weekly"})

    items = (await firm.owner.get("~/periods")).json()["items"]
    again = (await firm.owner.get("~/periods?limit=3")).json()

    days = [(on(one["from_on"]), on(one["until_on"])) for one in items]
    assert days[-1][0] <= day_ago(28) <= days[-1][1]
    assert days[0][1] >= day_ago(-31)
    assert all(later[0] == earlier[1] + DAY for later, earlier in pairwise(days))
    assert [one["over"] for one in items] == [one["until_on"] < day_ago(0).isoformat() for one in items]
    assert again["items"] == items[:3]
    more = await firm.owner.get(f"~/periods?cursor={again['next_cursor']}")
    assert more.json()["items"] == items[3:]


async def test_another_choice_changes_no_period_that_has_begun(firm, site, worker):
    await work(worker, site["id"], ("in", days_ago(20, "07:00")), ("out", days_ago(20, "09:00")))
    before = (await firm.owner.get("~/periods")).json()["items"]

    chosen = await firm.owner.put("~/timesheet-choices", {"period": "monthly", "month_day": 11})
    after = (await firm.owner.get("~/periods")).json()["items"]

    assert chosen.json()["month_day"] == 11
    today = day_ago(0).isoformat()
    begun = [one for one in before if one["from_on"] <= today]
    assert [one for one in after if one["from_on"] <= today] == begun
    coming = [one for one in after if one["from_on"] > today][::-1]
    assert on(coming[0]["from_on"]) == on(begun[0]["until_on"]) + DAY
    assert coming[0]["until_on"].endswith("-10")


async def test_who_may_choose_and_what(firm, worker, outsider):
    wrong = [{"period": "daily"}, {"month_day": 29}, {"grace_min": -1}, {"other": 1}]
    assert [(await firm.owner.put("~/timesheet-choices", body)).status_code for body in wrong] == [400] * 4
    assert (await worker.put("~/timesheet-choices", {})).status_code == 403
    assert (await worker.get("~/periods")).status_code == 403
    of_ours = f"/orgs/{firm.org_id}/periods"
    assert (await outsider.get(of_ours)).status_code == 404
