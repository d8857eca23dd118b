"""Long lists come a page at a time. The cursor is the key of the last row seen, so that rows which are
added or removed in between neither repeat nor hide a neighbour.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

import msgspec

from backend.core.errors import BadRequest

DEFAULT_LIMIT = 50
MAX_LIMIT = 200

Limit = Annotated[int, msgspec.Meta(ge=1, le=MAX_LIMIT)]
Cursor = Annotated[str, msgspec.Meta(max_length=300)]

Item = TypeVar("Item")
Key = TypeVar("Key")


class Page(msgspec.Struct, Generic[Item]):
    """A piece of a list; `next_cursor` asks for the next one, and null says that there is none."""

    items: list[Item]
    next_cursor: str | None = None


def page(rows: Sequence[Item], limit: int, key: Callable[[Item], object]) -> Page[Item]:
    """Cut a page out of `limit + 1` rows, as they were read."""
    items = list(rows[:limit])
    return Page(items, cursor_of(key(items[-1])) if len(rows) > limit else None)


def cursor_of(key: object) -> str:
    """A row's key as an opaque word for a URL."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(cursor: str, kind: type[Key]) -> Key:
    """The key that a cursor stands for. Raises BadRequest for one that we did not make."""
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kind)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadRequest("the cursor is not one of ours") from None
