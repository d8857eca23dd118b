"""The rules as they are shown and chosen, plans that are only thought of, and what they cost."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.scheduling.plan import at, manage_site, shift

TERMS = {"weekly_min": 900, "days_per_week": 3, "wage_kind": "hourly", "wage_won": 10_320}


@pytest.fixture
async def site(firm):
    return await firm.site()


async def test_every_rule_names_its_article_and_what_may_be_chosen(firm, worker):
    answer = await firm.owner.get("~/planning-rules")
    rules = {rule["code"]: rule for rule in answer.json()["items"]}
    assert rules["week_52"]["article"] == "근로기준법 제53조 제1항"
    assert (rules["week_52"]["level"], rules["week_52"]["allowed"]) == ("refuse", ["refuse"])
    assert (rules["rest"]["article"], rules["rest"]["sure"], rules["rest"]["level"]) == (
        None,
        "house",
        "warn",
    )
    assert all((rule["sure"] == "house") == (rule["article"] is None) for rule in rules.values())
    assert (await worker.get("~/planning-rules")).status_code == 403


async def test_choices_hold_from_then_on_and_the_law_leaves_none(firm, site, worker):
    wanted = {"levels": {"rest": "refuse"}, "five_or_more": False, "rest_min": 600, "day_rule": "split"}
    answer = await firm.owner.put("~/planning-choices", wanted)
    assert answer.status_code == 200, answer.text
    rules = {rule["code"]: rule["level"] for rule in answer.json()["items"]}
    assert (rules["rest"], rules["week_52"], rules["minor_night"]) == ("refuse", "off", "refuse")
    assert len(await firm.events("PlanningChoicesChanged")) == 1
    await firm.owner.put("~/planning-choices", wanted)
    assert len(await firm.events("PlanningChoicesChanged")) == 1, "the same again is no change"

    for levels in ({"week_52": "off"}, {"breaks": "off"}, {"no_such_rule": "warn"}):
        answer = await firm.owner.put("~/planning-choices", {"levels": levels})
        assert (answer.status_code, answer.json()["code"]) == (422, "unacceptable-fields")
    for wrong in ({"levels": {"rest": "maybe"}}, {"rest_min": 9999}, {"travel_kmh": 0}, {"unknown": 1}):
        assert (await firm.owner.put("~/planning-choices", wrong)).status_code == 400
    assert (await worker.put("~/planning-choices", wanted)).status_code == 403


async def test_a_plan_is_checked_before_it_is_made_and_nothing_is_written(firm, site, worker):
    first, second = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 2, 4)
    placements = [{"member_id": worker.member_id, "shift_id": one["id"]} for one in (first, second)]

    answer = await firm.owner.post("~/plan-checks", {"placements": placements})

    assert answer.status_code == 200, answer.text
    assert [(one["code"], one["shift_id"]) for one in answer.json()["findings"]] == [
        ("overlap", first["id"]),
        ("overlap", second["id"]),
    ]
    assert (await firm.owner.get(f"~/shifts/{first['id']}")).json()["assigned"] == []
    for unknown in ({"member_id": str(new_id())}, {"shift_id": str(new_id())}):
        wanted = {"placements": [{**placements[0], **unknown}]}
        assert (await firm.owner.post("~/plan-checks", wanted)).status_code == 404
    assert (await firm.owner.post("~/plan-checks", {"placements": []})).status_code == 400


async def test_a_site_manager_checks_plans_of_their_own_sites_only(firm, site, worker, second_worker):
    await manage_site(firm, second_worker, site["id"])
    other = await firm.site(name="마포 상가")
    here, there = await shift(firm, site["id"], 1, 3), await shift(firm, other["id"], 1, 3)
    for planned, status in ((here, 200), (there, 404)):
        wanted = {"placements": [{"member_id": worker.member_id, "shift_id": planned["id"]}]}
        assert (await second_worker.post("~/plan-checks", wanted)).status_code == status
    assert (await second_worker.get("~/labour-cost?from=2026-11-23&to=2026-11-30")).status_code == 403


async def test_the_cost_of_a_week_by_site_and_person_adds_up(firm, site, worker, second_worker):
    other = await firm.site(name="마포 상가")
    await firm.owner.put(f"~/sites/{other['id']}/requirements", {"weekly_budget_won": 100_000})
    await firm.owner.put(f"~/members/{worker.member_id}/terms/2026-01-01", TERMS)
    monday = at(0).replace(hour=0, minute=0) + timedelta(days=7 - at(0).weekday())
    for day, place, people in ((0, site, [worker]), (1, other, [worker, second_worker]), (2, site, [worker])):
        since = monday + timedelta(days=day, hours=1)
        until = since + timedelta(hours=5, minutes=30)
        planned = await firm.shift(place["id"], since.isoformat(), until.isoformat(), break_min=30)
        for person in people:
            answer = await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{person.member_id}")
            assert answer.status_code == 200, answer.text
    days = f"from={monday.date()}&to={(monday + timedelta(days=7)).date()}"

    cost = (await firm.owner.get(f"~/labour-cost?{days}")).json()

    assert (cost["from_on"], cost["minutes"]) == (monday.date().isoformat(), 4 * 300)
    assert sum(person["won"] for person in cost["people"]) == cost["total_won"]
    assert sum(place["won"] for place in cost["sites"]) == cost["total_won"]
    mine = next(person for person in cost["people"] if person["member_id"] == worker.member_id)
    assert (mine["minutes"], mine["won"], mine["weekly_holiday_won"]) == (900, 154_800 + 30_960, 30_960)
    theirs = next(person for person in cost["people"] if person["member_id"] == second_worker.member_id)
    assert (mine["wage_known"], theirs["wage_known"]) == (True, False)
    assert [(one["name"], one["minutes"], one["budget_won"]) for one in cost["sites"]] == [
        ("마포 상가", 600, 100_000),
        ("역삼 타워", 600, None),
    ]

    assert (await worker.get(f"~/labour-cost?{days}")).status_code == 403
    day = clock.now().date()
    for from_, to, status in (
        (day, day, 422),
        (day, day + timedelta(days=90), 422),
        ("0001-01-01", day, 422),
    ):
        assert (await firm.owner.get(f"~/labour-cost?from={from_}&to={to}")).status_code == status
