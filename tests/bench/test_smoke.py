"""A moment of every measurement, so that none of them rots. What it says is worth nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.bench.__main__ import MEASURES
from tests.bench.ground import Ground
from tests.conftest import Servers
from tests.processes import Site


@pytest.fixture(scope="module")
def ground(app: Litestar, servers: Servers, data_folder: Path) -> Iterator[Ground]:
    settings = {name: value for name, value in os.environ.items() if name.startswith("PUMASI_")}
    site = Site(
        settings | {"PUMASI_LOG_LEVEL": "warning", "PUMASI_RATE_LIMITS": "on"}, data_folder / "bench.log"
    )
    site.start("web")
    log = servers.postgres.place.resolve() / "postgres.log"
    yield Ground(servers.dsns, log, servers.postgres.pid() or 0, site, quick=True)
    site.stop()


@pytest.mark.parametrize("name", MEASURES)
async def test_it_still_measures(name: str, ground: Ground) -> None:
    report = await MEASURES[name](ground)
    assert report.results
