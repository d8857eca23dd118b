"""Up to where events may be read in order: found by making the orders that go wrong without it."""

from uuid import UUID

import asyncpg
import pytest

from backend import settings
from backend.core.horizon import Horizon
from backend.core.ids import new_id

INSERT = (
    "INSERT INTO event (org_id, kind, subject, data, at) VALUES ($1, 'Tried', $2, '{}', now()) RETURNING id"
)


class Writer:
    """A transaction of the application that we take through its steps by hand."""

    def __init__(self, connection: asyncpg.Connection, org_id: UUID) -> None:
        self.connection, self.org_id = connection, org_id

    async def begin(self) -> None:
        """Begin as a request does: it has its number before it waits for anything."""
        await self.connection.execute(f"BEGIN; SELECT set_config('app.org', '{self.org_id}', true)")
        await self.connection.execute("SELECT pg_current_xact_id()")

    async def lock(self, subject: UUID) -> None:
        await self.connection.execute("SELECT pg_advisory_xact_lock($1)", subject.int % 2**62)

    async def write(self, subject: UUID) -> int:
        return await self.connection.fetchval(INSERT, self.org_id, subject)

    async def commit(self) -> None:
        await self.connection.execute("COMMIT")


@pytest.fixture
async def connect(app):
    opened = []

    async def connect_once():
        opened.append(await asyncpg.connect(settings.current().database_url))
        return opened[-1]

    yield connect_once
    for connection in opened:
        await connection.close()


@pytest.fixture
async def writers(connect):
    org_id = new_id()
    return [Writer(await connect(), org_id) for _ in range(3)]


async def test_an_event_that_may_still_come_holds_back_later_ones(connect, writers):
    reader, horizon = await connect(), Horizon()
    slow, quick, _ = writers
    await slow.begin()
    await quick.begin()
    first = await slow.write(new_id())
    second = await quick.write(new_id())
    await quick.commit()

    await horizon.look(reader)
    await horizon.look(reader)
    assert horizon.settled < first
    assert horizon.waiting

    await slow.commit()
    await horizon.look(reader)
    assert horizon.settled >= second


async def test_two_on_one_subject_and_a_third_between_their_numbers(connect, writers):
    """The second to lock has the smaller number; the third, still open, would split a window by numbers."""
    reader, horizon, subject = await connect(), Horizon(), new_id()
    second, third, first = writers
    for writer in writers:
        await writer.begin()
    await first.lock(subject)
    earlier = await first.write(subject)
    await first.commit()
    await second.lock(subject)
    later = await second.write(subject)
    await second.commit()
    assert earlier < later

    await horizon.look(reader)
    await horizon.look(reader)
    assert not earlier <= horizon.settled < later

    await third.commit()
    await horizon.look(reader)
    assert horizon.settled >= later


async def test_a_transaction_has_its_number_before_its_first_event_has_an_id(connect):
    writer = Writer(await connect(), new_id())
    await writer.connection.execute(f"BEGIN; SELECT set_config('app.org', '{writer.org_id}', true)")
    steps = await writer.connection.fetchval("SELECT prosrc FROM pg_proc WHERE proname = 'next_event_id'")
    assert steps.index("pg_current_xact_id") < steps.index("nextval")
    await writer.write(new_id())
    await writer.commit()


async def test_a_quiet_database_is_settled_at_the_first_look(connect, writers):
    horizon, writer = Horizon(), writers[0]
    await writer.begin()
    event_id = await writer.write(new_id())
    await writer.commit()
    await horizon.look(await connect())
    assert horizon.settled >= event_id
    assert not horizon.waiting


async def test_the_only_writer_is_waited_for(connect, writers):
    """PostgreSQL's snapshot does not count an open transaction that is newer than every ended one."""
    reader, horizon, writer = await connect(), Horizon(), writers[0]
    await writer.begin()
    event_id = await writer.write(new_id())
    await horizon.look(reader)
    assert horizon.settled < event_id
    await writer.commit()
    await horizon.look(reader)
    assert horizon.settled >= event_id


async def test_while_nobody_writes_no_number_is_used_up(connect):
    reader, horizon = await connect(), Horizon()
    await horizon.look(reader)
    before = await reader.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    for _ in range(5):
        await horizon.look(reader)
    assert before == await reader.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")


async def test_what_was_written_while_it_waited_keeps_it_looking(connect, writers):
    reader, horizon = await connect(), Horizon()
    slow, quick, _ = writers
    await slow.begin()
    await slow.write(new_id())
    await horizon.look(reader)
    await quick.begin()
    last = await quick.write(new_id())
    await quick.commit()
    await slow.commit()
    await horizon.look(reader)
    assert horizon.settled < last
    assert horizon.waiting
    await horizon.look(reader)
    assert horizon.settled >= last
    assert not horizon.waiting
