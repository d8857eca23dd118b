"""Bodies are hostile: bounded in size, depth and characters before anything parses them."""

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec
from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPRequestEvent, Receive, Scope, Send
from litestar.types.asgi_types import HTTPReceiveMessage

from backend.core.access import SAFE_METHODS
from backend.core.errors import BadRequest, FieldProblem, InvalidFields, TooLarge, UnsupportedContentType

MAX_BODY_BYTES = 1_000_000
MAX_FORM_BYTES = 64_000
MAX_DEPTH = 32
MAX_FIELDS = 200
NO_JSON = "this is no JSON"

_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')
_WHERE = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<where>.*)`)?", re.DOTALL)
_FIELD = re.compile(r"Object (?P<why>missing required|contains unknown) field `(?P<field>[^`]*)`")
CODES = {"missing required": "missing", "contains unknown": "unknown"}
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class BodyMiddleware:
    """Read the body of a write once, check it, and hand it on to be read as often as needed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if b"\x00" in unquote_to_bytes(scope["query_string"]) or "\x00" in scope["path"]:
            raise BadRequest("U+0000 is not allowed")
        if scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        options = scope["route_handler"].opt
        body = await read_body(receive, options.get("file", MAX_BODY_BYTES))
        if "file" in options:
            pass  # whoever takes the file looks what it is; what its sender calls it proves nothing
        elif body and options.get("form"):
            check_form(scope, body)
        elif body:
            check_content_type(scope)
            check_json(body)
        scope["state"]["body"] = body
        await self.app(scope, replay(body, receive), send)


async def read_body(receive: Receive, most: int = MAX_BODY_BYTES) -> bytes:
    """The whole body; raises TooLarge as soon as it is too long, whatever Content-Length says.

    A route that takes a file says `file=` and how many bytes it may have.
    """
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest("the connection ended inside the body")
        assert message["type"] == "http.request"
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise TooLarge()
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body again, then waits for the real connection."""
    sent = False

    async def again() -> HTTPReceiveMessage:
        nonlocal sent
        if sent:
            return await receive()  # type: ignore[return-value]
        sent = True
        event: HTTPRequestEvent = {"type": "http.request", "body": body, "more_body": False}
        return event

    return again


def check_content_type(scope: Scope) -> None:
    if media_type(scope) != b"application/json":
        raise UnsupportedContentType()


def media_type(scope: Scope) -> bytes:
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    return kind.split(b";")[0].strip().lower()


def check_form(scope: Scope, body: bytes) -> None:
    """For routes that say `form=True`: what providers and mail programs post."""
    if media_type(scope) != b"application/x-www-form-urlencoded":
        raise UnsupportedContentType()
    if len(body) > MAX_FORM_BYTES:
        raise TooLarge()
    if b"\x00" in unquote_to_bytes(body):
        raise BadRequest("U+0000 is not allowed")


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form; of a field that comes twice, the last."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except (UnicodeDecodeError, ValueError):
        raise BadRequest("this is no form") from None


def check_json(body: bytes) -> None:
    """Refuse what would break later: NUL (PostgreSQL cannot store it), deep nesting (the parser recurses)."""
    if b"\\u0000" in body and _ESCAPED_NUL.search(body):
        raise BadRequest("U+0000 is not allowed")
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for token in _TOKENS.finditer(body):
        mark = token.group()
        if mark in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise BadRequest(f"nested deeper than {MAX_DEPTH}")
        elif mark in b"]}":
            depth -= 1


class JsonRequest(Request[Any, Any, Any]):
    """Reads the JSON of a body once, and strictly, as what the handler asks for: to it, "5" is no number."""

    async def json(self) -> Any:
        """The body. Raises BadRequest for what is no JSON, InvalidFields for JSON of another shape."""
        field = self.route_handler.parsed_data_field
        return decode(await self.body(), field.annotation if field else Any)


def decode(body: bytes, kind: Any) -> Any:
    try:
        return _decoder(kind).decode(body)
    except msgspec.ValidationError as error:
        return _decode_integers(body, kind, error)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadRequest(NO_JSON) from None


def _decode_integers(body: bytes, kind: Any, error: msgspec.ValidationError) -> Any:
    """Try again: in JSON 22.0 is an integer, and in Python it is none."""
    try:
        value = msgspec.json.decode(body)
    except msgspec.ValidationError:  # a number that no type holds; only the first error knows where
        raise InvalidFields(errors=[_field_problem(str(error))]) from None
    except (msgspec.DecodeError, UnicodeDecodeError):  # no JSON, though it began like some
        raise BadRequest(NO_JSON) from None
    try:
        return _decoder(kind).decode(msgspec.json.encode(_with_integers(value)))
    except msgspec.ValidationError as still:
        raise InvalidFields(errors=[_field_problem(str(still))]) from None


def _with_integers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_integers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _field_problem(message: str) -> FieldProblem:
    """From "Expected `int`, got `str` - at `$.shifts[0].seats`" to a pointer and the reason."""
    found = _WHERE.fullmatch(message)
    assert found
    # `[...]` is a name that the sender chose; msgspec does not say which.
    where = (found["where"] or "").partition("[...]")[0].replace("[", ".").replace("]", "")
    pointer = where.replace(".", "/")
    named = _FIELD.fullmatch(found["what"])
    if named is None:
        return FieldProblem(pointer, "invalid", found["what"])
    name = named["field"].replace("~", "~0").replace("/", "~1")
    return FieldProblem(f"{pointer}/{name}", CODES[named["why"]], found["what"])
