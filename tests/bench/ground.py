"""What every measurement stands on: real servers, one web process, and how to say what came out."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from backend.core.embedded import Dsns
from tests.crowd import Crowd, Walker
from tests.processes import Site


@dataclass
class Ground:
    """The servers, the site, and how thorough to be."""

    dsns: Dsns
    postgres_log: Path
    postgres_pid: int
    site: Site
    quick: bool

    def rounds(self, thorough: int, quick: int) -> int:
        return quick if self.quick else thorough

    def seconds(self, thorough: float) -> float:
        return 0.6 if self.quick else thorough


@dataclass
class Result:
    """One line of the table. `met` is None where nothing was aimed at."""

    what: str
    measured: str
    aim: str = ""
    met: bool | None = None


@dataclass
class Report:
    """What one measurement found; `notes` are lines of text below the table."""

    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, what: str, measured: str, aim: str = "", met: bool | None = None) -> None:
        self.results.append(Result(what, measured, aim, met))


@asynccontextmanager
async def browser(ground: Ground, walker: Walker, origin: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """A signed-in client of the site, perhaps by another way than straight."""
    headers = {"cookie": walker.cookie, "origin": ground.site.url}
    async with httpx.AsyncClient(
        base_url=f"{origin or ground.site.url}/api/v1", headers=headers, timeout=30
    ) as client:
        yield client


def punch(crowd: Crowd, walker: Walker, kind: str, at: str) -> dict[str, Any]:
    """The body of a clock-in at the walker's site, as the phone sends it."""
    place = crowd.place_of[walker.member_id]
    return {
        "kind": kind,
        "site_id": str(place.id),
        "device_time": at,
        "lat": place.lat,
        "lon": place.lon,
        "accuracy_m": 12.5,
        "app_version": "1.0.0",
    }


def cpu_seconds(pid: int, *, with_children: bool = False) -> float:
    """The CPU time that a process has used; on Linux, elsewhere 0."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    used = sum(map(int, fields[11:15] if with_children else fields[11:13])) / os.sysconf("SC_CLK_TCK")
    if with_children:
        used += sum(cpu_seconds(child) for child in children_of(pid))
    return used


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except OSError:
            continue  # ended meanwhile
    return found
