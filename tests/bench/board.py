"""The live board of a thousand people against that of a hundred."""

import statistics
import time

from tests.bench.ground import Ground, Report, browser
from tests.crowd import gather_crowd, half_at_work

SMALL, LARGE = 100, 1_000
AIM_RATIO, AIM_MS = 3.0, 100


async def measure(ground: Ground) -> Report:
    crowds = [
        await gather_crowd(ground.dsns.superuser, workers=people, places=people // 25)
        for people in (SMALL, LARGE)
    ]
    took: list[list[float]] = [[], []]
    sizes = [0, 0]
    for crowd in crowds:
        await half_at_work(ground.dsns.superuser, crowd)
    async with browser(ground, crowds[0].owner) as small, browser(ground, crowds[1].owner) as large:
        for _ in range(ground.rounds(40, 3)):
            for which, (client, crowd) in enumerate(zip((small, large), crowds, strict=True)):
                began = time.perf_counter()
                answer = await client.get(f"/orgs/{crowd.org_id}/board")
                took[which].append(time.perf_counter() - began)
                assert answer.status_code == 200, answer.text
                sizes[which] = sum(answer.json()["counts"].values())
    assert sizes == [SMALL, LARGE], sizes
    hundred, thousand = (1000 * statistics.median(seconds) for seconds in took)
    slow = 1000 * sorted(took[1])[int(0.95 * len(took[1]))]
    report = Report()
    report.add("board of 100 members", f"{hundred:.1f} ms")
    report.add(
        "board of 1,000 members, median / p95",
        f"{thousand:.1f} / {slow:.1f} ms",
        f"< {AIM_MS} ms",
        slow < AIM_MS,
    )
    ratio = thousand / hundred
    report.add("1,000 against 100", f"{ratio:.1f}x", f"<= {AIM_RATIO:.0f}x", ratio <= AIM_RATIO)
    return report
