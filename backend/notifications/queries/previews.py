"""What a trial of deciding left behind, before it is undone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core import database

PERSON = """
SELECT m.id, a.language, a.phone, o.language AS fallback
  FROM member m
  JOIN account a ON a.id = m.account_id
  JOIN organisation o ON o.id = m.org_id
 WHERE m.org_id = current_setting('app.org')::uuid AND m.id = $1 AND m.ended_at IS NULL
"""

WAYS = """
SELECT channel, state, reason, due_at FROM delivery
 WHERE org_id = current_setting('app.org')::uuid AND notification_id = $1
 ORDER BY array_position(ARRAY['push', 'sms', 'email'], channel)
"""


async def person(member_id: UUID) -> Any:
    """Who would read it; None for who is no member here."""
    return await database.fetch_row(PERSON, member_id)


async def ways(notification_id: UUID) -> Sequence[Any]:
    return await database.fetch(WAYS, notification_id)
