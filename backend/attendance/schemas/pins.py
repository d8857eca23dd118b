"""PINs for the shared tablet: they go in, and never out."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from backend.identity.schemas import Input

Pin = Annotated[str, Meta(pattern="^[0-9]{4,6}$", min_length=4, max_length=6, examples=["2580"])]


class PinInput(Input):
    pin: Pin


class PinView(Struct):
    """Whether there is one. `temporary_until`: it came from the office and has to be changed by then."""

    is_set: bool
    set_at: datetime | None = None
    temporary_until: datetime | None = None
    closed_until: datetime | None = None
    """After five wrong tries."""


class GivenPin(Struct):
    """A first PIN, told once: the person replaces it at the tablet or on their phone."""

    pin: str
    expires_at: datetime
