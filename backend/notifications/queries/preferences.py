"""What a person chose: rows of their own, which the policies show to them alone."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from backend.core import database


async def choices(account_id: UUID) -> Sequence[Any]:
    """Where the person decided against, or for, a topic's own default."""
    return await database.fetch(
        "SELECT topic, channel, wanted FROM topic_choice WHERE account_id = $1", account_id
    )


async def choose(account_id: UUID, topic: str, channel: str, wanted: bool, now: datetime) -> bool:
    """Keep a choice. Whether it is a new one; without a row everything is wanted."""
    row = await database.fetch_row(
        """
        INSERT INTO topic_choice AS t (account_id, topic, channel, wanted, changed_at)
        SELECT $1, $2, $3, $4, $5
         WHERE NOT $4 OR EXISTS (
               SELECT FROM topic_choice WHERE account_id = $1 AND topic = $2 AND channel = $3)
        ON CONFLICT (account_id, topic, channel)
        DO UPDATE SET wanted = excluded.wanted, changed_at = excluded.changed_at
         WHERE t.wanted <> excluded.wanted
        RETURNING true
        """,
        account_id,
        topic,
        channel,
        wanted,
        now,
    )
    return row is not None


async def hold_back(account_id: UUID, topic: str, channel: str, now: datetime) -> None:
    """In the organisation that was entered: what the person does not want any more is not sent."""
    await database.fetch(
        """
        UPDATE delivery d SET state = 'suppressed', reason = 'turned_off', changed_at = $4
          FROM notification n
         WHERE d.account_id = $1 AND d.channel = $3 AND d.state = 'queued'
           AND n.org_id = d.org_id AND n.id = d.notification_id AND n.topic = $2
        """,
        account_id,
        topic,
        channel,
        now,
    )


async def quiet_hours(account_id: UUID) -> Any:
    return await database.fetch_row(
        "SELECT enabled, begins, ends, timezone, digest_at FROM quiet_hours WHERE account_id = $1", account_id
    )


async def keep_quiet_hours(
    account_id: UUID, enabled: bool, begins: time, ends: time, timezone: str | None, digest_at: time
) -> None:
    await database.fetch(
        """
        INSERT INTO quiet_hours (account_id, enabled, begins, ends, timezone, digest_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id) DO UPDATE
           SET enabled = excluded.enabled, begins = excluded.begins, ends = excluded.ends,
               timezone = excluded.timezone, digest_at = excluded.digest_at
        """,
        account_id,
        enabled,
        begins,
        ends,
        timezone,
        digest_at,
    )


async def email_address(account_id: UUID) -> Any:
    return await database.fetch_row(
        "SELECT address, verified_at, stopped_at FROM email_address WHERE account_id = $1", account_id
    )
