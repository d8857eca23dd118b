"""Several requests in one, as a phone sends its outbox: each runs as if it had come alone.

Every item goes through the whole application with the cookie of the outer request, its own permission
check, transaction and idempotency. A refused item stops nobody; one that must be tried again stops those
behind it, so that they keep their order.
"""

import re
from typing import Annotated, Any, cast

import msgspec
from litestar import Litestar
from litestar.types import HTTPScope, Message, Receive, Scope

from backend.core import problems
from backend.core.body import replay
from backend.core.errors import BadRequest, DomainError, InFlight, NotAttempted
from backend.core.idempotency import Answer

MAX_ITEMS = 20
PATH = re.compile(r"/api/v1(?:/(?!\.\.?(?:/|$))[\w.~-]+)+", re.ASCII)
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OWN_PATH = "/api/v1/batch"
PASSED_ON = frozenset({b"cookie", b"origin", b"host", b"accept-language", b"user-agent", b"x-forwarded-for"})
TRY_AGAIN = frozenset({408, 425, 429})
SERVER_ERROR = 500


class BatchItem(msgspec.Struct, forbid_unknown_fields=True):
    """One request. Its `id` is its Idempotency-Key; `path` begins with `/api/v1/`."""

    id: str
    method: str
    path: str
    body: Any = None


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """Up to 20 requests, done in this order."""

    requests: Annotated[list[BatchItem], msgspec.Meta(min_length=1, max_length=MAX_ITEMS)]


class RawItem(msgspec.Struct):
    """The same, with the body exactly as it was sent: idempotency compares bytes."""

    id: str
    method: str
    path: str
    body: msgspec.Raw = msgspec.Raw(b"null")


class RawBatch(msgspec.Struct):
    requests: list[RawItem]


class BatchResponse(msgspec.Struct):
    """The answer to the request with this `id`."""

    id: str
    status: int
    body: Any


async def run(app: Litestar, outer: Scope, raw: bytes, receive: Receive) -> list[BatchResponse]:
    """Do the requests of a batch one after the other."""
    responses: list[BatchResponse] = []
    for item in msgspec.json.decode(raw, type=RawBatch).requests:
        if responses and must_try_again(responses[-1]):
            responses.append(refusal(item, NotAttempted(), outer))
        else:
            responses.append(await _one(app, outer, item, receive))
    return responses


async def _one(app: Litestar, outer: Scope, item: RawItem, receive: Receive) -> BatchResponse:
    try:
        inner = scope_for(item, cast("HTTPScope", outer))
    except DomainError as error:
        return refusal(item, error, outer)
    body = b"" if bytes(item.body) == b"null" else bytes(item.body)
    answer = Answer(messages=[])

    async def send(message: Message) -> None:
        await answer.send(message)

    await app(inner, replay(body, receive), send)
    return BatchResponse(item.id, answer.status, msgspec.Raw(answer.body) if is_json(answer) else None)


def scope_for(item: RawItem, outer: HTTPScope) -> Scope:
    """The request of one item. Raises BadRequest for what a batch does not carry."""
    path, _, query = item.path.partition("?")
    method = item.method.upper()
    if method not in WRITES:
        raise BadRequest("a batch carries POST, PUT, PATCH and DELETE")
    if not PATH.fullmatch(path):
        raise BadRequest("paths in a batch begin with /api/v1/ and need no encoding")
    if path == OWN_PATH:
        raise BadRequest("a batch carries no batch")
    if not query.isascii():
        raise BadRequest("the query is not encoded")
    headers = [(name, value) for name, value in outer["headers"] if name in PASSED_ON]
    headers.append((b"content-type", b"application/json"))
    headers.append((b"idempotency-key", item.id.encode("latin-1", "replace")))
    inner: dict[str, Any] = {
        "type": "http",
        "asgi": outer.get("asgi", {"version": "3.0"}),
        "http_version": outer["http_version"],
        "method": method,
        "scheme": outer["scheme"],
        "path": path,
        "raw_path": path.encode(),
        "root_path": outer.get("root_path", ""),
        "query_string": query.encode(),
        "headers": headers,
        "client": outer.get("client"),
        "server": outer.get("server"),
        "extensions": {},
        "state": {},
    }
    return cast("Scope", inner)


def is_json(answer: Answer) -> bool:
    kind = next((value for name, value in answer.headers if name.lower() == b"content-type"), b"")
    return bool(answer.body) and b"json" in kind


def must_try_again(response: BatchResponse) -> bool:
    """Whether the answer speaks of this moment and not of the request."""
    if response.status in TRY_AGAIN or response.status >= SERVER_ERROR:
        return True
    return response.status == InFlight.status and InFlight.code().encode() in bytes(response.body or b"")


def refusal(item: RawItem, error: DomainError, outer: Scope) -> BatchResponse:
    return BatchResponse(item.id, error.status, problems.body_of(error, problems.language_of(outer)))
