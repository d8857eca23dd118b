"""Fixtures: the servers for the whole run, then the cast of each test."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from litestar import Litestar

from backend.core.embedded import Dsns, EmbeddedPostgres, EmbeddedValkey
from tests.world import ORIGIN, Firm, Person, found_firm


@pytest.fixture(scope="session")
def data_folder() -> Iterator[Path]:
    """A folder that any user can reach, as a clone of the repository usually is."""
    folder = Path(tempfile.mkdtemp(prefix="pumasi-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Servers:
    """The real PostgreSQL and Valkey of this run, for tests that restart them."""

    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    dsns: Dsns
    valkey_url: str


@pytest.fixture(scope="session")
def servers(data_folder: Path) -> Iterator[Servers]:
    postgres, valkey = EmbeddedPostgres(data_folder, durable=False), EmbeddedValkey(data_folder)
    yield Servers(postgres, valkey, postgres.start(), valkey.start())
    valkey.stop()
    postgres.erase()


@pytest.fixture(scope="session")
def environment(data_folder: Path, servers: Servers) -> None:
    """The settings of this process, before anything reads them."""
    os.environ.update(
        PUMASI_DATA=str(data_folder),
        PUMASI_BASE_URL=ORIGIN,
        PUMASI_SECRET_KEY="only-for-tests-0123456789-0123456789",
        PUMASI_DATABASE_URL=servers.dsns.app,
        PUMASI_DATABASE_OWNER_URL=servers.dsns.owner,
        PUMASI_DATABASE_RELAY_URL=servers.dsns.relay,
        PUMASI_VALKEY_URL=servers.valkey_url,
        PUMASI_RATE_LIMITS="off",
        PUMASI_PUSH_LOOPBACK="on",
    )


@pytest.fixture(scope="session")
async def app(environment: None) -> AsyncIterator[Litestar]:
    """The application on a freshly migrated database."""
    from backend.app import create_app
    from backend.core.migrations import migrate

    await migrate()
    application = create_app()
    async with living(application):
        yield application


@asynccontextmanager
async def living(application: Litestar) -> AsyncIterator[None]:
    """Run the lifespan in a task of its own: a fixture's two halves are not one, and anyio minds."""
    began, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with application.lifespan():
            began.set()
            await over.wait()

    life = asyncio.create_task(live())
    await asyncio.wait([life, asyncio.create_task(began.wait())], return_when=asyncio.FIRST_COMPLETED)
    if life.done():
        await life
    yield
    over.set()
    await life


@pytest.fixture
async def firm(app: Litestar) -> Firm:
    """A cleaning firm with its owner."""
    return await found_firm(app)


@pytest.fixture
async def manager(firm: Firm) -> Person:
    return await firm.hire("박정호", "manager")


@pytest.fixture
async def worker(firm: Firm) -> Person:
    return await firm.hire("이순자")


@pytest.fixture
async def second_worker(firm: Firm) -> Person:
    return await firm.hire("최명희")


@pytest.fixture
async def outsider(app: Litestar) -> Person:
    """The owner of another firm, who must see nothing of ours."""
    return (await found_firm(app, "다른 회사", "남의집")).owner
