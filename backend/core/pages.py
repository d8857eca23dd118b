"""Keyset pages: a list is read on from the last row seen, so it is as fast at its end as at its start.

A cursor holds that row's sort keys. It is no secret and no right: the query behind it checks as ever.
"""

import base64
import binascii
from typing import Annotated, TypeVar

import msgspec
from litestar.params import QueryParameter

from backend.core.errors import DomainError

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="How many rows at most")]
Cursor = Annotated[str | None, QueryParameter(max_length=400, description="`next_cursor` of the page before")]

Keys = TypeVar("Keys")


class BadCursor(DomainError):
    status = 422
    ko, en = "목록을 처음부터 다시 열어 주세요", "The cursor is not one of ours; start from the first page"


def cursor_after(*keys: object) -> str:
    """The cursor that continues after the row with these sort keys."""
    return base64.urlsafe_b64encode(msgspec.json.encode(keys)).decode().rstrip("=")


def keys_of(cursor: str, kinds: type[Keys]) -> Keys:
    """The sort keys in a cursor, e.g. `keys_of(cursor, tuple[str, UUID])`. Raises BadCursor."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=kinds)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadCursor() from None
