"""The world that a new user meets: something is going on, and planting it again changes nothing."""

import asyncpg
import pytest
from litestar import Litestar

from backend.seeds import plant
from tests.conftest import Servers
from tests.world import Person, browser


@pytest.fixture
async def people(app: Litestar) -> list[str]:
    return await plant("cleaning-firm")


async def signed_in(app: Litestar, line: str) -> Person:
    phone = "+8210" + line.split()[0].removeprefix("010").replace("-", "")
    person = Person(browser(app), phone, line.split()[1])
    await person.sign_in()
    person.org_id = (await person.get("/me")).json()["memberships"][0]["org_id"]
    return person


async def test_somebody_is_at_work_late_and_expected(app, people):
    manager = await signed_in(app, people[1])

    board = (await manager.get("~/board")).json()

    assert board["counts"]["on_site"] >= 2
    assert board["counts"]["late"] >= 1
    # Whoever is expected at planting may be late by now: the browser tests planted this world before.
    assert board["counts"]["late"] + board["counts"]["expected"] >= 2
    assert len(board["sites"]) == 4


async def test_a_worker_of_two_firms_has_shifts_and_a_record(app, people):
    worker = await signed_in(app, people[2])

    documents = (await worker.post("/me/snapshot", {"have": {}})).json()["documents"]

    work = [document["data"] for name, document in documents.items() if name.endswith("/work")]
    assert len(work) == 2
    assert all(firm["shifts"] for firm in work)
    assert any(len(firm["punches"]) > 5 for firm in work)


async def test_last_week_is_handed_over_and_paid(app, people, servers: Servers):
    org_id = (await signed_in(app, people[0])).org_id
    connection = await asyncpg.connect(servers.dsns.superuser)
    locked = await connection.fetchval(
        "SELECT count(*) FROM sheet WHERE org_id = $1 AND state = 'locked'", org_id
    )
    slips = await connection.fetchval(
        "SELECT count(*) FROM pay_slip WHERE org_id = $1 AND total_won > 0", org_id
    )
    await connection.close()
    assert locked == slips > 0


async def test_planting_again_changes_nothing(people, servers: Servers):
    connection = await asyncpg.connect(servers.dsns.superuser)
    tables = ("account", "organisation", "member", "site", "shift", "assignment", "punch", "event")
    count = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    before = sorted(await connection.fetch(count))

    assert await plant("cleaning-firm") == people

    assert sorted(await connection.fetch(count)) == before
    await connection.close()


async def test_an_unknown_world_is_named_in_one_line():
    with pytest.raises(SystemExit, match="no world 'moon'"):
        await plant("moon")
