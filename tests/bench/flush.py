"""An offline queue of 20 punches: in one batch against one by one, over a link with 100 ms round trip."""

import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from backend.core.ids import new_id
from tests.bench.ground import Ground, Report, browser, punch
from tests.bench.link import slow_link
from tests.crowd import Crowd, Walker, gather_crowd

QUEUE = 20
ROUND_TRIP_S = 0.1
AIM = 3.0
APART = timedelta(minutes=30)


async def measure(ground: Ground) -> Report:
    rounds = ground.rounds(5, 1)
    crowd = await gather_crowd(ground.dsns.superuser, workers=2 * rounds, places=2)
    single, batch = [], []
    async with slow_link(ground.site.url, ROUND_TRIP_S) as far_away:
        for number in range(rounds):
            first, second = crowd.workers[2 * number : 2 * number + 2]
            async with browser(ground, first, far_away) as phone:
                await phone.get("/me")
                single.append(await one_by_one(phone, crowd, queue_of(crowd, first)))
            async with browser(ground, second, far_away) as phone:
                await phone.get("/me")
                batch.append(await in_one_batch(phone, crowd, queue_of(crowd, second)))
    gain = statistics.median(single) / statistics.median(batch)
    report = Report()
    report.add("20 punches one by one", f"{QUEUE / statistics.median(single):.0f} punches/s")
    report.add("20 punches in one batch", f"{QUEUE / statistics.median(batch):.0f} punches/s")
    report.add("batch against single", f"{gain:.1f}x", f">= {AIM:.0f}x", gain >= AIM)
    return report


def queue_of(crowd: Crowd, walker: Walker) -> list[tuple[str, dict[str, Any]]]:
    """Taps of the last days, every half an hour."""
    now = datetime.now(UTC)
    return [
        (
            str(new_id()),
            punch(crowd, walker, "out" if number % 2 else "in", (now - APART * (QUEUE - number)).isoformat()),
        )
        for number in range(QUEUE)
    ]


async def one_by_one(
    phone: httpx.AsyncClient, crowd: Crowd, queue: list[tuple[str, dict[str, Any]]]
) -> float:
    began = time.perf_counter()
    for punch_id, body in queue:
        answer = await phone.put(
            f"/orgs/{crowd.org_id}/punches/{punch_id}", json=body, headers={"idempotency-key": punch_id}
        )
        assert answer.status_code == 201, answer.text
    return time.perf_counter() - began


async def in_one_batch(
    phone: httpx.AsyncClient, crowd: Crowd, queue: list[tuple[str, dict[str, Any]]]
) -> float:
    requests = [
        {
            "id": punch_id,
            "method": "PUT",
            "path": f"/api/v1/orgs/{crowd.org_id}/punches/{punch_id}",
            "body": body,
        }
        for punch_id, body in queue
    ]
    began = time.perf_counter()
    answer = await phone.post("/batch", json={"requests": requests})
    took_s = time.perf_counter() - began
    statuses = [part["status"] for part in answer.json()["responses"]]
    assert statuses == [201] * QUEUE, answer.text
    return took_s
