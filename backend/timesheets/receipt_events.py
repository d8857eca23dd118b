"""What happened to keys and receipts."""

from datetime import date
from uuid import UUID

from backend.core.events import Event


class SigningKeyMade(Event, frozen=True):
    """From now on the organisation signs with this key."""

    key_id: UUID
    fingerprint: str


class ReceiptMade(Event, frozen=True):
    """A person's record of these days was signed, up to the entry `last_seq` of their chain."""

    receipt_id: UUID
    member_id: UUID
    from_on: date
    until_on: date
    last_seq: int
