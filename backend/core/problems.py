"""From any exception to an `application/problem+json` answer, in the reader's language."""

import re
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, ValidationException
from litestar.types import Scope

from backend.core import errors
from backend.core.database import BUSY, GONE, RETRYABLE

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
LANGUAGES = ("ko", "en")

_MISSING = re.compile(r"Missing required \w+ parameter '(?P<name>[^']*)'")

BY_STATUS: dict[int, type[errors.DomainError]] = {
    401: errors.SignInNeeded,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.TooLarge,
    415: errors.UnsupportedContentType,
    429: errors.TooManyRequests,
}


def language_of(scope: Scope) -> str:
    """Korean unless the reader prefers English to it (RFC 9110, 12.5.4; the first known one wins)."""
    header = next((value for name, value in scope["headers"] if name == b"accept-language"), b"").decode(
        "latin-1"
    )
    ranked: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            continue
        if rank > 0:
            ranked.append((-rank, tag[:2].lower()))
    return next((tag for _, tag in sorted(ranked, key=lambda item: item[0]) if tag in LANGUAGES), "ko")


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The exception handler of the whole application."""
    if isinstance(error, RETRYABLE):
        request.scope["state"]["retry"] = True
    domain_error = as_domain_error(error)
    if domain_error.status >= 500:
        log.error("request.failed", path=request.scope.get("path_template"), exc_info=error)
    body = body_of(domain_error, language_of(request.scope))
    headers = {"Retry-After": str(domain_error.wait_s)} if domain_error.wait_s else {}
    if isinstance(error, HTTPException) and error.headers and "allow" in error.headers:
        headers["Allow"] = error.headers["allow"]
    return Response(
        msgspec.json.encode(body), status_code=domain_error.status, media_type=MEDIA_TYPE, headers=headers
    )


def body_of(error: errors.DomainError, language: str) -> dict[str, Any]:
    """The problem as JSON has it."""
    body: dict[str, Any] = msgspec.to_builtins(error.problem(language))
    body.update(body.pop("extra", {}))
    return body


def as_domain_error(error: Exception) -> errors.DomainError:
    """Translate what the framework and the database raise."""
    if isinstance(error, errors.DomainError):
        return error
    if isinstance(error, ValidationException):
        return _invalid_fields(error)
    if isinstance(error, NotAuthorizedException):
        return errors.SignInNeeded()
    if isinstance(error, HTTPException):
        known = BY_STATUS.get(error.status_code)
        return known() if known else errors.BadRequest() if error.status_code < 500 else errors.Unexpected()
    if isinstance(error, (*BUSY, *GONE)):
        return errors.Busy()
    if isinstance(error, (asyncpg.DataError, asyncpg.UntranslatableCharacterError)):
        return errors.BadRequest()  # a number or text that the column cannot hold
    return errors.Unexpected()


def _invalid_fields(error: ValidationException) -> errors.DomainError:
    items = [item for item in error.extra if isinstance(item, dict)] if isinstance(error.extra, list) else []
    missing = _MISSING.match(error.detail)
    if missing:
        return errors.InvalidFields(
            errors=[errors.FieldProblem(f"/{missing['name']}", "missing", missing.group())]
        )
    return errors.InvalidFields(
        errors=[
            errors.FieldProblem(_pointer(item), "invalid", str(item.get("message", "")))
            for item in items
            # Beside the field that is wrong, Litestar lists arguments with a default (a KeyError's text).
            if item.get("message") != repr(item.get("key"))
        ]
    )


def _pointer(item: dict[str, Any]) -> str:
    """The JSON pointer of a field that Litestar names `a.b[0]`; the whole body is `data` there."""
    key = str(item.get("key", "")).removesuffix("_")  # Python keeps `from` for itself
    return "" if key in ("", "data") else "/" + key.replace("[", ".").replace("]", "").replace(".", "/")
