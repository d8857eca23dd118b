"""Real web and worker processes, for tests that kill them or look at them from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_S = 30.0


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Site:
    """The web process and the worker of one installation, on a port that stays through restarts."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PUMASI_")},
            **environment,
            "PUMASI_PORT": str(self.port),
            "PUMASI_BASE_URL": self.url,
        }
        self.log = log
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, program: str = "backend.cli") -> None:
        """Start `web` or `worker`; a web process answers when this returns. It ends with this process."""
        with self.log.open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", program, name, "--attached"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if name == "web":
            self._until_ready()

    def pid(self, name: str) -> int:
        """The number of a process that was started."""
        return self._processes[name].pid

    def kill(self, name: str) -> None:
        """`kill -9`, as a power cut would."""
        process = self._processes.pop(name, None)
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """End both politely, then for certain."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def _until_ready(self) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/health/live", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the site did not start; see {self.log}:\n{self.log.read_text()[-2000:]}")
