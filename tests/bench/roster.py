"""The automatic roster on published and made-up instances: value, best value known, gap, bound, memory."""

import asyncio
import os
import re
import resource
from pathlib import Path

from backend.scheduling.engine.benchmark_format import read
from backend.scheduling.engine.checker import check
from backend.scheduling.engine.solve import solve
from tests.bench.ground import Ground, Report
from tests.bench.roster_instances import made_up

SECONDS = 60
BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056, 8: 1300}
"""schedulingbenchmarks.org, shift scheduling (Curtois and Qu 2014), and the largest gap that is aimed at."""
AIM = {**dict.fromkeys(range(1, 6), 0.01), **dict.fromkeys(range(6, 9), 0.05)}
MEMORY_MB = 2048


async def measure(ground: Ground) -> Report:
    report = Report()
    if ground.quick:
        one(report, "6 people x 2 weeks", made_up(6, 2), 2.0, workers=1)
        return report
    folder = os.environ.get("ROSTER_INSTANCES")
    if folder:
        paths = await asyncio.to_thread(lambda: sorted(Path(folder).glob("*.txt"), key=number))
        for path in paths:
            one(
                report,
                path.stem,
                path.read_text(),
                SECONDS,
                best=BEST_KNOWN.get(number(path)),
                at=number(path),
            )
    else:
        report.notes.append("Published instances left out: name their folder in ROSTER_INSTANCES.")
    for people, weeks in ((60, 4), (20, 8)):
        one(report, f"made up: {people} people x {weeks} weeks", made_up(people, weeks), SECONDS)
    memory = sum(
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    report.add(
        "memory of the searches, both processes", f"{memory} MB", f"<= {MEMORY_MB} MB", memory <= MEMORY_MB
    )
    return report


def one(
    report: Report,
    what: str,
    text: str,
    seconds: float,
    *,
    best: int | None = None,
    at: int = 0,
    workers: int = 2,
) -> None:
    problem = read(text)
    solution = solve(problem, seconds=seconds, workers=workers)
    verdict = check(problem, solution.assigned)
    sound = not verdict.broken and verdict.value == solution.value
    low = "" if solution.bound is None else f", bound {solution.bound:.0f}"
    measured = f"{verdict.value}{low} in {solution.seconds:.0f} s"
    if best is None:
        report.add(what, measured, "keeps every rule", sound)
        return
    gap = verdict.value / best - 1
    aim = AIM.get(at)
    report.add(
        f"{what} (best known {best})",
        f"{measured}, gap {gap:.2%}",
        f"<= {aim:.0%}" if aim else "",
        sound and gap <= (aim or 1),
    )


def number(path: Path) -> int:
    found = re.search(r"\d+", path.stem)
    return int(found.group()) if found else 0
