"""Transactions: what Piccolo's own would have leaked, poisoned or half committed."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from litestar import Litestar

from backend.core import database, tenancy
from backend.core.database import Aborted, NoTransaction, retrying, transaction
from backend.core.errors import NotFound
from backend.identity.tables import Member
from tests.conftest import Servers


@pytest.fixture(autouse=True)
async def table(app: Litestar, servers: Servers) -> AsyncIterator[None]:
    """A plain table with a deferred constraint, so that COMMIT itself can fail."""
    owner = await asyncpg.connect(servers.dsns.owner)
    await owner.execute(
        "CREATE TABLE seat (id int PRIMARY KEY, n int DEFAULT 0,"
        " twin int REFERENCES seat DEFERRABLE INITIALLY DEFERRED);"
        "GRANT ALL ON seat TO pumasi_app"
    )
    with tenancy.acting_for(org_id=uuid4()):
        yield
    await owner.execute("DROP TABLE seat")
    await owner.close()


async def count() -> int:
    async with transaction():
        return (await database.fetch_row("SELECT count(*) FROM seat"))[0]


async def insert(number: int, twin: int | None = None) -> None:
    await database.fetch("INSERT INTO seat (id, twin) VALUES ($1, $2)", number, twin)


async def test_a_block_commits_and_an_error_undoes_it():
    async with transaction():
        await insert(1)
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await insert(2)
            raise ZeroDivisionError
    assert await count() == 1


async def test_a_failed_commit_neither_leaks_nor_poisons():
    pool = database.engine().pool
    for _ in range(pool.get_max_size() + 1):  # one leak each would empty the pool and hang here
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with transaction():
                await insert(1, twin=99)
    async with transaction():  # Piccolo's own would run this in autocommit and commit the half
        await insert(2)
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await insert(3)
            raise ZeroDivisionError
    assert await count() == 1
    assert pool.get_idle_size() == pool.get_size()


async def test_a_nested_block_is_a_savepoint():
    async with transaction():
        await insert(1)
        with pytest.raises(asyncpg.UniqueViolationError):
            async with transaction():
                await insert(2)
                await insert(1)
        await insert(3)
    assert await count() == 2


async def test_a_database_error_swallowed_without_a_savepoint_is_not_a_silent_success():
    with pytest.raises(Aborted):
        async with transaction():
            await insert(1)
            with pytest.raises(asyncpg.UniqueViolationError):
                await insert(1)
    assert await count() == 0


async def test_an_error_inside_a_whole_request_dooms_it_even_when_swallowed():
    async with transaction(whole_request=True):
        await database.fetch("SELECT 1")
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await insert(1)
                raise ZeroDivisionError
    assert await count() == 0


async def test_a_cancelled_block_gives_its_connection_back():
    async def sleep_inside() -> None:
        async with transaction():
            await database.fetch("SELECT pg_sleep(20)")

    task = asyncio.create_task(sleep_inside())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with transaction():
        await insert(1)
    pool = database.engine().pool
    assert pool.get_idle_size() == pool.get_size()


async def test_a_lost_connection_is_not_given_to_the_next(servers: Servers):
    superuser = await asyncpg.connect(servers.dsns.superuser)
    with pytest.raises(database.GONE):
        async with transaction():
            pid = (await database.fetch_row("SELECT pg_backend_pid()"))[0]
            await superuser.execute("SELECT pg_terminate_backend($1)", pid)
            await insert(1)
    await superuser.close()
    assert await count() == 0


async def test_deadlocks_are_tried_again_in_one_place():
    async with transaction():
        await insert(1)
        await insert(2)
    both_hold = asyncio.Barrier(2)
    first_try = {1: True, 2: True}

    async def add(first: int, second: int) -> None:
        async def work() -> None:
            async with transaction():
                await database.fetch("UPDATE seat SET n = n + 1 WHERE id = $1", first)
                if first_try.pop(first, False):
                    await both_hold.wait()
                await database.fetch("UPDATE seat SET n = n + 1 WHERE id = $1", second)

        await retrying(work)

    await asyncio.gather(add(1, 2), add(2, 1))
    async with transaction():
        assert [row["n"] for row in await database.fetch("SELECT n FROM seat ORDER BY id")] == [2, 2]


async def test_locks_and_events_refuse_outside_a_transaction():
    with pytest.raises(NoTransaction):
        await database.lock(Member, uuid4())
    with pytest.raises(NoTransaction):
        await database.fetch("SELECT 1")


async def test_a_lock_on_what_does_not_exist_is_not_found():
    async with transaction():
        with pytest.raises(NotFound):
            await database.lock(Member, uuid4())


async def test_a_transaction_without_a_tenant_does_not_open():
    import contextvars

    async def open_without_tenant() -> None:
        async with transaction():
            pass

    context = contextvars.Context()
    task = asyncio.get_running_loop().create_task(open_without_tenant(), context=context)
    with pytest.raises(tenancy.NoTenant):
        await task


async def test_the_engines_own_transaction_is_out_of_reach():
    with pytest.raises(RuntimeError, match=r"backend\.core\.database"):
        database.engine().transaction()
