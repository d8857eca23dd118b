"""Calendar feeds."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class FeedView(Struct):
    """A calendar that other apps read. Whoever holds `url` reads it, until it is revoked."""

    id: UUID
    url: str
    created_at: datetime
    last_read_at: datetime | None


class FeedsView(Struct):
    items: list[FeedView]
