"""Every operation of the live application gets thousands of honest and hostile requests: all checks on."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from tests.conftest import Servers
from tests.crowd import Crowd, gather_crowd
from tests.processes import ROOT, Site

CONFIG = Path(__file__).with_name("schemathesis.toml")
PATIENCE_S = 420

pytestmark = [pytest.mark.slow, pytest.mark.timeout(PATIENCE_S + 20)]


@pytest.fixture(scope="module")
def site(app: Litestar, servers: Servers, data_folder: Path) -> Iterator[Site]:
    """The web process, as `make up` starts it, on the database of this run."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("PUMASI_")}
    running = Site(settings | {"PUMASI_LOG_LEVEL": "warning"}, data_folder / "schemathesis.log")
    running.start("web")
    yield running
    running.stop()


async def test_nothing_is_found_as_an_owner(site: Site, servers: Servers) -> None:
    crowd = await gather_crowd(servers.dsns.superuser, workers=30, places=10)
    spares = await gather_crowd(servers.dsns.superuser, workers=100, places=1)
    print(explore(site, crowd, crowd.owner.token, [walker.token for walker in spares.workers]))

    async with httpx.AsyncClient() as client:
        me = await client.get(f"{site.url}/api/v1/me", headers={"cookie": crowd.owner.cookie})
    roles = {one["org_id"]: one["role"] for one in me.json()["memberships"]}
    assert roles[str(crowd.org_id)] == "owner", "some right was lost on the way, so the rest was not explored"


async def test_nothing_is_found_without_a_session(site: Site, servers: Servers) -> None:
    crowd = await gather_crowd(servers.dsns.superuser, workers=2, places=2)
    print(explore(site, crowd, "", [""]))


def explore(site: Site, crowd: Crowd, session: str, spare_sessions: list[str]) -> str:
    """Run Schemathesis against the site; fails with its report when it finds anything."""
    outcome = subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
            *("--config-file", str(config_for(site, crowd)), "run", f"{site.url}/api/openapi.json"),
            *("--checks", "all", "--header", f"Origin: {site.url}"),
        ],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ORG_ID": str(crowd.org_id),
            "OWNER_ID": str(crowd.owner.member_id),
            "WORKER_ID": str(crowd.workers[0].member_id),
            "SESSION": session,
            "SPARE_SESSIONS": ",".join(spare_sessions),
        },
        cwd=site.log.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert outcome.returncode == 0, (outcome.stdout + outcome.stderr)[-60_000:]
    tested = re.search(r"Tested: +(\d+)", outcome.stdout)
    assert tested, outcome.stdout[-3000:]
    assert int(tested.group(1)) > 45, outcome.stdout[-3000:]
    return outcome.stdout[-6000:]


def config_for(site: Site, crowd: Crowd) -> Path:
    """The configuration with the ids of what there is."""
    known = {
        "sites": [place.id for place in crowd.places],
        "shifts": [place.shift_id for place in crowd.places],
        "members": [worker.member_id for worker in crowd.workers],
    }
    lines = [
        f"[dictionaries.{name}]\nvalues = {json.dumps([str(one) for one in ids])}"
        for name, ids in known.items()
    ]
    file = site.log.with_name("schemathesis.toml")
    file.write_text("\n".join([CONFIG.read_text(), *lines, ""]))
    return file
