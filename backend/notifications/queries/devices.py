"""The statements about phones that take pushes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock, database

KEPT = timedelta(days=60)
"""How far back an inbox reaches, and so the number on the app's icon."""
AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Phone:
    """A subscription, as the ledger knows it."""

    account_id: UUID
    id: UUID
    endpoint: str
    p256dh: bytes
    auth: bytes
    shows_text: bool


# Functions that run as the owner: sessions and phones are seen by their person alone.
PHONES = "SELECT * FROM push_devices_of($1, $2)"
END = "SELECT end_push_devices($1, $2, $3)"

UNREAD = """
SELECT r.account_id, count(*) AS unread
  FROM recipient r
  JOIN notification n ON n.org_id = r.org_id AND n.id = r.notification_id AND n.withdrawn_at IS NULL
 WHERE r.org_id = current_setting('app.org')::uuid AND r.account_id = ANY ($1) AND r.decided_at >= $2
   AND r.read_at IS NULL
 GROUP BY r.account_id
"""

# A phone's word counts whatever we believed, even that it was out of reach. Only what was never to leave
# stays as it is. A sender that holds the row at this moment writes nothing any more.
RECEIVED = """
UPDATE delivery d
   SET state = 'delivered', reason = NULL, lease = NULL, leased_until = NULL, changed_at = $4,
       delivered_at = greatest(n.decided_at, least($3::timestamptz, $4)),
       sent_at = coalesce(d.sent_at, greatest(n.decided_at, least($3::timestamptz, $4)))
  FROM notification n
 WHERE n.org_id = d.org_id AND n.id = d.notification_id
   AND d.org_id = current_setting('app.org')::uuid AND d.account_id = $1
   AND d.notification_id = ANY ($2) AND d.channel = 'push'
   AND d.state NOT IN ('delivered', 'read', 'suppressed')
RETURNING n.id, n.audience
"""

REGISTERED = """
SELECT d.id, d.endpoint, d.session_id FROM push_device d WHERE d.id = $1 OR d.endpoint = $2
 ORDER BY d.ended_at IS NULL AND d.endpoint = $2 DESC, d.id = $1 DESC LIMIT 1 FOR UPDATE
"""

CHANGE = """
UPDATE push_device d
   SET session_id = $2, endpoint = $3, p256dh = $4, auth = $5, name = coalesce($6, d.name),
       shows_text = coalesce($7, d.shows_text), seen_at = $8, ended_at = NULL, ended_why = NULL
 WHERE d.id = $1
"""

ADD = """
INSERT INTO push_device
    (id, account_id, session_id, endpoint, p256dh, auth, name, shows_text, created_at, seen_at)
SELECT $1, s.account_id, s.id, $3, $4, $5, coalesce($6, s.device), coalesce($7, false), $8, $8
  FROM session s WHERE s.id = $2
    ON CONFLICT (id) DO NOTHING
RETURNING id
"""

LIVING = """
SELECT d.id, d.name, d.created_at, d.seen_at, d.shows_text, d.session_id, d.account_id, d.endpoint, d.p256dh,
       d.auth
  FROM push_device d
  JOIN session s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > $1
 WHERE d.ended_at IS NULL
 ORDER BY d.seen_at DESC, d.id
"""


async def phones_of(accounts: Sequence[UUID]) -> dict[UUID, list[Phone]]:
    """The living phones of members of the current organisation."""
    found: dict[UUID, list[Phone]] = {}
    for row in await database.fetch(PHONES, accounts, clock.now()):
        found.setdefault(row["account_id"], []).append(Phone(**row))
    return found


async def unread_of(accounts: Sequence[UUID]) -> dict[UUID, int]:
    """How many notifications of the current organisation each has not read; none is left out."""
    rows = await database.fetch(UNREAD, accounts, clock.now() - KEPT)
    return {row["account_id"]: row["unread"] for row in rows}


async def language_of_organisation() -> str:
    row = await database.fetch_row(
        "SELECT language FROM organisation WHERE id = current_setting('app.org')::uuid"
    )
    return str(row["language"])


async def end_devices(devices: Iterable[UUID], why: str) -> None:
    """Phones of members that take no push any more."""
    await database.fetch(END, list(devices), why, clock.now())


async def received(account_id: UUID, notifications: Sequence[UUID], at: datetime) -> Sequence[Any]:
    """Their phone has shown them; those of which it was news. Again, or late, changes nothing."""
    return await database.fetch(RECEIVED, account_id, list(notifications), at, clock.now())


async def release_endpoint(endpoint: str, p256dh: bytes, auth: bytes) -> bool:
    """End the endpoint's device of anybody else; False when that one has other keys: another browser."""
    row = await database.fetch_row(
        "SELECT release_push_endpoint($1, $2, $3, $4) AS free", endpoint, p256dh, auth, clock.now()
    )
    return bool(row["free"])


async def living() -> Sequence[Any]:
    """The person's own phones, the last seen one first."""
    return await database.fetch(LIVING, clock.now())


async def member_of(notification_id: UUID, account_id: UUID) -> list[UUID]:
    """The recipient, as a member."""
    rows = await database.fetch(
        "SELECT member_id FROM recipient WHERE notification_id = $1 AND account_id = $2",
        notification_id,
        account_id,
    )
    return [row["member_id"] for row in rows]
