"""Reads that join, and the one statement that writes a punch with everything that follows from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.attendance.queries.entries import KEEP_READINGS, KEEP_SESSIONS, add_entry
from backend.attendance.rules.chain import payload_of
from backend.attendance.rules.matching import EARLIEST
from backend.attendance.rules.record import REPEAT, Meaning, Session
from backend.attendance.rules.scene import NEIGHBOURS, Scene
from backend.core import events
from backend.core.database import fetch, fetch_row

TRAVEL = timedelta(hours=24)
"""How far back a position is looked for to compare with."""
LONGEST_SHIFT = timedelta(hours=24)
CHAINED = (
    "id",
    "kind",
    "how",
    "site_id",
    "shift_id",
    "device_time",
    "device_age_ms",
    "last_server_time",
    "server_time",
    "believed_at",
    "accuracy_m",
    "distance_m",
    "flags",
    "app_version",
    "recorded_by",
    "reason",
)
"""What the chain keeps of a punch: every column but its position, which is forgotten, and the hash of the
claim, from which the position could be guessed."""
EXPECTED_AHEAD = timedelta(hours=4)
"""Who starts soon is on the board even when it is tomorrow."""

# While this row is held, nobody else changes this person's record. NO KEY: foreign keys to it go on.
HOLD_MEMBER = "SELECT name, ended_at FROM member WHERE id = $1 FOR NO KEY UPDATE"

# Everything that the rules want to know about one punch, in one round trip. $1 member, $2 punch,
# $3 site or null, $4 when; then the measures of the rules; $9 how many neighbours at most.
SCENE = """
WITH anchor AS (
    SELECT started_at AS at, id, ended_at FROM work_session
     WHERE member_id = $1 AND (started_at, id) <= ($4, $2)
     ORDER BY started_at DESC, id DESC LIMIT 1
), since AS (  -- a way to the next site is read from the IN before it
    (SELECT started_at AS at, id FROM work_session
      WHERE member_id = $1 AND NOT travel
        AND (started_at, id) <= ((SELECT at FROM anchor), (SELECT id FROM anchor))
        AND EXISTS (SELECT FROM anchor WHERE ended_at IS NULL OR ended_at >= $4 - $5::interval)
      ORDER BY started_at DESC, id DESC LIMIT 1)
    UNION ALL (SELECT $4 - $5::interval, '00000000-0000-0000-0000-000000000000') LIMIT 1
), near AS (
    (SELECT p.* FROM punch p
      WHERE p.member_id = $1 AND (p.believed_at, p.id) < ($4, $2)
        AND (p.believed_at, p.id) >= ((SELECT at FROM since), (SELECT id FROM since))
        AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
      ORDER BY p.believed_at DESC, p.id DESC LIMIT $9)
    UNION ALL
    (SELECT p.* FROM punch p
      WHERE p.member_id = $1 AND (p.believed_at, p.id) > ($4, $2)
        AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
      ORDER BY p.believed_at, p.id LIMIT $9)
)
SELECT json_build_object(
    'claim_hash', (SELECT encode(claim_hash, 'hex') FROM punch WHERE id = $2),
    'punch_outside', (SELECT coalesce(settings->>'punch_outside', 'flag') FROM organisation),
    'place_refused', coalesce((SELECT NOT given FROM consent WHERE member_id = $1 AND kind = 'location'
                                ORDER BY said_at DESC, id DESC LIMIT 1), false),
    'sites', (SELECT coalesce(json_agg(s), '[]') FROM (
        SELECT id, name, lat, lon, radius_m, qr_version FROM site
         WHERE id = $3 OR ($3::uuid IS NULL AND archived_at IS NULL) LIMIT 300) s),
    'shifts', (SELECT coalesce(json_agg(s), '[]') FROM (
        SELECT s.id AS shift_id, s.site_id, s.starts_at, s.ends_at
          FROM assignment a
          JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
         WHERE a.member_id = $1
           AND a.starts_at BETWEEN $4 - $6::interval AND $4 + $7::interval) s),
    'punches', (SELECT coalesce(json_agg(n), '[]') FROM (
        SELECT n.id, n.kind, n.believed_at AS at, n.site_id, n.shift_id, n.lat, n.lon, n.accuracy_m,
               (n.believed_at, n.id) > ($4, $2) AS is_later, 'null_island' = ANY (n.flags) AS nowhere,
               r.session_id, r.flags AS meaning
          FROM near n JOIN reading r ON r.org_id = n.org_id AND r.punch_id = n.id) n),
    'sessions', (SELECT coalesce(json_agg(w), '[]') FROM (
        SELECT w.* FROM work_session w
         WHERE w.member_id = $1 AND (w.started_at, w.id) >= ((SELECT at FROM since), (SELECT id FROM since))
         ORDER BY w.started_at, w.id LIMIT 2 * $9) w),
    'seen_before', (SELECT row_to_json(p) FROM (
        SELECT p.id, p.kind, p.believed_at AS at, p.lat, p.lon, p.accuracy_m FROM punch p
         WHERE p.member_id = $1 AND p.believed_at >= (SELECT at FROM since) - $8::interval
           AND (p.believed_at, p.id) < ((SELECT at FROM since), (SELECT id FROM since))
           AND p.lat IS NOT NULL AND NOT 'null_island' = ANY (p.flags)
           AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id)
         ORDER BY p.believed_at DESC, p.id DESC LIMIT 1) p)
) AS scene
"""

_ENTRY = add_entry(
    member="p.member_id", kind="'punch'", ref="p.id", at="p.believed_at", payload="$12", source="punched p"
)

# The punch, the sessions and meanings that change, the chain's next entry, and the event, in one round trip.
# Sessions come in order of time, so that one is closed before the next is open. $12 is the entry's text.
STORE = f"""
WITH claimed AS (
    INSERT INTO punch SELECT * FROM jsonb_populate_record(NULL::punch, $9)
), worked AS ({KEEP_SESSIONS.format(sessions="$10")}
), meant AS ({KEEP_READINGS.format(readings="$11")}
), punched AS (
    SELECT * FROM jsonb_populate_record(NULL::punch, $9)
), chained AS ({_ENTRY})
{events.INSERT}
"""  # noqa: S608 - no value is put into it

# What one person's phone shows of their work. $1 the member, $2 and $3 the range of shifts.
WORK = """
SELECT (SELECT row_to_json(o) FROM (SELECT id, name, timezone, language FROM organisation) o) AS org,
       (SELECT row_to_json(w) FROM (
           SELECT id, site_id, shift_id, started_at, on_break_since IS NOT NULL AS on_break,
                  on_break_since, break_ms, travel
             FROM work_session WHERE member_id = $1 AND ended_at IS NULL) w) AS now_session,
       (SELECT coalesce(json_agg(x), '[]') FROM (
           SELECT s.id, s.starts_at, s.ends_at, s.note, a.confirm_by, a.confirmed_at,
                  json_build_object('id', t.id, 'name', t.name, 'address', t.address, 'lat', t.lat,
                                    'lon', t.lon, 'radius_m', t.radius_m, 'timezone', t.timezone,
                                    'note', t.note, 'photo_reason', coalesce(
                                        (SELECT reason FROM photo_rule r
                                          WHERE r.org_id = t.org_id AND r.site_id = t.id),
                                        (SELECT photo_reason FROM record_policy))) AS site,
                  ARRAY(SELECT m.name FROM assignment b
                          JOIN member m ON m.org_id = b.org_id AND m.id = b.member_id
                         WHERE b.org_id = s.org_id AND b.shift_id = s.id AND b.member_id <> $1
                         ORDER BY m.name, m.id) AS colleagues
             FROM assignment a
             JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published'
             JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
            WHERE a.member_id = $1 AND a.ends_at > $2 AND a.starts_at < $3
              AND a.starts_at > $2 - interval '1 day'
            ORDER BY s.starts_at, s.id) x) AS shifts,
       (SELECT json_build_object(
           'consent', (SELECT given FROM consent WHERE member_id = $1 AND kind = 'location'
                        ORDER BY said_at DESC, id DESC LIMIT 1),
           'location_days', coalesce(p.location_days, 90), 'photo_days', coalesce(p.photo_days, 30),
           'clock_number', p.clock_number)
          FROM (SELECT) one LEFT JOIN record_policy p ON true) AS asked
"""

# Everybody on the board, and every site even when nobody is there. $1 now; $2 the sites to show, or null
# for all; $3 how far ahead somebody is expected. The day is each site's own; a night shift is on the board
# of both days. Who has no session for a shift is expected or late, unless they are at the site anyway.
BOARD = """
WITH place AS (
    SELECT t.org_id, t.id, t.name, t.timezone, t.archived_at, d.starts_at AS day_start,
           greatest(d.ends_at, $1 + $3::interval) AS day_end
      FROM site t, LATERAL (
           SELECT date_trunc('day', $1 AT TIME ZONE t.timezone) AT TIME ZONE t.timezone AS starts_at,
                  (date_trunc('day', $1 AT TIME ZONE t.timezone) + interval '1 day')
                  AT TIME ZONE t.timezone AS ends_at) d
     WHERE $2::uuid[] IS NULL OR t.id = ANY ($2)
), worked AS (
    SELECT DISTINCT ON (w.member_id, w.site_id)
           w.site_id, w.member_id, w.shift_id, s.starts_at, s.ends_at, w.started_at AS in_at,
           CASE WHEN w.closed_by = 'out' THEN w.ended_at END AS out_at,
           w.on_break_since IS NOT NULL AS on_break, w.travel AS on_the_way,
           p.flags || r.flags || coalesce(o.flags, '{}') AS flags,
           CASE WHEN w.ended_at IS NULL THEN 'on_site' ELSE 'left' END AS list,
           min(w.started_at) OVER (PARTITION BY w.member_id, w.shift_id) AS first_in
      FROM work_session w
      JOIN punch p ON p.org_id = w.org_id AND p.id = w.id
      JOIN reading r ON r.org_id = w.org_id AND r.punch_id = w.id
      LEFT JOIN place t ON t.org_id = w.org_id AND t.id = w.site_id
      LEFT JOIN shift s ON s.org_id = w.org_id AND s.id = w.shift_id
      LEFT JOIN punch o ON o.org_id = w.org_id AND o.id = w.out_punch
     WHERE (w.ended_at IS NULL OR (NOT w.travel AND w.ended_at >= $1 - interval '2 days'
                                   AND w.ended_at >= coalesce(t.day_start, $1 - interval '1 day')))
       AND (t.id IS NOT NULL OR (w.site_id IS NULL AND $2 IS NULL))
     ORDER BY w.member_id, w.site_id, w.started_at DESC, w.id DESC
), planned AS (
    SELECT t.id AS site_id, a.member_id, s.id AS shift_id, s.starts_at, s.ends_at,
           NULL::timestamptz AS in_at, NULL::timestamptz AS out_at, false AS on_break,
           EXISTS (SELECT FROM work_session w WHERE w.org_id = a.org_id AND w.member_id = a.member_id
                                                AND w.ended_at IS NULL AND w.travel) AS on_the_way,
           '{}'::text[] AS flags,
           CASE WHEN s.starts_at > $1 THEN 'expected' ELSE 'late' END AS list, NULL::timestamptz AS first_in
      FROM shift s
      JOIN place t ON t.org_id = s.org_id AND t.id = s.site_id
      JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
     WHERE s.state = 'published' AND s.starts_at BETWEEN $1 - interval '2 days' AND $1 + interval '2 days'
       AND s.ends_at > t.day_start AND s.starts_at < t.day_end
       AND NOT EXISTS (SELECT FROM work_session w
                        WHERE w.org_id = s.org_id AND w.shift_id = s.id AND w.member_id = a.member_id)
       AND NOT EXISTS (SELECT FROM work_session w
                        WHERE w.org_id = s.org_id AND w.member_id = a.member_id AND w.site_id = s.site_id
                          AND w.ended_at IS NULL)
)
SELECT id AS site_id, name AS site_name, timezone, archived_at, NULL AS list, NULL::uuid AS member_id,
       NULL AS name, NULL::uuid AS shift_id, NULL::timestamptz AS starts_at, NULL::timestamptz AS ends_at,
       NULL::timestamptz AS in_at, NULL::timestamptz AS out_at, NULL::boolean AS on_break,
       NULL::boolean AS on_the_way, NULL::text[] AS flags, NULL::timestamptz AS first_in
  FROM place
 UNION ALL
SELECT x.site_id, NULL, NULL, NULL, x.list, x.member_id, m.name, x.shift_id, x.starts_at, x.ends_at,
       x.in_at, x.out_at, x.on_break, x.on_the_way, nullif(x.flags, '{}'), x.first_in
  FROM (SELECT * FROM worked UNION ALL SELECT * FROM planned) x
  LEFT JOIN member m ON m.org_id = current_setting('app.org')::uuid AND m.id = x.member_id
 WHERE x.list IN ('on_site', 'left') OR m.ended_at IS NULL
 ORDER BY site_name, starts_at, name, member_id, site_id
"""

# A punch as people see it: what was claimed, what it means, and the shift of its session, if it has one.
PUNCHES = """
SELECT p.id, p.member_id, m.name AS member_name, p.kind, p.site_id,
       CASE WHEN r.session_id IS NULL THEN p.shift_id ELSE w.shift_id END AS shift_id, p.how,
       p.device_time, p.device_age_ms, p.last_server_time, p.server_time, p.believed_at,
       p.lat, p.lon, p.accuracy_m, p.distance_m, p.flags || r.flags AS flags, r.session_id,
       p.app_version, p.recorded_by, p.reason,
       EXISTS (SELECT FROM punch_photo f WHERE f.org_id = p.org_id AND f.punch_id = p.id) AS has_photo
  FROM punch p
  JOIN member m ON m.org_id = p.org_id AND m.id = p.member_id
  JOIN reading r ON r.org_id = p.org_id AND r.punch_id = p.id
  LEFT JOIN work_session w ON w.org_id = r.org_id AND w.id = r.session_id
"""

# The newest first. $4: the sites that the reader answers for, or null for all; $5: the reader.
PUNCHES_OF_RANGE = f"""{PUNCHES}
 WHERE p.believed_at >= $1 AND p.believed_at < $2
   AND ($3::uuid IS NULL OR p.member_id = $3)
   AND ($4::uuid[] IS NULL OR p.site_id = ANY ($4) OR p.member_id = $5)
   AND ($6::timestamptz IS NULL OR (p.believed_at, p.id) < ($6, $7::uuid))
 ORDER BY p.believed_at DESC, p.id DESC
 LIMIT $8
"""


async def scene(member_id: UUID, punch_id: UUID, site_id: UUID | None, at: datetime) -> Scene:
    """Everything around a punch of this member at this moment. Hold the member first."""
    measures = (REPEAT, LONGEST_SHIFT, EARLIEST, TRAVEL, NEIGHBOURS)
    row = await fetch_row(SCENE, member_id, punch_id, site_id, at, *measures)
    return msgspec.json.decode(row["scene"], type=Scene)


async def store(
    punch: dict[str, Any],
    sessions: Sequence[Session],
    meanings: Mapping[UUID, Meaning],
    gone: Sequence[UUID],
    event: Sequence[object],
) -> None:
    """Write a punch of the member who is held, and everything that follows from it."""
    org_id, member_id = punch["org_id"], punch["member_id"]
    if gone:
        await fetch("DELETE FROM work_session WHERE id = ANY ($1)", gone)
    await fetch(
        STORE,
        *event,
        _json({**punch, "claim_hash": "\\x" + punch["claim_hash"].hex()}),
        _json(
            [
                {"org_id": org_id, "member_id": member_id, **msgspec.to_builtins(session)}
                for session in sessions
            ]
        ),
        _json(
            [
                {"org_id": org_id, "punch_id": punch_id, **msgspec.to_builtins(meaning)}
                for punch_id, meaning in meanings.items()
            ]
        ),
        payload_of({name: punch[name] for name in CHAINED}),
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def one_punch(punch_id: UUID) -> Any:
    return await fetch_row(f"{PUNCHES} WHERE p.id = $1", punch_id)


async def punches_of_range(*arguments: object) -> Sequence[Any]:
    return await fetch(PUNCHES_OF_RANGE, *arguments)


async def work_of(member_id: UUID, from_: datetime, to: datetime) -> Any:
    return await fetch_row(WORK, member_id, from_, to)


async def board_rows(now: datetime, sites: list[UUID] | None) -> Sequence[Any]:
    return await fetch(BOARD, now, sites, EXPECTED_AHEAD)


# Whoever is at the site counts as there, even when their IN was for no shift.
FIND_MISSING = """
INSERT INTO no_show (org_id, shift_id, assigned, present, found_at)
SELECT s.org_id, s.id, count(*), count(*) FILTER (WHERE p.is_there), $2
  FROM shift s
  JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
  JOIN member m ON m.org_id = a.org_id AND m.id = a.member_id AND m.ended_at IS NULL
 CROSS JOIN LATERAL (SELECT EXISTS (
       SELECT FROM work_session w
        WHERE w.org_id = s.org_id AND w.member_id = a.member_id
          AND (w.shift_id = s.id OR (w.site_id = s.site_id AND w.ended_at IS NULL))) AS is_there) p
 WHERE s.id = $1 AND s.state = 'published' AND s.starts_at <= $2
 GROUP BY s.org_id, s.id
HAVING count(*) FILTER (WHERE p.is_there) < count(*)
    ON CONFLICT DO NOTHING
RETURNING assigned, present, (SELECT site_id FROM shift WHERE id = $1) AS site_id
"""

WHO_ANSWERS_FOR = """
SELECT m.id AS member_id, 'answers_for_site' AS why, '{}'::jsonb AS variables
  FROM member m
 WHERE m.ended_at IS NULL
   AND (m.role IN ('owner', 'manager') OR EXISTS (
        SELECT FROM member_scope x
         WHERE x.org_id = m.org_id AND x.member_id = m.id AND x.scope_id = $1::uuid))
"""

# Who is on the shift and has not come, as FIND_MISSING counts them.
NOT_CLOCKED_IN = """
SELECT a.member_id, 'on_shift' AS why, '{}'::jsonb AS variables
  FROM assignment a JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
 WHERE a.shift_id = $1 AND NOT EXISTS (
       SELECT FROM work_session w
        WHERE w.org_id = a.org_id AND w.member_id = a.member_id
          AND (w.shift_id = s.id OR (w.site_id = s.site_id AND w.ended_at IS NULL)))
"""

NOT_CLOCKED_OUT = """
SELECT w.member_id, 'at_work' AS why, '{}'::jsonb AS variables
  FROM work_session w WHERE w.shift_id = $1 AND w.ended_at IS NULL
"""


async def find_missing(shift_id: UUID, now: datetime) -> Any:
    return await fetch_row(FIND_MISSING, shift_id, now)
