"""`python -m tests.bench.sampled web`: the web process, asked every 2 ms of its CPU time what it does.

SIGUSR1 begins a sample, SIGUSR2 ends it and writes it to $SAMPLES as JSON: how often each function was
at work, and each part of the program. C code counts for the Python function that called it.
"""

import json
import os
import signal
from collections import Counter
from pathlib import Path
from types import FrameType

from backend import cli

EVERY_S = 0.002
PACKAGES = "site-packages/"

# The first that occurs in the file name of the innermost frame wins; frames of none belong to their caller.
PARTS = {
    "backend/core/limits": "rate limits",
    "limits/": "rate limits",
    "redis/": "rate limits",
    "backend/core/logs": "logging",
    "structlog/": "logging",
    "prometheus_client/": "logging",
    "logging/": "logging",
    "piccolo/": "Piccolo",
    "asyncpg/": "asyncpg",
    "litestar/serialization": "JSON",
    "litestar/": "Litestar",
    "granian/": "HTTP server",
    "backend/server": "HTTP server",
    "backend/core/database": "transaction",
    "backend/core/tenancy": "transaction",
    "backend/core/idempotency": "idempotency",
    "backend/core/": "core",
    "backend/identity": "identity",
    "backend/": "attendance",
}

functions: Counter[str] = Counter()
parts: Counter[str] = Counter()


def look(_signal: int, frame: FrameType | None) -> None:
    if frame is None:
        return
    functions[name_of(frame)] += 1
    parts[part_of(frame)] += 1


def name_of(frame: FrameType) -> str:
    return f"{short(frame.f_code.co_filename)}: {frame.f_code.co_qualname}"


def short(path: str) -> str:
    return path.split(PACKAGES)[-1].split("/lib/python3")[-1].split(str(Path.cwd()) + "/")[-1]


def part_of(frame: FrameType) -> str:
    innermost: FrameType | None = frame
    while innermost:
        path = short(innermost.f_code.co_filename)
        for start, part in PARTS.items():
            if path.startswith(start):
                return part
        innermost = innermost.f_back
    return "event loop"


def begin(*_: object) -> None:
    functions.clear()
    parts.clear()
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)


def end(*_: object) -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    target = Path(os.environ["SAMPLES"])
    unfinished = target.with_suffix(".unfinished")
    unfinished.write_text(json.dumps({"parts": parts.most_common(), "functions": functions.most_common(40)}))
    unfinished.rename(target)


if __name__ == "__main__":
    signal.signal(signal.SIGPROF, look)
    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, end)
    cli.main()
