"""What the guards find in a plan that stands in the database."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import tenancy
from backend.core.ids import new_id
from backend.scheduling.service.candidates import candidates
from tests.scheduling.guards.words import codes, findings, sql
from tests.scheduling.plan import at, shift


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
