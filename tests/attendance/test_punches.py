"""Reading punches: one's own, those of one's sites, and nothing of anybody else's."""

from datetime import timedelta

import asyncpg
import pytest

from backend.core import clock, database, tenancy
from tests.attendance.day import tap
from tests.scheduling.plan import manage_site, query


@pytest.fixture
async def day(firm, site, worker, second_worker):
    """Three punches of one worker, one of another."""
    start = clock.now() - timedelta(hours=6)
    mine = [
        await tap(worker, kind, start + timedelta(hours=hour), site_id=site["id"])
        for hour, kind in enumerate(["in", "out", "in"])
    ]
    theirs = await tap(second_worker, "in", start, site_id=site["id"])
    return [answer.json()["id"] for answer in mine], theirs.json()["id"]


async def test_a_worker_sees_their_own_and_only_those(worker, second_worker, day):
    mine, theirs = day
    listed = (await worker.get("~/punches")).json()
    assert [punch["id"] for punch in listed["items"]] == mine[::-1]
    assert (await worker.get(f"~/punches?member_id={second_worker.member_id}")).status_code == 404
    assert (await worker.get(f"~/punches/{theirs}")).status_code == 404
    assert (await worker.get(f"~/punches/{mine[0]}")).json()["member_name"] == worker.name
    assert (await worker.get("~/board")).status_code == 403


async def test_the_office_sees_everybody_in_pages(firm, manager, worker, day):
    mine, theirs = day
    first = (await manager.get("~/punches?limit=3")).json()
    rest = (await manager.get(f"~/punches?limit=3&cursor={first['next_cursor']}")).json()
    assert {punch["id"] for punch in first["items"] + rest["items"]} == {*mine, theirs}
    assert rest["next_cursor"] is None
    one = (await manager.get(f"~/punches?member_id={worker.member_id}")).json()["items"]
    assert [punch["id"] for punch in one] == mine[::-1]


async def test_a_site_manager_sees_their_sites(firm, site, second_worker, worker, day):
    other = await firm.site(name="남의 현장")
    await tap(worker, "in", site_id=other["id"])
    await manage_site(firm, second_worker, other["id"])

    listed = (await second_worker.get("~/punches")).json()["items"]
    assert {(punch["site_id"], punch["member_name"]) for punch in listed} == {
        (other["id"], worker.name),
        (site["id"], second_worker.name),
    }
    assert (await second_worker.get(f"~/punches/{day[0][0]}")).status_code == 404


async def test_an_outsider_sees_nothing(firm, outsider, day):
    outsider.org_id = firm.org_id
    for path in ("~/punches", f"~/punches/{day[1]}", "~/board"):
        assert (await outsider.get(path)).status_code == 404


async def test_a_range_has_bounds(manager, day):
    now = clock.now()
    inside = f"~/punches?from={query(now - timedelta(hours=5.5))}&to={query(now - timedelta(hours=4.5))}"
    assert len((await manager.get(inside)).json()["items"]) == 1
    too_long = f"~/punches?from={query(now - timedelta(days=63))}&to={query(now)}"
    assert (await manager.get(too_long)).status_code == 422
    for wrong in ("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "2026-11-24T09:00:00"):
        assert (await manager.get(f"~/punches?from={wrong}")).status_code in (400, 422)
        assert (await manager.get(f"~/punches?to={wrong}")).status_code in (400, 422)


@pytest.mark.parametrize(
    "change", ["UPDATE punch SET device_time = now()", "UPDATE punch SET flags = '{}'", "DELETE FROM punch"]
)
async def test_a_punch_cannot_be_changed_even_by_the_application(firm, day, change):
    with tenancy.acting_for(org_id=firm.org_id), pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction():
            await database.fetch(change)
