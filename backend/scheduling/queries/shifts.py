"""Reads that join, and statements that Piccolo cannot say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.database import fetch, fetch_row

# A shift with the people on it. Its condition and order follow.
SHIFTS = """
SELECT s.id, s.site_id, s.starts_at, s.ends_at, s.seats, s.note, s.state, s.position_id, s.break_min,
       s.open_by, s.series_id, s.occurrence,
       coalesce((SELECT json_agg(json_build_object('member_id', m.id, 'name', m.name, 'fixed', a.fixed,
                                                   'confirmed_at', a.confirmed_at) ORDER BY m.name, m.id)
                   FROM assignment a
                   JOIN member m ON m.org_id = a.org_id AND m.id = a.member_id
                  WHERE a.org_id = s.org_id AND a.shift_id = s.id), '[]') AS assigned
  FROM shift s
"""

SHIFTS_OF_RANGE = f"""{SHIFTS}
 WHERE s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::uuid IS NULL OR s.site_id = $3)
   AND ($4::uuid[] IS NULL OR s.site_id = ANY ($4) OR (s.state = 'published' AND EXISTS (
        SELECT FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id AND a.member_id = $5)))
   AND ($6::timestamptz IS NULL OR (s.starts_at, s.id) > ($6, $7::uuid))
 ORDER BY s.starts_at, s.id
 LIMIT $8
"""

OTHER_SHIFT = """
SELECT s.id AS shift_id, t.name AS site_name, s.starts_at, s.ends_at
  FROM assignment a
  JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE a.member_id = ANY ($1) AND a.shift_id <> $2
   AND tstzrange(a.starts_at, a.ends_at) && tstzrange($3, $4)
 LIMIT 1
"""

SHIFTS_TO_WATCH = """
SELECT s.id, s.starts_at, s.ends_at, t.timezone,
       (SELECT coalesce((settings->>'no_show_after_min')::int, 20) FROM organisation) AS no_show_after_min
  FROM shift s JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE s.id = ANY ($1)
"""

SHIFT_AT_SITE = """
SELECT s.id, s.site_id, s.state, s.starts_at, s.ends_at, s.published_at, t.name AS site_name, t.timezone
  FROM shift s JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE s.id = $1
"""

# Who is on these shifts, with what is each person's own in the text: how many, and the first.
ON_SHIFTS = """
SELECT DISTINCT ON (a.member_id) a.member_id, 'on_shift' AS why, jsonb_build_object(
           'shifts', count(*) OVER (PARTITION BY a.member_id), 'site', t.name,
           'first', jsonb_build_object('at', s.starts_at, 'zone', t.timezone)) AS variables
  FROM assignment a
  JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE a.shift_id = ANY ($1) AND s.ends_at > $2
 ORDER BY a.member_id, s.starts_at
"""

ON_SHIFT = """
SELECT a.member_id, 'on_shift' AS why, '{}'::jsonb AS variables FROM assignment a WHERE a.shift_id = $1
"""


async def shift_with_people(shift_id: UUID) -> Any:
    return await fetch_row(f"{SHIFTS} WHERE s.id = $1", shift_id)


async def assigned_to(shift_ids: Sequence[UUID]) -> list[UUID]:
    """Everybody who is on one of these shifts."""
    rows = await fetch("SELECT DISTINCT member_id FROM assignment WHERE shift_id = ANY ($1)", shift_ids)
    return [row["member_id"] for row in rows]


async def other_shift(
    member_ids: Sequence[UUID], shift_id: UUID, starts_at: datetime, ends_at: datetime
) -> dict[str, Any]:
    """The shift that one of these members has at that time already."""
    found = await fetch_row(OTHER_SHIFT, member_ids, shift_id, starts_at, ends_at)
    return dict(found) if found else {}


async def shift_at_site(shift_id: UUID) -> Any:
    """One shift with its site's name and zone, or None."""
    return await fetch_row(SHIFT_AT_SITE, shift_id)
