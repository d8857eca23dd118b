"""What goes in and out about receipts, keys and checks."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from backend.identity.schemas import Input


class KeyView(Struct):
    """A public key. `until`: signed with another one since."""

    fingerprint: str
    public_key: str
    since: datetime
    until: datetime | None


class KeysView(Struct):
    items: list[KeyView]


class WorkReceiptInput(Input):
    """A receipt for these days, both in it: a year at most."""

    from_on: date
    until_on: date


class ReceiptView(Struct):
    """A receipt that was made. `entries` are those of the chain that are in it."""

    id: UUID
    member_id: UUID
    from_on: date
    until_on: date
    made_at: datetime
    period_id: UUID | None
    entries: int
    bytes: int
    fingerprint: str


class ReceiptPage(Struct):
    items: list[ReceiptView]
    next_cursor: str | None


class FaultView(Struct):
    """Something that is not as it was written down. `seq`: the entry of the chain that shows it."""

    code: str
    ko: str
    en: str
    seq: int | None = None
    about: str = "entry"
    ref: UUID | None = None
    field: str | None = None


class CheckView(Struct):
    """Whether somebody's record is as it was written down, row by row."""

    member_id: UUID
    holds: bool
    entries: int
    rows: int
    receipts: int
    head: str
    faults: list[FaultView]
    more_faults: int
