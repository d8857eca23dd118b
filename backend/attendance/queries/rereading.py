"""The neighbourhood of punches that come to count or count no longer, and what is written then."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.attendance.queries.entries import KEEP_READINGS, KEEP_SESSIONS
from backend.attendance.queries.punches import TRAVEL
from backend.attendance.rules.record import REPEAT, Meaning, Session, Tap
from backend.attendance.rules.rereading import Change
from backend.attendance.rules.scene import NEIGHBOURS, Neighbour
from backend.core.database import fetch, fetch_row

WITHIN = 400
"""How many punches may lie between those that change."""

# Like SCENE of one punch, around several. $1 member; $2, $3 the first of the change, $4, $5 the last; then
# the measures of the rules; $8 how many neighbours on either side at most, $9 how many in between.
SCENE = """
WITH anchor AS (
    SELECT started_at AS at, id, ended_at FROM work_session
     WHERE member_id = $1 AND (started_at, id) < ($2, $3)
     ORDER BY started_at DESC, id DESC LIMIT 1
), since AS (
    (SELECT w.started_at AS at, w.id FROM anchor a, work_session w
      WHERE (a.ended_at IS NULL OR a.ended_at >= $2 - $6::interval)
        AND w.member_id = $1 AND (w.started_at, w.id) <= (a.at, a.id) AND NOT w.travel
      ORDER BY w.started_at DESC, w.id DESC LIMIT 1)
    UNION ALL (SELECT $2 - $6::interval, '00000000-0000-0000-0000-000000000000') LIMIT 1
), near AS (
    (SELECT p.*, 'before' AS part FROM punch p
      WHERE p.member_id = $1 AND (p.believed_at, p.id) < ($2, $3)
        AND (p.believed_at, p.id) >= ((SELECT at FROM since), (SELECT id FROM since))
        AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
      ORDER BY p.believed_at DESC, p.id DESC LIMIT $8)
    UNION ALL
    (SELECT p.*, 'within' FROM punch p
      WHERE p.member_id = $1 AND (p.believed_at, p.id) BETWEEN ($2, $3) AND ($4, $5)
        AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
      LIMIT $9)
    UNION ALL
    (SELECT p.*, 'after' FROM punch p
      WHERE p.member_id = $1 AND (p.believed_at, p.id) > ($4, $5)
        AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
      ORDER BY p.believed_at, p.id LIMIT $8)
)
SELECT json_build_object(
    'parts', (SELECT coalesce(json_object_agg(part, n), '{}')
                FROM (SELECT part, count(*) AS n FROM near GROUP BY part) c),
    'punches', (SELECT coalesce(json_agg(n), '[]') FROM (
        SELECT n.id, n.kind, n.believed_at AS at, n.site_id, n.shift_id, n.lat, n.lon, n.accuracy_m,
               'null_island' = ANY (n.flags) AS nowhere, r.session_id, r.flags AS meaning
          FROM near n JOIN reading r ON r.org_id = n.org_id AND r.punch_id = n.id) n),
    'sessions', (SELECT coalesce(json_agg(w), '[]') FROM (
        SELECT w.* FROM work_session w
         WHERE w.member_id = $1 AND (w.started_at, w.id) >= ((SELECT at FROM since), (SELECT id FROM since))
         ORDER BY w.started_at, w.id LIMIT 2 * $8 + $9) w),
    'seen_before', (SELECT row_to_json(p) FROM (
        SELECT p.id, p.kind, p.believed_at AS at, p.lat, p.lon, p.accuracy_m FROM punch p
         WHERE p.member_id = $1 AND p.believed_at >= (SELECT at FROM since) - $7::interval
           AND (p.believed_at, p.id) < ((SELECT at FROM since), (SELECT id FROM since))
           AND p.lat IS NOT NULL AND NOT 'null_island' = ANY (p.flags)
           AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
         ORDER BY p.believed_at DESC, p.id DESC LIMIT 1) p)
) AS scene
"""

# The punches that come to count, and the sessions and meanings that change: in order of time, so that one
# session is closed before the next is open.
STORE = f"""
WITH punched AS (
    INSERT INTO punch SELECT * FROM jsonb_populate_recordset(NULL::punch, $1)
), worked AS ({KEEP_SESSIONS.format(sessions="$2")}){KEEP_READINGS.format(readings="$3")}
"""  # noqa: S608 - no value is put into it

# $1 the correction of each, $2 the punch that counts no longer, $3 when.
REPLACE = """
INSERT INTO punch_replaced (org_id, punch_id, correction_id, replaced_at)
SELECT current_setting('app.org')::uuid, x.punch_id, x.correction_id, $3
  FROM unnest($1::uuid[], $2::uuid[]) AS x (correction_id, punch_id)
"""


class Around(msgspec.Struct):
    """What is known around punches that change."""

    parts: dict[str, int]
    punches: list[Neighbour]
    sessions: list[Session]
    seen_before: Neighbour | None

    @property
    def too_many(self) -> bool:
        return self.parts.get("before", 0) >= NEIGHBOURS or self.parts.get("within", 0) >= WITHIN

    @property
    def there_is_more(self) -> bool:
        return self.parts.get("after", 0) >= NEIGHBOURS


async def around(member_id: UUID, change: Change) -> Around:
    """The punches and sessions that a change of this member's record may touch. Hold the member first."""
    row = await fetch_row(SCENE, member_id, *change.first, *change.last, REPEAT, TRAVEL, NEIGHBOURS, WITHIN)
    return msgspec.json.decode(row["scene"], type=Around)


async def store(
    member_id: UUID,
    org_id: UUID,
    *,
    punches: Sequence[dict[str, Any]],
    replaced: Sequence[tuple[UUID, Tap]],
    sessions: Sequence[Session],
    meanings: Mapping[UUID, Meaning],
    gone: Sequence[UUID],
    now: datetime,
) -> None:
    """Write what follows, for the member who is held. `replaced` are (correction, punch)."""
    if gone:
        await fetch("DELETE FROM work_session WHERE id = ANY ($1)", list(gone))
    owner = {"org_id": org_id, "member_id": member_id}
    read = dict(meanings) | {tap.id: Meaning(flags=["replaced"]) for _, tap in replaced}
    await fetch(
        STORE,
        _json([{**punch, "claim_hash": "\\x" + punch["claim_hash"].hex()} for punch in punches]),
        _json([owner | msgspec.to_builtins(session) for session in sessions]),
        _json([{"org_id": org_id, "punch_id": key, **msgspec.to_builtins(read[key])} for key in read]),
    )
    if replaced:
        await fetch(REPLACE, [correction for correction, _ in replaced], [tap.id for _, tap in replaced], now)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
