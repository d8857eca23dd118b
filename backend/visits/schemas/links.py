"""What a client sees, and the links that show it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import Input

VisitState = Literal["planned", "now", "done", "missed"]


class LinkInput(Input):
    """`days` until it ends by itself; without them it holds until it is revoked."""

    days: Annotated[int, Meta(ge=1, le=730, examples=[90])] | None = None


class LinkView(Struct):
    """Whoever holds `url` sees the client's visits."""

    id: UUID
    url: str
    created_at: datetime
    expires_at: datetime | None
    last_read_at: datetime | None


class LinksView(Struct):
    items: list[LinkView]


class ShownTask(Struct):
    text: str
    done_at: datetime | None
    photo_ids: list[UUID]


class ShownVisit(Struct):
    """One visit as its client sees it: no names, no notes of the crew."""

    id: UUID
    site_name: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    state: VisitState
    people: int
    began_at: datetime | None
    ended_at: datetime | None
    tasks: list[ShownTask]


class ShownClient(Struct):
    firm: str
    client: str
    seen_at: datetime
    visits: list[ShownVisit]
