"""Several requests in one, as a phone sends its outbox: each runs as if it had come alone.

Every item goes through the whole application with the cookie of the outer request, its own permission
check, transaction and idempotency. A refused item stops nobody, even when it is no request at all; one that
must be tried again stops those behind it, so that they keep their order.
"""

import re
from typing import Annotated, Any, cast

import msgspec
from litestar import Litestar
from litestar.types import HTTPScope, Message, Receive, Scope

from backend.core import problems
from backend.core.body import decode, replay
from backend.core.errors import BadRequest, DomainError, InFlight, NotAttempted
from backend.core.idempotency import KEY, Answer

MAX_ITEMS = 20
PATH = re.compile(r"/api/v1(?:/(?!\.\.?(?:/|$))[\w.~-]+)+", re.ASCII)
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OWN_PATH = "/api/v1/batch"
PASSED_ON = frozenset({b"cookie", b"origin", b"host", b"accept-language", b"user-agent", b"x-forwarded-for"})
TRY_AGAIN = frozenset({408, 425, 429})
SERVER_ERROR = 500


ItemId = Annotated[str, msgspec.Meta(max_length=200)]


class BatchItem(msgspec.Struct, forbid_unknown_fields=True):
    """One request. `path` begins with `/api/v1/`.

    Its `id` is its Idempotency-Key where it has the shape of one; a shorter one only names the answer.
    """

    id: ItemId
    method: str
    path: str
    body: Any = None


# Whatever stands here is accepted and answered alone, so that a bad one holds up nobody.
Item = Annotated[
    msgspec.Raw,
    msgspec.Meta(extra_json_schema={"anyOf": [msgspec.json.schema(BatchItem)["$defs"]["BatchItem"], {}]}),
]


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """Up to 20 requests, done in this order."""

    requests: Annotated[list[Item], msgspec.Meta(min_length=1, max_length=MAX_ITEMS)]


class RawItem(msgspec.Struct, forbid_unknown_fields=True):
    """One request with the body exactly as it was sent: idempotency compares bytes."""

    id: ItemId
    method: str
    path: str
    body: msgspec.Raw = msgspec.Raw(b"null")


class RawBatch(msgspec.Struct):
    requests: list[msgspec.Raw]


class NamedItem(msgspec.Struct):
    """What is left of an item that is no request."""

    id: ItemId | None = None


class BatchResponse(msgspec.Struct):
    """The answer to the request with this `id`; null for one without a usable id."""

    id: str | None
    status: int
    body: Any


async def run(app: Litestar, outer: Scope, raw: bytes, receive: Receive) -> list[BatchResponse]:
    """Do the requests of a batch one after the other."""
    responses: list[BatchResponse] = []
    for sent in msgspec.json.decode(raw, type=RawBatch).requests:
        if responses and must_try_again(responses[-1]):
            responses.append(refusal(id_of(sent), NotAttempted(), outer))
        else:
            responses.append(await _one(app, outer, sent, receive))
    return responses


async def _one(app: Litestar, outer: Scope, sent: msgspec.Raw, receive: Receive) -> BatchResponse:
    try:
        item: RawItem = decode(bytes(sent), RawItem)
        inner = scope_for(item, cast("HTTPScope", outer))
    except DomainError as error:
        return refusal(id_of(sent), error, outer)
    body = b"" if bytes(item.body) == b"null" else bytes(item.body)
    answer = Answer(messages=[])

    async def send(message: Message) -> None:
        await answer.send(message)

    await app(inner, replay(body, receive), send)
    return BatchResponse(item.id, answer.status, msgspec.Raw(answer.body) if is_json(answer) else None)


def id_of(sent: msgspec.Raw) -> str | None:
    """By which name to answer an item that may be no request."""
    try:
        return msgspec.json.decode(sent, type=NamedItem).id
    except msgspec.ValidationError:
        return None


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
    if KEY.fullmatch(item.id):
        headers.append((b"idempotency-key", item.id.encode()))
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


def refusal(item_id: str | None, error: DomainError, outer: Scope) -> BatchResponse:
    return BatchResponse(item_id, error.status, problems.body_of(error, problems.language_of(outer)))
