"""Somebody with years of punches clocks in as fast as somebody new."""

import statistics
import time
from datetime import UTC, datetime

from backend.core.ids import new_id
from tests.bench.ground import Ground, Report, browser, punch
from tests.crowd import gather_crowd, remember

PAST = 5_000
AIM = 1.10


async def measure(ground: Ground) -> Report:
    past = 200 if ground.quick else PAST
    crowd = await gather_crowd(ground.dsns.superuser, workers=2, places=2)
    await remember(ground.dsns.superuser, crowd, crowd.workers[0], punches=past)
    took: list[list[float]] = [[], []]
    async with browser(ground, crowd.workers[0]) as old, browser(ground, crowd.workers[1]) as new:
        # In turns, and each first as often as second, so that both meet the same machine.
        for turn in range(ground.rounds(300, 10)):
            kind = "out" if turn % 2 else "in"
            for who in (0, 1) if turn % 4 < 2 else (1, 0):
                punch_id = str(new_id())
                body = punch(crowd, crowd.workers[who], kind, datetime.now(UTC).isoformat())
                began = time.perf_counter()
                answer = await (old, new)[who].put(
                    f"/orgs/{crowd.org_id}/punches/{punch_id}",
                    json=body,
                    headers={"idempotency-key": punch_id},
                )
                took[who].append(time.perf_counter() - began)
                assert answer.status_code == 201, answer.text
    veteran, newcomer = (1000 * statistics.median(seconds) for seconds in took)
    report = Report()
    report.add(f"clock-in with {past:,} past punches / with none", f"{veteran:.2f} / {newcomer:.2f} ms")
    ratio = veteran / newcomer
    report.add("the one against the other", f"{ratio:.2f}x", f"<= {AIM:.2f}x", ratio <= AIM)
    return report
