"""The automatic roster: each search has a process of its own, so that no other work waits for it."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import structlog

from backend.scheduling.service import rostering_work
from jobs.job import Happened, job_outside

log = structlog.get_logger()

ROOT = Path(__file__).parent.parent
AT_ONCE = 1
"""Searches of one worker process; each uses two cores."""
SPARE_AFTER_S = 20.0
"""A worker that has lived so long gets a spare process, or when the first search begins."""

_running: dict[UUID, Process] = {}
_spare: list[Process] = []


@job_outside
async def begin(event: Happened) -> None:
    """Start the search, if nobody works on it; when others are at work here, look again soon.

    The process ends with this one: its standard input closes then. The row says who holds the work, so a
    search whose process died is begun again by whoever looks first.
    """
    rostering_id = event.subject
    for known, process in list(_running.items()):
        if process.returncode is not None:
            del _running[known]
    if rostering_id in _running:
        return
    if len(_running) >= AT_ONCE:
        await rostering_work.wait_for_turn(rostering_id)
    elif await rostering_work.hold(rostering_id):
        process = await _idle()
        _running[rostering_id] = process
        assert process.stdin
        process.stdin.write(f"{event.org_id} {rostering_id}\n".encode())
        log.info("rostering.begun", rostering_id=str(rostering_id), pid=process.pid)


async def _idle() -> Process:
    """A process that waits for its search: the spare one, or one that has still to load the solver."""
    while _spare:
        process = _spare.pop()
        if process.returncode is None:
            return process
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "jobs.rosterer", stdin=PIPE, cwd=ROOT)


async def keep_spare() -> None:
    """While the worker lives: have a process ready, so that a call-off is answered within seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SPARE_AFTER_S):
            while not _running:  # noqa: ASYNC110 - a search begins once in hours
                await asyncio.sleep(1)
    while True:
        busy = any(process.returncode is None for process in _running.values())
        if not busy and not any(process.returncode is None for process in _spare):
            _spare[:] = [await _idle()]
        await asyncio.sleep(1)
