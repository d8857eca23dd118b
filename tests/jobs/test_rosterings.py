"""The automatic roster through the real worker and its own process: found, stopped, and killed in between."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend.core import clock
from tests.bench.ground import children_of
from tests.jobs.conftest import until
from tests.processes import Site
from tests.scheduling.plan import at, shift
from tests.world import Firm

SOON_S = 20.0
"""On a machine that tests others meanwhile; the bench measures it on a quiet one."""


@pytest.fixture(scope="module")
def worker_process(app, data_folder: Path) -> Iterator[Site]:
    """One for all of this page: loading the solver takes seconds."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("PUMASI_")}
    installation = Site(settings, data_folder / "rosterings.log")
    installation.start("worker")
    yield installation
    installation.stop()


async def crew_and_week(firm: Firm, people: int = 5, seats: int = 2):
    """A site with a morning and an evening on each of six days, and people for it."""
    site = await firm.site()
    crew = [await firm.hire(f"직원{number}") for number in range(people)]
    shifts = [
        await shift(firm, site["id"], 24 * day + hour, 24 * day + hour + 3, seats=seats)
        for day in range(1, 7)
        for hour in (0, 12)
    ]
    return crew, shifts


async def ask(firm: Firm, **more) -> str:
    body = {"from": at(0).isoformat(), "to": at(24 * 8).isoformat(), "seconds": 1, **more}
    answer = await firm.owner.post("~/rosterings", body)
    assert answer.status_code == 202, answer.text
    return f"~/rosterings/{answer.json()['id']}"


async def reaches(firm: Firm, path: str, *states: str, seconds: float = 60):
    async def is_there() -> bool:
        return (await firm.owner.get(path)).json()["state"] in states

    await until(is_there, seconds)
    return (await firm.owner.get(path)).json()


async def test_open_seats_are_filled_by_the_rules_and_applied(firm: Firm, worker_process: Site):
    crew, shifts = await crew_and_week(firm)
    await firm.owner.put(f"~/shifts/{shifts[0]['id']}/assignments/{crew[0].member_id}")

    path = await ask(firm)
    done = await reaches(firm, path, "done", "failed")

    assert (done["state"], done["empty"], done["changes"]) == ("done", [], 2 * len(shifts) - 1)
    assert done["progress"]["filled"] == done["progress"]["seats"] == 2 * len(shifts)
    applied = await firm.owner.put(f"{path}/application")
    assert applied.status_code == 200, applied.text
    for planned in shifts:
        seen = (await firm.owner.get(f"~/shifts/{planned['id']}")).json()
        assert len(seen["assigned"]) == 2
    findings = await firm.owner.post(
        "~/publication-previews", {"from": at(0).isoformat(), "to": at(24 * 8).isoformat()}
    )
    assert findings.json()["findings"] == [], "what the roster proposes breaks no rule"

    # The next morning somebody is ill: others are found at once, and hardly anything else changes.
    began = time.monotonic()
    call = {"from": at(20).isoformat(), "to": at(40).isoformat(), "member_id": crew[0].member_id}
    answer = await firm.owner.post("~/call-offs", call)
    assert answer.status_code == 202, answer.text
    freed = answer.json()["called_off"]
    repaired = await reaches(firm, f"~/rosterings/{answer.json()['id']}", "done", "failed")
    took = time.monotonic() - began

    assert len(repaired["proposal"]) == len(freed) + len(repaired["taken_off"])
    assert repaired["empty"] == []
    assert crew[0].member_id not in {seat["member_id"] for seat in repaired["proposal"]}
    assert took < SOON_S


async def test_a_search_is_stopped_while_it_runs(firm: Firm, worker_process: Site):
    await crew_and_week(firm, people=12, seats=6)
    path = await ask(firm, seconds=60)
    await reaches(firm, path, "running")
    searching = set(children_of(worker_process.pid("worker")))
    assert (await firm.owner.delete(path)).status_code == 204

    async def is_over() -> bool:
        return not searching & set(children_of(worker_process.pid("worker")))

    await until(is_over, 30)
    assert (await firm.owner.get(path)).json()["state"] == "cancelled"


async def test_a_search_whose_process_dies_begins_again(firm: Firm, worker_process: Site, everything):
    await crew_and_week(firm)
    path = await ask(firm, seconds=3)
    await reaches(firm, path, "running")
    for child in children_of(worker_process.pid("worker")):
        os.kill(child, signal.SIGKILL)
    # As if the time for which it was held were over.
    await asyncio.sleep(0.2)
    await everything.execute("UPDATE rostering SET held_until = $1", clock.now() - timedelta(seconds=1))
    await everything.execute("UPDATE timer SET due_at = $1 WHERE kind = 'RosteringDue'", clock.now())

    done = await reaches(firm, path, "done", "failed")

    assert done["state"] == "done"
    assert await everything.fetchval("SELECT max(attempts) FROM rostering WHERE state = 'done'") == 2
