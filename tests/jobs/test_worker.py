"""The real worker process: from an event to its consequence, and killed in between."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from backend.notifications.service.text_messages import LEASE, send_once
from tests.jobs.conftest import until
from tests.processes import Site
from tests.world import Firm, new_phone, outbox


@pytest.fixture
def site(app, tmp_path: Path) -> Iterator[Site]:
    """The worker on the database of this run; a test starts it."""
    installation = Site(
        {name: value for name, value in os.environ.items() if name.startswith("PUMASI_")}, tmp_path / "log"
    )
    yield installation
    installation.stop()


async def invite(firm: Firm, phone: str) -> str:
    invitation_id = str(new_id())
    answer = await firm.owner.post("~/invitations", {"id": invitation_id, "role": "member", "phone": phone})
    assert answer.status_code == 201, answer.text
    return invitation_id


def texts_to(phone: str) -> int:
    return sum(message["to"] == phone for message in outbox())


async def texted(phone: str) -> None:
    async def arrived() -> bool:
        return texts_to(phone) > 0

    await until(arrived, 30)


async def test_what_happens_while_the_worker_is_dead_is_done_when_it_lives(firm, site, servers):
    first, second, third = new_phone(), new_phone(), new_phone()
    site.start("worker")
    await invite(firm, first)
    await texted(first)

    site.kill("worker")
    await invite(firm, second)
    await asyncio.to_thread(servers.valkey.restart)
    site.start("worker")
    await invite(firm, third)
    await texted(second)
    await texted(third)
    assert [texts_to(phone) for phone in (first, second, third)] == [1, 1, 1]


@asynccontextmanager
async def silent_provider() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """A Twilio that takes the message and never answers."""
    asked = asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        assert not asked.is_set(), "asked twice"
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


async def test_killed_while_sending_it_is_unknown_and_not_sent_again(firm, site):
    phone = new_phone()
    async with silent_provider() as (url, asked):
        site.environment |= {
            "PUMASI_SMS_PROVIDER": "twilio",
            "PUMASI_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "PUMASI_TWILIO_AUTH_TOKEN": "only-for-tests",
            "PUMASI_TWILIO_SENDER": "+15005550006",
            "PUMASI_TWILIO_BASE_URL": url,
        }
        site.start("worker")
        invitation_id = await invite(firm, phone)
        async with asyncio.timeout(30):
            await asked.wait()
        site.kill("worker")
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            assert (await database.fetch_row("SELECT state FROM text_message"))["state"] == "leased"

    with clock.stopped_at(clock.now() + LEASE + timedelta(seconds=5)):
        state = await send_once(UUID(firm.org_id), f"invitation/{invitation_id}", phone, "again")
    assert state == "unknown"
    assert texts_to(phone) == 0
