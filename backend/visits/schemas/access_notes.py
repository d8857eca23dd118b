"""Access notes: what opens a door."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from backend.identity.schemas import NOT_BLANK, Input

Pin = Annotated[str, Meta(pattern=r"^[0-9]{4,8}$", examples=["4821"])]


class AccessNoteInput(Input):
    """A note without a PIN keeps the PIN that it has."""

    text: Annotated[str, Meta(min_length=1, max_length=2000, pattern=NOT_BLANK, examples=["경비실 열쇠 3번"])]
    pin: Pin | None = None


class LookInput(Input):
    pin: Pin


class LookView(Struct):
    text: str


class LookedView(Struct):
    """Somebody looked at the note; `opened` is false when the PIN was wrong."""

    id: UUID
    name: str
    at: datetime
    opened: bool


class AccessNoteView(Struct):
    """Whether there is a note, and who looked at it lately. The note itself is not in it."""

    exists: bool
    changed_at: datetime | None
    looks: list[LookedView]
