"""How soon the office hears of a punch: from the answer that it is stored to the message on the stream."""

import asyncio
import json
import statistics
import time
from datetime import UTC, datetime

import httpx

from backend.core.ids import new_id
from tests.bench.ground import Ground, Report, browser, punch
from tests.bench.load import quantile
from tests.crowd import gather_crowd

PATIENCE_S = 5.0


async def measure(ground: Ground) -> Report:
    crowd = await gather_crowd(ground.dsns.superuser, workers=1, places=1)
    heard: asyncio.Queue[float] = asyncio.Queue()
    since_commit, since_tap = [], []
    news = f"/orgs/{crowd.org_id}/stream"
    async with (
        browser(ground, crowd.owner) as office,
        browser(ground, crowd.workers[0]) as phone,
        office.stream("GET", news) as stream,
    ):
        assert stream.status_code == 200
        listening = asyncio.create_task(listen(stream, str(crowd.workers[0].member_id), heard))
        await asyncio.sleep(0.5)
        for turn in range(ground.rounds(100, 5)):
            punch_id = str(new_id())
            kind = "out" if turn % 2 else "in"
            body = punch(crowd, crowd.workers[0], kind, datetime.now(UTC).isoformat())
            tapped = time.perf_counter()
            answer = await phone.put(f"/orgs/{crowd.org_id}/punches/{punch_id}", json=body)
            stored = time.perf_counter()
            assert answer.status_code == 201, answer.text
            at = await asyncio.wait_for(heard.get(), PATIENCE_S)
            since_tap.append(1000 * (at - tapped))
            since_commit.append(1000 * max(0.0, at - stored))
        listening.cancel()
    report = Report()
    report.add(
        "from the stored punch to the live stream, median / p95",
        f"{statistics.median(since_commit):.0f} / {quantile(since_commit, 0.95):.0f} ms",
    )
    report.add(
        "from the tap to the live stream, median / p95",
        f"{statistics.median(since_tap):.0f} / {quantile(since_tap, 0.95):.0f} ms",
    )
    return report


async def listen(stream: httpx.Response, subject: str, heard: "asyncio.Queue[float]") -> None:
    """Note when a message about this subject came; a person's punches are about the person."""
    async for line in stream.aiter_lines():
        if line.startswith("data:") and json.loads(line[5:]).get("subject") == subject:
            heard.put_nowait(time.perf_counter())
