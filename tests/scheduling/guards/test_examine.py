"""What the guards find in a plan that stands in the database."""

from asyncio import Barrier, Event, create_task, sleep
from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.core.database import lock
from backend.core.ids import new_id
from backend.scheduling.errors import RulesBroken
from backend.scheduling.service.assignments import take_seat
from backend.scheduling.service.candidates import candidates
from backend.scheduling.service.guards import Placement, guard
from backend.scheduling.tables import Shift
from tests.scheduling.guards.words import codes, findings, sql
from tests.scheduling.plan import at, manage_site, shift


@pytest.fixture
async def site(firm):
    return await firm.site()


async def test_nothing_speaks_against_an_ordinary_shift(firm, site, worker):
    assert await findings(firm, worker, await shift(firm, site["id"], 1, 3)) == []


async def test_who_left_is_not_planned(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    await firm.owner.delete(f"~/members/{worker.member_id}")
    assert codes(await findings(firm, worker, planned)) == ["left"]


async def test_approved_leave_is_free_and_asked_leave_is_not_yet(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    statement = """
    INSERT INTO leave_request (org_id, id, member_id, kind, from_on, until_on, starts_at, ends_at, minutes,
                               state, asked_at)
    VALUES ($1, $2, $3, 'annual', $4::timestamptz::date, $4::timestamptz::date, $4, $5, 480, $6, now())"""
    times = (at(2), at(6))
    await sql(firm, statement, new_id(), UUID(worker.member_id), *times, "asked")
    assert await findings(firm, worker, planned) == []

    await sql(firm, statement, new_id(), UUID(worker.member_id), *times, "approved")
    (found,) = await findings(firm, worker, planned)
    assert (found.code, found.level) == ("on_leave", "refuse")


async def test_overlaps_are_found_before_the_database_refuses_them(firm, site, worker):
    first, second = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 2, 4)
    assert codes(await findings(firm, worker, first, second)) == ["overlap", "overlap"]


async def test_a_site_excludes_people_or_takes_only_approved_ones(firm, site, worker, second_worker):
    planned = await shift(firm, site["id"], 1, 3)
    await sql(firm, "UPDATE site SET approved_only = true WHERE org_id = $1")
    statement = "INSERT INTO site_person (org_id, site_id, member_id, rule) VALUES ($1, $2, $3, $4)"
    await sql(firm, statement, UUID(site["id"]), UUID(worker.member_id), "excluded")
    await sql(firm, statement, UUID(site["id"]), UUID(firm.owner.member_id), "approved")

    assert codes(await findings(firm, worker, planned)) == ["site_excluded"]
    assert codes(await findings(firm, second_worker, planned)) == ["site_unapproved"]
    assert codes(await findings(firm, firm.owner, planned)) == []


async def test_candidates_come_best_first_and_say_what_speaks_against_them(firm, site, worker, second_worker):
    busy, free = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 2, 4)
    await firm.owner.put(f"~/shifts/{busy['id']}/assignments/{worker.member_id}")

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        found = await candidates([UUID(free["id"])])

    assert {str(one.member_id) for one in found} == {person.member_id for person in firm.people}
    assert str(found[-1].member_id) == worker.member_id
    assert codes(found[-1].findings) == ["overlap"]
    assert (found[0].findings, found[0].minutes_this_week) == ([], 120)
    assert timedelta(minutes=found[-1].minutes_this_week) == timedelta(hours=4)


async def test_assigning_carries_warnings_and_is_refused_when_a_rule_says_so(firm, site, worker):
    long, longer = await shift(firm, site["id"], 1, 6), await shift(firm, site["id"], 7, 12)
    answer = await firm.owner.put(f"~/shifts/{long['id']}/assignments/{worker.member_id}")
    assert (answer.status_code, codes_of(answer.json()["findings"])) == (200, ["breaks"])
    assert answer.json()["findings"][0]["article"] == "근로기준법 제54조 제1항"

    choice = (
        """INSERT INTO planning_choice (org_id, choices) VALUES ($1, '{"levels": {"breaks": "refuse"}}')"""
    )
    await sql(firm, choice)
    answer = await firm.owner.put(f"~/shifts/{longer['id']}/assignments/{worker.member_id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "rules-broken")
    assert codes_of(answer.json()["findings"]) == ["breaks"]
    assert (await firm.owner.get(f"~/shifts/{longer['id']}")).json()["assigned"] == [], "nothing half done"


async def test_two_plans_at_once_see_each_other(firm, site, worker):
    """Two shifts make 34 hours; one more of 15 is within 52, and two are not."""
    await sql(
        firm, """INSERT INTO planning_choice (org_id, choices) VALUES ($1, '{"levels": {"rest": "off"}}')"""
    )
    monday = at(0).replace(hour=0, minute=0) + timedelta(days=7 - at(0).weekday())
    spans = [(1, 21), (25, 41), (49, 65), (73, 89)]
    shifts = [
        await firm.shift(
            site["id"],
            (monday + timedelta(hours=since)).isoformat(),
            (monday + timedelta(hours=until)).isoformat(),
            break_min=60,
        )
        for since, until in spans
    ]
    path = f"assignments/{worker.member_id}"
    seated, looked = Barrier(2), Event()

    async def seat(planned) -> Placement:
        shift = await lock(Shift, UUID(planned["id"]))
        await take_seat(shift, UUID(worker.member_id))
        await seated.wait()
        return Placement(UUID(worker.member_id), shift.id)

    async def first(planned) -> None:
        async with database.transaction():
            await guard([await seat(planned)], occasion="assign")
            looked.set()
            while not other.done() and not await waits_for_a_plan():  # noqa: ASYNC110 - another connection
                await sleep(0.01)

    async def second(planned) -> None:
        async with database.transaction():
            placement = await seat(planned)
            await looked.wait()
            await guard([placement], occasion="assign")

    for planned in shifts[:2]:
        assert (await firm.owner.put(f"~/shifts/{planned['id']}/{path}")).status_code == 200

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        other = create_task(second(shifts[3]))
        await first(shifts[2])
        with pytest.raises(RulesBroken) as refused:
            await other

    assert "week_52" in codes(refused.value.extra["findings"])


async def waits_for_a_plan() -> bool:
    """Whether somebody waits until another plan of the same person is made."""
    return bool(await database.fetch("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))


async def test_why_the_law_protects_somebody_is_told_only_to_who_may_read_it(
    firm, site, worker, second_worker
):
    planned = await shift(firm, site["id"], 1, 9, break_min=30)
    facts = "INSERT INTO member_protection (org_id, member_id, born_on) VALUES ($1, $2, $3)"
    await sql(firm, facts, UUID(worker.member_id), clock.now().date() - timedelta(days=16 * 366))
    await manage_site(firm, second_worker, site["id"])
    path = f"~/shifts/{planned['id']}/assignments/{worker.member_id}"

    by_office, by_site_manager = await firm.owner.put(path), await second_worker.put(path)

    assert "minor_hours" in codes_of(by_office.json()["findings"])
    assert "18" in by_office.text
    assert "minor_hours" not in codes_of(by_site_manager.json()["findings"])
    assert "protected" in codes_of(by_site_manager.json()["findings"])
    assert "18" not in str([one["ko"] + one["en"] for one in by_site_manager.json()["findings"]])


def codes_of(found: list[dict]) -> list[str]:
    return [finding["code"] for finding in found]


async def test_a_shift_is_not_moved_to_where_a_rule_forbids_somebody_on_it(firm, site, worker):
    planned, later = await shift(firm, site["id"], 1, 3), {"ends_at": at(13).isoformat(), "break_min": 60}
    await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
    minor = {"born_on": (clock.now().date() - timedelta(days=16 * 366)).isoformat(), "night_permit": True}
    await firm.owner.put(f"~/members/{worker.member_id}/protection", minor)

    answer = await firm.owner.patch(f"~/shifts/{planned['id']}", later)
    assert (answer.status_code, codes_of(answer.json()["findings"])) == (409, ["minor_hours"])
    assert (await firm.owner.get(f"~/shifts/{planned['id']}")).json()["ends_at"] == planned["ends_at"]

    await firm.owner.delete(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
    assert (await firm.owner.patch(f"~/shifts/{planned['id']}", later)).status_code == 200


async def test_what_was_broken_before_keeps_nobody_from_changing_a_shift(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}")
    await firm.owner.put(f"~/sites/{site['id']}/people/{worker.member_id}", {"rule": "excluded"})
    answer = await firm.owner.patch(f"~/shifts/{planned['id']}", {"ends_at": at(4).isoformat()})
    assert answer.status_code == 200, answer.text
