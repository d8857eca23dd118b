"""Who owns a folder of data: one living process, and nobody after it died."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

SOCKET_PREFIX = "pumasi-"
END_PATIENCE_S = 5.0


class DataInUse(RuntimeError):
    """Another living process serves this data."""


class ServerFailed(RuntimeError):
    """A server did not do what it was asked; the message holds its last words."""


class Ownership:
    """A lock file that the kernel frees when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self) -> None:
        """Become the owner; taking it again changes nothing.

        Raises DataInUse when another process is the owner.
        """
        if self._descriptor is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self.path.read_text().strip() or "unknown"
            os.close(descriptor)
            raise DataInUse(
                f"Another Pumasi (process {holder}) is running on {self.path.parent}. "
                "Stop it, or name another folder with PUMASI_DATA."
            ) from None
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def package_folder(name: str) -> Path:
    """Where a wheel lies, without importing it: both import far more than a path needs."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {name} is missing: run `make up`, or give the address of a server.")
    return Path(spec.origin).parent


def new_socket_folder() -> Path:
    """A private folder with a short name: the path of a Unix socket has at most 107 bytes."""
    base = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108 (mkdtemp makes it private)
    return Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))


def remove_socket_folder(folder: Path) -> None:
    """Remove a folder made by new_socket_folder, and no other."""
    if folder.name.startswith(SOCKET_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def command_of(pid: int) -> str:
    """The command line of a living process, or an empty string."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    listing = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(listing, capture_output=True, text=True, check=False).stdout.strip()


def end_process(pid: int) -> None:
    """Ask a process to end, wait, and kill it when it does not."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + END_PATIENCE_S
        try:
            os.kill(pid, signal_number)
        except ProcessLookupError:
            return
        while command_of(pid):
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)
        else:
            return
