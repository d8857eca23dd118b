"""`make up`, from outside: what it prints, what comes back after a kill, and that nothing is left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from backend.core.embedded.ownership import command_of
from tests.processes import ROOT, free_port

STOP_S = 10.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")


class Up:
    """One `up` with a folder and a port of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.printed = ""
        self.began = time.monotonic()
        own = {"PUMASI_DATA": str(folder), "PUMASI_PORT": str(self.port), **settings}
        plain = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "up"],
            cwd=ROOT, env=plain | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def until_ready(self) -> str:
        """What it printed before the line that says where the SMS codes appear."""
        assert self.process.stdout
        printed = ""
        for line in self.process.stdout:
            printed += line
            if "SMS codes appear" in line:
                return printed
        raise AssertionError(printed)

    def processes(self) -> dict[str, int]:
        """The numbers of `web`, `worker`, `valkey` and `postgres`."""
        postmaster = (self.folder / "postgres").resolve() / "cluster" / "postmaster.pid"
        found = {"postgres": int(postmaster.read_text().split("\n", 1)[0])}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
            except OSError:  # it ended meanwhile
                continue
            command = command_of(int(stat.parent.name)) if parent == self.process.pid else ""
            found |= {name: int(stat.parent.name) for name in ("web", "worker", "valkey") if name in command}
        return found

    def answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5))
        except OSError:
            return False

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=STOP_S)
        return self.process.returncode


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def running(folder: Path) -> Iterator[Up]:
    up = Up(folder)
    up.printed = up.until_ready()
    yield up
    if up.process.poll() is None:
        up.end(signal.SIGTERM)


def wait_until(true: Callable[[], bool], patience_s: float = STOP_S) -> None:
    deadline = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def gone(processes: Iterable[int]) -> bool:
    return not any(command_of(pid) for pid in processes)


def test_up_says_where_and_as_whom_and_leaves_nothing_behind(running):
    assert f"http://127.0.0.1:{running.port}" in running.printed
    assert "010-" in running.printed
    processes = running.processes()
    assert processes.keys() == {"web", "worker", "valkey", "postgres"}

    assert running.end(signal.SIGINT) == 0

    assert gone(processes.values())


def test_a_second_start_keeps_the_secret(running, folder):
    key = (folder / "secret-key").read_text()
    running.end(signal.SIGTERM)

    again = Up(folder, PUMASI_BASE_URL="https://office.example")
    again.until_ready()
    print(f"the second start took {time.monotonic() - again.began:.1f} s")
    again.end(signal.SIGTERM)

    assert (folder / "secret-key").read_text() == key
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600


def test_whatever_is_killed_comes_back(running):
    before = running.processes()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)

    wait_until(lambda: gone(before.values()))
    wait_until(running.answers, 20)

    assert running.processes().keys() == before.keys()


def test_a_killed_supervisor_takes_its_children_along_and_can_be_started_again(running, folder):
    processes = running.processes()

    running.end(signal.SIGKILL)

    wait_until(lambda: gone([processes["web"], processes["worker"]]))
    again = Up(folder)
    again.until_ready()
    assert gone(processes.values())
    assert again.end(signal.SIGTERM) == 0


def test_a_second_one_on_the_same_data_says_so(running, folder):
    second = Up(folder)

    assert second.process.wait(STOP_S) == 1
    assert (
        f"Another Pumasi (process {running.process.pid}) is running on {folder}"
        in second.process.stdout.read()
    )
    assert running.answers()


def test_a_taken_port_is_said_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        up = Up(tmp_path / "data", PUMASI_PORT=str(other.getsockname()[1]))

        assert up.process.wait(STOP_S) == 1
    assert "name another port with PUMASI_PORT" in up.process.stdout.read()
    assert not (tmp_path / "data").exists()


def test_a_bad_setting_is_one_line(tmp_path):
    up = Up(tmp_path, PUMASI_SMS_PROVIDER="pigeon")

    assert up.process.wait(STOP_S) == 1
    assert up.process.stdout.read().count("\n") == 1
