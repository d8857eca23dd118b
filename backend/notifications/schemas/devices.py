"""A person's phones that take pushes, and what a phone says of a push."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from backend.notifications.schemas.inbox import When

Base64Url = r"^[A-Za-z0-9_-]+={0,2}$"


class PushKey(Struct):
    """`applicationServerKey` of a subscription, in base64url."""

    key: str


class PushDeviceInput(Struct, forbid_unknown_fields=True):
    """A browser's PushSubscription. `shows_text` lets the lock screen show what a message says; without
    it a push names its topic alone."""

    endpoint: Annotated[
        str, Meta(min_length=9, max_length=1000, examples=["https://fcm.googleapis.com/fcm/send/c"])
    ]
    p256dh: Annotated[str, Meta(min_length=1, max_length=100, pattern=Base64Url)]
    auth: Annotated[str, Meta(min_length=1, max_length=40, pattern=Base64Url)]
    name: Annotated[str, Meta(min_length=1, max_length=80)] | UnsetType = UNSET
    shows_text: bool | UnsetType = UNSET


class PushDevice(Struct):
    """A phone or browser that takes pushes. `current` is the one that asks."""

    id: UUID
    name: str
    created_at: datetime
    seen_at: datetime
    current: bool
    shows_text: bool


class PushDevices(Struct):
    items: list[PushDevice]


class PushTrial(Struct):
    """Whether the push service took it; else why not."""

    sent: bool
    reason: str | None = None


class ReceiptInput(Struct, forbid_unknown_fields=True):
    """When the phone showed the push, and when somebody tapped it, by the phone's clock."""

    received_at: When | None = None
    opened_at: When | None = None
