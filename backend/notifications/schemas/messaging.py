"""What the office decides about its messages, and sees of their cost and their providers."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.core.providers import ProviderState

MAX_WON = 1_000_000_000


class MessagingView(msgspec.Struct):
    """The month's money, who messages come from, and how the providers are."""

    month: str
    """As 2026-11, in the organisation's zone."""
    budget_won: int | None
    spent_won: int
    reserved_won: int
    """Set aside for what is leaving now, or may have left."""
    warn_at_percent: int
    sender: str | None
    """The organisation's own number; without one, the installation's."""
    default_sender: str | None
    email_name: str | None
    email_from: str | None
    providers: list[ProviderState]


class MessagingChange(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays; null takes it away."""

    budget_won: Annotated[int, Meta(ge=0, le=MAX_WON)] | UnsetType | None = UNSET
    warn_at_percent: Annotated[int, Meta(ge=1, le=100)] | UnsetType = UNSET
    sender: Annotated[str, Meta(min_length=1, max_length=20)] | UnsetType | None = UNSET
    email_name: Annotated[str, Meta(min_length=1, max_length=60)] | UnsetType | None = UNSET
