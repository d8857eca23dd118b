"""Lease what is due, and write what became of it. Channels send in between, and write nothing themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from backend.core import clock, database
from backend.core.database import transaction
from backend.core.events import record
from backend.core.ids import new_id
from backend.notifications.events import DeliveriesSettled
from backend.notifications.queries import ledger
from backend.notifications.topics import Channel

BATCH: dict[Channel, int] = {"push": 500, "sms": 50, "email": 50}
"""What a channel surely sends within SEND_WITHIN_S, whatever its provider does."""
LEASE = timedelta(minutes=1)
DEADLY_ATTEMPTS = 12
"""A push whose sender died so often is not tried again: it may be what killed it."""

Settled = Literal["sent", "queued", "failed", "suppressed", "unknown"]


class Leased(msgspec.Struct, frozen=True):
    """One delivery that is ours to send until the lease runs out."""

    notification_id: UUID
    account_id: UUID
    member_id: UUID
    topic: str
    subject: UUID
    variables: Mapping[str, Any]
    link: str
    tag: str
    urgency: str
    language: str
    decided_at: datetime
    expires_at: datetime
    attempts: int
    reached: frozenset[UUID] = frozenset()
    """The phones that have taken it already."""
    code: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of one delivery. `queued` comes again at `due_at`."""

    notification_id: UUID
    account_id: UUID
    state: Settled
    reason: str | None = None
    due_at: datetime | None = None
    provider: str | None = None
    provider_id: str | None = None
    cost_won: int = 0
    reached: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Lease:
    """A batch of deliveries of one channel, held by this process for a while."""

    id: UUID
    channel: Channel
    deliveries: list[Leased]
    is_full: bool
    """There may be more that is due."""


async def lease(channel: Channel, at_most: int | None = None) -> Lease:
    """Take what is due on a channel in the current organisation; what nobody needs any more is settled.

    Two processes never get the same row. First, leases that ran out are given up.
    """
    wanted = at_most or BATCH[channel]
    lease_id = new_id()
    rows = await database.retrying(lambda: _lease(channel, wanted, lease_id))
    return Lease(
        lease_id,
        channel,
        [_leased(row) for row in rows if row["state"] == "leased"],
        is_full=len(rows) == wanted,
    )


async def _lease(channel: Channel, wanted: int, lease_id: UUID) -> Sequence[Any]:
    now = clock.now()
    async with transaction():
        given_up = await database.fetch(ledger.GIVE_UP_LEASES, now, channel, DEADLY_ATTEMPTS)
        rows = await database.fetch(ledger.LEASE, channel, now, wanted, lease_id, now + LEASE)
        await _tell(channel, [*given_up, *(row for row in rows if row["state"] != "leased")])
    return rows


async def settle(held: Lease, outcomes: Sequence[Outcome]) -> int:
    """Write what became of them, in one statement. Returns how many were still ours to write."""
    if not outcomes:
        return 0
    return await database.retrying(lambda: _settle(held, outcomes))


async def _settle(held: Lease, outcomes: Sequence[Outcome]) -> int:
    async with transaction():
        written = await database.fetch(
            ledger.SETTLE,
            held.id,
            clock.now(),
            [o.notification_id for o in outcomes],
            [o.account_id for o in outcomes],
            [o.state for o in outcomes],
            [o.reason for o in outcomes],
            [o.due_at for o in outcomes],
            [o.provider for o in outcomes],
            [o.provider_id for o in outcomes],
            [o.cost_won for o in outcomes],
            [_as_array(o.reached) for o in outcomes],
            held.channel,
        )
        await _tell(held.channel, written)
    return len(written)


async def _tell(channel: Channel, rows: Sequence[Any]) -> None:
    """The office's numbers of these notifications are new."""
    for notification_id, count in Counter(row["notification_id"] for row in rows).items():
        await record(DeliveriesSettled(notification_id, channel, count), by=None)


def _as_array(ids: Sequence[UUID]) -> str:
    """An array as PostgreSQL writes it: an array of arrays must not be ragged."""
    return f"{{{','.join(map(str, ids))}}}" if ids else ""


def _leased(row: Any) -> Leased:
    variables = msgspec.json.decode(row["common"]) | msgspec.json.decode(row["own"])
    return Leased(
        notification_id=row["notification_id"],
        account_id=row["account_id"],
        member_id=row["member_id"],
        topic=row["topic"],
        subject=row["subject"],
        variables=variables,
        link=row["link"],
        tag=row["tag"],
        urgency=row["urgency"],
        language=row["language"],
        decided_at=row["decided_at"],
        expires_at=row["expires_at"],
        attempts=row["attempts"],
        reached=frozenset(row["reached"]),
        code=row["code"],
    )
