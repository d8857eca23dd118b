"""`python -m tests.bench [--quick] [name...]`: measure, print, and write docs/performance.md."""

import argparse
import asyncio
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from backend.core.embedded import EmbeddedPostgres, EmbeddedValkey
from tests.bench import (
    board,
    claims,
    clock_in,
    flush,
    history,
    insight,
    ledger,
    news,
    pay,
    phone,
    push,
    receipt,
    roster,
    roster_view,
    sheets,
)
from tests.bench.ground import Ground, Report
from tests.processes import ROOT, Site

MEASURES = {
    "clock-in": clock_in.measure,
    "flush": flush.measure,
    "history": history.measure,
    "board": board.measure,
    "news": news.measure,
    "ledger": ledger.measure,
    "phone": phone.measure,
    "push": push.measure,
    "roster": roster.measure,
    "roster-view": roster_view.measure,
    "claims": claims.measure,
    "sheets": sheets.measure,
    "pay": pay.measure,
    "insight": insight.measure,
    "receipt": receipt.measure,
}
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- numbers: written by `make bench` -->", "<!-- end of numbers -->"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a moment of each, to see that it works")
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], help="which to measure; all")
    arguments = parser.parse_args()
    others = os.getloadavg()[0]
    with ground(quick=arguments.quick) as here:
        reports = asyncio.run(measure_all(here, arguments.names or list(MEASURES)))
    text = as_text(reports)
    if not arguments.quick and not arguments.names:
        write(text, others)
    missed = [r.what for report in reports.values() for r in report.results if r.met is False]
    print(f"Missed: {', '.join(missed)}." if missed else "Every aim was met.")
    return 0


async def measure_all(here: Ground, names: list[str]) -> dict[str, Report]:
    reports = {}
    for name in names:
        reports[name] = await MEASURES[name](here)
        print(f"\n## {name}\n{as_text({name: reports[name]})}", flush=True)
    return reports


@contextmanager
def ground(*, quick: bool) -> Iterator[Ground]:
    """Servers of our own, as durable as in production, and the web process on them."""
    folder = Path(tempfile.mkdtemp(prefix="pumasi-bench-"))
    folder.chmod(0o755)
    postgres, valkey = EmbeddedPostgres(folder), EmbeddedValkey(folder)
    try:
        dsns = postgres.start()
        environment = {
            "PUMASI_DATA": str(folder),
            "PUMASI_SECRET_KEY": "only-for-benches-0123456789-0123456789",
            "PUMASI_DATABASE_URL": dsns.app,
            "PUMASI_DATABASE_OWNER_URL": dsns.owner,
            "PUMASI_DATABASE_RELAY_URL": dsns.relay,
            "PUMASI_VALKEY_URL": valkey.start(),
            "PUMASI_LOG_LEVEL": "warning",
            "PUMASI_PUSH_LOOPBACK": "on",
        }
        subprocess.run(
            [sys.executable, "-m", "backend.cli", "migrate"],
            cwd=ROOT,
            env=os.environ | environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        site = Site(environment, folder / "site.log")
        try:
            site.start("web")
            log = postgres.place.resolve() / "postgres.log"
            yield Ground(dsns, log, postgres.pid() or 0, site, quick)
        finally:
            site.stop()
    finally:
        valkey.stop()
        postgres.erase()
        shutil.rmtree(folder, ignore_errors=True)


def as_text(reports: dict[str, Report]) -> str:
    """A Markdown table and the notes."""
    lines = ["| what | measured | aim | |", "|---|---|---|---|"]
    notes: list[str] = []
    for report in reports.values():
        for result in report.results:
            verdict = {True: "met", False: "**missed**", None: ""}[result.met]
            lines.append(f"| {result.what} | {result.measured} | {result.aim} | {verdict} |")
        notes += report.notes
    if notes:
        lines += ["", "```", *notes, "```"]
    return "\n".join(lines)


def write(text: str, others: float) -> None:
    """Put the numbers into the page, between the marks; `others` is the load before the run began."""
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    assert mark, f"{PAGE} has no marks for the numbers"
    head = f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()} Load average before it: {others:.1f}."
    PAGE.write_text(f"{before}{BEGIN}\n{head}\n\n{text}\n{END}{after}")


def machine() -> str:
    model = ""
    if Path("/proc/cpuinfo").exists():
        models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
        model = models[0].partition(": ")[2] if models else ""
    return (
        f"{os.cpu_count()} cores ({model or platform.machine()}), "
        f"{platform.system()}, Python {platform.python_version()}."
    )


if __name__ == "__main__":
    sys.exit(main())
