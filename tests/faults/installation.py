"""A whole installation as `make up` runs it, and what can be done to it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.processes import ROOT, free_port

START_S = 60.0
STOP_S = 20.0
BACK_S = 30.0

COMMANDS = {
    "web": "backend.cli web",
    "worker": "backend.cli worker",
    "valkey": "valkey-server",
    "postgres": "bin/postgres -D",
}


class Installation:
    """The supervisor with its web process, worker, PostgreSQL and Valkey, in a folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "up.log"

    def start(self) -> None:
        """Start it; it is ready when this returns."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")}
        environment |= {
            "PUMASI_DATA": str(self.data),
            "PUMASI_PORT": str(self.port),
            "PUMASI_SEED": "none",
            "PUMASI_LOG_LEVEL": "warning",
            "PYTHONUNBUFFERED": "1",
        }
        with self.log.open("wb") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", "up"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_S
        while "is ready at" not in self.log.read_text():
            if self.supervisor.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"it did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        self.supervisor.terminate()
        try:
            self.supervisor.wait(STOP_S)
        except subprocess.TimeoutExpired:
            for pid in [*self.children(), self.supervisor.pid]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.supervisor.wait()

    def break_one(self, name: str) -> None:
        """Kill -9 `web`, `worker` or `valkey`, or shut PostgreSQL down at once; waits for it to be there.

        The supervisor brings back what is gone.
        """
        deadline = time.monotonic() + BACK_S
        while time.monotonic() < deadline:
            for pid, command in self.children().items():
                if COMMANDS[name] in command:
                    # SIGINT is PostgreSQL's fast shutdown: every transaction is broken off.
                    os.kill(pid, signal.SIGINT if name == "postgres" else signal.SIGKILL)
                    return
            time.sleep(0.1)
        raise RuntimeError(f"{name} did not come back:\n{self.log.read_text()[-3000:]}")

    def children(self) -> dict[int, str]:
        """The processes of this installation: the supervisor's children, and the PostgreSQL on our folder."""
        listing = subprocess.run(
            ["ps", "-axwwo", "pid=,ppid=,command="], capture_output=True, text=True, check=True
        )
        found = {}
        for line in listing.stdout.splitlines():
            pid, parent, command = line.split(None, 2)
            if int(parent) == self.supervisor.pid or (
                "bin/postgres -D" in command and str(self._cluster) in command
            ):
                found[int(pid)] = command
        return found

    @property
    def superuser_dsn(self) -> str:
        sockets = (self._cluster / "postmaster.pid").read_text().split("\n")[4]
        return f"postgresql://postgres@/pumasi?host={sockets}"

    @property
    def _cluster(self) -> Path:
        return (self.data / "postgres").resolve() / "cluster"
