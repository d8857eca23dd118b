"""Structured logs: JSON lines on stderr, pretty on a terminal, with nothing private in them.

Nobody should log a phone number, a code or a token. Where somebody does all the same, or an exception's
text carries one, the last processor masks it.
"""

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from typing import Any, cast

import msgspec
import structlog
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from backend import settings
from backend.core import metrics
from backend.core.ids import new_id

MASK = "***"
PRIVATE_KEYS = frozenset({"phone", "cookie", "authorization", "password", "token", "secret", "otp", "body"})
PRIVATE_TEXT = re.compile(
    r"""
      \+\d[\d\s().-]{5,}\d                                # +82 10-1234-5678
    | (?<![\w.-])0\d{1,2}[-.\s]?\d{3,4}[-.\s]?\d{4}(?![\w-])   # 010-1234-5678
    | (?<![\w.:+-])\d{6}(?!\w|[.:-]\d)                    # 123456
    | (?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{20,}     # a token in base64url
    """,
    re.VERBOSE | re.ASCII,
)
DIGIT = re.compile(r"\d", re.ASCII)
HARMLESS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z", re.ASCII)
CHATTY = ("arq", "httpx", "httpcore", "twilio", "asyncio", "granian.access")

log = structlog.get_logger("request")


def scrub(text: str) -> str:
    """Mask what looks like a phone number, a sign-in code or a token."""
    # All of these have a digit, and most lines are made of words and ids: looking closer costs 20 us.
    if not DIGIT.search(text) or HARMLESS.fullmatch(text):
        return text
    return PRIVATE_TEXT.sub(MASK, text)


def mask_private(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last processor before the line is written."""
    for key, value in event.items():
        event[key] = MASK if key.lower() in PRIVATE_KEYS else _scrubbed(value)
    return event


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return mask_private(None, "", dict(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_scrubbed(item) for item in value]
    if isinstance(value, (int, float)) or value is None:
        return value
    return scrub(str(value))


def configure() -> None:
    """Send structlog's and the standard library's lines the same way. Safe to call twice."""
    level = logging.getLevelNamesMapping()[settings.current().log_level.upper()]
    first: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if sys.stderr.isatty():
        last: list[Any] = [mask_private, structlog.dev.ConsoleRenderer()]
    else:
        last = [structlog.processors.format_exc_info, mask_private, _json]
    structlog.configure(
        processors=[*first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: Stderr(),
        cache_logger_on_first_use=True,
    )
    handler = ToStderr()
    unpack = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=first, processors=[unpack, *last])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


class Stderr:
    """Writes finished lines. The way through the standard library costs a request four times as much."""

    def msg(self, line: str) -> None:
        sys.stderr.write(line + "\n")

    debug = info = warning = error = critical = exception = msg


class ToStderr(logging.Handler):
    """The standard library's lines, by the same way."""

    def emit(self, record: logging.LogRecord) -> None:
        Stderr().msg(self.format(record))


def _json(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


class RequestLog:
    """Around the whole application: a request id, one line for each request, and the counters."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = str(new_id())
        began = time.perf_counter()
        status, answered = 500, 0.0

        async def noting(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, noting)
            finally:
                # Until the answer begins: a live stream's own length says nothing.
                _report(cast("HTTPScope", scope), status, (answered or time.perf_counter()) - began)


def _report(scope: HTTPScope, status: int, seconds: float) -> None:
    # What no route answers has no template; its path may hold anything, and is not logged.
    route = scope.get("path_template") or "-"
    actor = scope["state"].get("actor")
    metrics.count_request(scope["method"], route, status, seconds)
    log.info(
        "request",
        method=scope["method"],
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        account_id=str(actor.account_id) if actor else None,
    )
