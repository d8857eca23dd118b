"""What sheets are made of: a few reads for any number of people, at the cost of the days that they are about.

Each takes $1 and $2, moments around the days, and perhaps $3, the people. The days themselves are decided by
the rules, so the moments reach a little further.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.core.database import fetch, fetch_row

Row = Any

OF_PEOPLE = "AND {column} = ANY ($3)"

GROUND = """
SELECT o.timezone, (SELECT choices FROM timesheet_choice) AS choices,
       (SELECT choices FROM planning_choice) AS planning,
       (SELECT coalesce(json_agg(json_build_array(on_day, is_holiday)), '[]')
          FROM holiday_change) AS holidays,
       (SELECT coalesce(json_agg(json_build_array(id, timezone)), '[]') FROM site) AS zones
  FROM organisation o
"""

# When the shift ends matters only where no OUT says when the work did.
SESSIONS = """
SELECT w.member_id, w.id, w.started_at, w.ended_at, w.closed_by, w.out_punch, w.site_id, w.shift_id, w.travel,
       w.breaks, w.on_break_since,
       CASE WHEN w.closed_by IS NULL OR w.closed_by = 'next_in' THEN (
            SELECT s.ends_at FROM shift s
             WHERE s.org_id = w.org_id AND s.id = w.shift_id) END AS shift_ends_at
  FROM work_session w
 WHERE w.started_at >= $1 AND w.started_at < $2 {people}
 ORDER BY w.member_id, w.started_at, w.id
"""

# What is odd about punches, where anything is. It has an index of its own.
FLAGS = """
SELECT p.id, p.flags FROM punch p
 WHERE p.flags <> '{{}}' AND p.believed_at >= $1 AND p.believed_at < $2 {people}
"""

# OFFSET 0 keeps the planner from reading all of a table that a long history has made large.
SEATS = """
SELECT a.member_id, s.id, s.starts_at, s.ends_at, s.site_id, s.break_min
  FROM shift s
 CROSS JOIN LATERAL (
       SELECT member_id FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id OFFSET 0) a
 WHERE s.state = 'published' AND s.starts_at >= $1 AND s.starts_at < $2
 ORDER BY a.member_id, s.starts_at, s.id
"""

SEATS_OF_PEOPLE = """
SELECT a.member_id, s.*
  FROM assignment a
 CROSS JOIN LATERAL (
       SELECT s.id, s.starts_at, s.ends_at, s.site_id, s.break_min FROM shift s
        WHERE s.org_id = a.org_id AND s.id = a.shift_id AND s.state = 'published' OFFSET 0) s
 WHERE a.starts_at >= $1 AND a.starts_at < $2 AND a.member_id = ANY ($3)
 ORDER BY a.member_id, s.starts_at, s.id
"""

LEAVE = """
SELECT r.member_id, r.id, r.kind, r.from_on, r.until_on, r.part, r.starts_at, r.ends_at, r.minutes,
       t.weekly_min, t.days_per_week
  FROM leave_request r
  LEFT JOIN LATERAL (
       SELECT weekly_min, days_per_week FROM employment_terms e
        WHERE e.org_id = r.org_id AND e.member_id = r.member_id
        ORDER BY e.from_on <= r.from_on DESC, abs(e.from_on - r.from_on) LIMIT 1) t ON true
 WHERE r.state = 'approved' AND r.ends_at > $1 AND r.starts_at < $2 {people}
 ORDER BY r.member_id, r.starts_at
"""

# OUTs that no IN came before; one that was replaced no longer counts. Those that ended work are left out
# first, since nearly all did.
LONE_OUTS = """
WITH outs AS MATERIALIZED (
    SELECT p.org_id, p.member_id, p.id, p.believed_at, p.site_id, p.shift_id FROM punch p
     WHERE p.believed_at >= $1 AND p.believed_at < $2 AND p.kind = 'out' {people}
), ends AS MATERIALIZED (
    SELECT w.out_punch FROM work_session w
     WHERE w.started_at >= $1 AND w.started_at < $2 AND w.out_punch IS NOT NULL
), others AS MATERIALIZED (
    SELECT * FROM outs WHERE NOT EXISTS (SELECT FROM ends WHERE ends.out_punch = outs.id)
)
SELECT p.* FROM others p
 WHERE EXISTS (SELECT FROM reading r WHERE r.org_id = p.org_id AND r.punch_id = p.id
                                       AND r.session_id IS NULL OFFSET 0)
   AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = p.org_id AND x.punch_id = p.id OFFSET 0)
 ORDER BY p.member_id, p.believed_at, p.id
"""

# What waits for somebody's word. A correction may be asked for long after the work, never before it.
MATTERS = """
SELECT * FROM (
    SELECT c.member_id, CASE WHEN c.state = 'asked' THEN 'open_correction' ELSE 'objected' END AS code,
           c.id AS ref, coalesce(p.believed_at, c.at) AS at
      FROM correction c
      LEFT JOIN punch p ON p.org_id = c.org_id AND p.id = c.replaces
     WHERE c.state = 'asked' OR (c.answer = 'objected' AND c.state = 'standing' AND c.asked_at >= $1)
     UNION ALL
    SELECT o.member_id, 'objected', o.punch_id, p.believed_at
      FROM punch_objection o
      JOIN punch p ON p.org_id = o.org_id AND p.id = o.punch_id
     WHERE o.objected_at >= $1
       AND NOT EXISTS (SELECT FROM punch_replaced x WHERE x.org_id = o.org_id AND x.punch_id = o.punch_id)
     UNION ALL
    SELECT q.member_id, 'after_lock', q.ref, q.at FROM late_question q
     WHERE q.answer IS NULL AND q.at >= $1 AND q.at < $2
) m
 WHERE m.at >= $1 AND m.at < $2 {people}
 ORDER BY m.member_id, m.at, m.ref
"""

# Everybody who worked here in the days $1 to $2, or has done or was to do something then ($3 to $4).
PEOPLE = """
SELECT m.id
  FROM member m JOIN organisation o ON o.id = m.org_id
 WHERE (m.joined_at < (($2::date + 1)::timestamp AT TIME ZONE o.timezone)
        AND (m.ended_at IS NULL OR m.ended_at >= ($1::date::timestamp AT TIME ZONE o.timezone))
        AND (m.role = 'member' OR EXISTS (SELECT FROM employment_terms e
                                           WHERE e.org_id = m.org_id AND e.member_id = m.id)))
    OR EXISTS (SELECT FROM work_session w WHERE w.org_id = m.org_id AND w.member_id = m.id
                                            AND w.started_at >= $3 AND w.started_at < $4)
    OR EXISTS (SELECT FROM assignment a WHERE a.org_id = m.org_id AND a.member_id = m.id
                                          AND a.starts_at >= $3 AND a.starts_at < $4)
 ORDER BY m.id
"""


async def ground() -> Any:
    return await fetch_row(GROUND)


async def people(*days_and_moments: object) -> list[UUID]:
    return [row["id"] for row in await fetch(PEOPLE, *days_and_moments)]


async def sessions(since: object, until: object, member_ids: list[UUID] | None) -> Sequence[Any]:
    return await _of(SESSIONS, "w.member_id", since, until, member_ids)


async def flags(since: object, until: object, member_ids: list[UUID] | None) -> dict[UUID, list[str]]:
    rows = await _of(FLAGS, "p.member_id", since, until, member_ids)
    return {row["id"]: row["flags"] for row in rows}


async def seats(since: object, until: object, member_ids: list[UUID] | None) -> Sequence[Any]:
    if member_ids is None:
        return await fetch(SEATS, since, until)
    return await fetch(SEATS_OF_PEOPLE, since, until, member_ids)


async def leave(since: object, until: object, member_ids: list[UUID] | None) -> Sequence[Any]:
    return await _of(LEAVE, "r.member_id", since, until, member_ids)


async def lone_outs(since: object, until: object, member_ids: list[UUID] | None) -> Sequence[Any]:
    return await _of(LONE_OUTS, "p.member_id", since, until, member_ids)


async def matters(since: object, until: object, member_ids: list[UUID] | None) -> Sequence[Any]:
    return await _of(MATTERS, "m.member_id", since, until, member_ids)


async def _of(
    sql: str, column: str, since: object, until: object, member_ids: list[UUID] | None
) -> Sequence[Any]:
    """A statement of its own for some people, so that each is planned for what it reads."""
    if member_ids is None:
        return await fetch(sql.format(people=""), since, until)
    return await fetch(sql.format(people=OF_PEOPLE.format(column=column)), since, until, member_ids)
