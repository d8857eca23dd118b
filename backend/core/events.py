"""Events: what happened, in the past tense, written in the transaction of the change.

One table is the audit log, the outbox of the relay, and the source of the live stream. An event never
carries a phone number, a code or a token: it is read by many and kept long.
"""

from collections.abc import Sequence
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from backend.core import clock, database
from backend.core.actor import Actor

MANAGERS: Final = "managers"
EVERYONE: Final = "everyone"


class Event(msgspec.Struct, frozen=True):
    """What happened. The first field is the subject: events of one subject keep their order."""

    documents: ClassVar[tuple[str, ...]] = ()
    """The phone's documents that are out of date now; the live stream rings for these."""

    @property
    def subject(self) -> UUID:
        first: UUID = getattr(self, self.__struct_fields__[0])
        return first


async def record(event: Event, *, by: Actor | None, to: Sequence[UUID] | str = MANAGERS) -> None:
    """Write the event of the current organisation. Refuses outside a transaction.

    `to` says whose live stream may hear of it besides the managers': these members, or EVERYONE.
    """
    await database.fetch(INSERT, *values_of(event, by=by, to=to))


INSERT = """
INSERT INTO event (org_id, kind, subject, actor_id, data, documents, members, everyone, at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8)
"""
"""For a statement that writes the change and its event in one round trip; the values come first."""


def values_of(event: Event, *, by: Actor | None, to: Sequence[UUID] | str = MANAGERS) -> tuple[object, ...]:
    """The values of INSERT."""
    return (
        type(event).__name__,
        event.subject,
        by.account_id if by else None,
        msgspec.json.encode(event).decode(),
        list(event.documents),
        None if isinstance(to, str) else list(to),
        to == EVERYONE,
        clock.now(),
    )


async def record_for_account(event: Event, *, account_id: UUID) -> None:
    """Write an event that concerns a person outside any organisation: sign-ins, sessions, passkeys."""
    await database.fetch(
        "INSERT INTO account_event (account_id, kind, subject, data, at) VALUES ($1, $2, $3, $4, $5)",
        account_id,
        type(event).__name__,
        event.subject,
        msgspec.json.encode(event).decode(),
        clock.now(),
    )
