"""Run the browser scenarios of `pwa/tests/e2e` against a real site with a seeded world.

One pytest test a spec file, so that the slowest show up and one failure does not hide the others.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Servers
from tests.e2e.control import Control
from tests.processes import ROOT, Site

PWA = ROOT / "pwa"
SPECS = sorted(path.name for path in (PWA / "tests" / "e2e").glob("*.spec.ts"))
PATIENCE_S = 420

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(PATIENCE_S + 30)]


@pytest.fixture(scope="module")
def site(app: object, servers: Servers, data_folder: Path) -> Iterator[Site]:
    """Web and worker on the database of this run, with the world "cleaning-firm" in it."""
    environment = {name: value for name, value in os.environ.items() if name.startswith("PUMASI_")}
    running = Site(environment, data_folder / "site.log")
    subprocess.run(
        [sys.executable, "-m", "backend.cli", "seed"],
        cwd=ROOT,
        env=running.environment,
        check=True,
        timeout=120,
    )
    running.start("web")
    running.start("worker")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def control(site: Site, data_folder: Path) -> Iterator[Control]:
    server = Control(site, data_folder)
    yield server
    server.close()


@pytest.mark.parametrize("spec", SPECS)
def test_browser(spec: str, site: Site, control: Control, data_folder: Path) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    results = data_folder / "e2e" / spec
    outcome = subprocess.run(
        ["npx", "playwright", "test", spec, "--output", str(results)],
        cwd=PWA,
        env={
            **os.environ,
            "BASE_URL": site.url,
            "PUMASI_E2E_CONTROL": control.url,
            "CHROMIUM": chromium,
            "CI": "true",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    print(outcome.stdout[-6000:])
    assert outcome.returncode == 0, outcome.stdout[-6000:] + outcome.stderr[-2000:]
    assert " passed" in outcome.stdout, "no scenario ran"


def test_there_are_scenarios() -> None:
    assert len(SPECS) >= 3
