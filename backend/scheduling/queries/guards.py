"""Everything that the guards want to know about many people and shifts, in one round trip."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.core import clock
from backend.core.database import fetch, fetch_row
from backend.scheduling.rules.guards.facts import Occupation, Person, Place, PlannedShift
from backend.scheduling.schemas.planning import PlanningChoices
from backend.scheduling.service.worked import worked_sql

# $1 members, or null for everybody who works here; $2 shifts; $3, $4 placements that are to be added, a
# member and a shift each; $5, $6 those that are to be taken away; $7 now. Work is looked at nine days around
# the shifts, which covers their weeks in every zone; of somebody who gave birth, since then (제71조: a year).
CONTEXT = """
WITH asked AS (
    SELECT * FROM shift WHERE id = ANY ($2)
), span AS (
    SELECT min(starts_at) - interval '9 days' AS since, max(ends_at) + interval '9 days' AS until FROM asked
), who AS (
    SELECT m.org_id, m.id AS member_id, m.name, m.ended_at, p.born_on, p.pregnant_from, p.pregnant_until,
           p.gave_birth_on, coalesce(p.night_permit, false) AS night_permit, span.until,
           CASE WHEN p.gave_birth_on + interval '1 year' > span.since
                THEN least(span.since, p.gave_birth_on::timestamptz - interval '1 day')
                ELSE span.since END AS since
      FROM member m CROSS JOIN span
      LEFT JOIN member_protection p ON p.org_id = m.org_id AND p.member_id = m.id
     WHERE ($1::uuid[] IS NULL AND m.ended_at IS NULL) OR m.id = ANY ($1)
), work AS MATERIALIZED (
    (SELECT a.member_id, a.shift_id, s.site_id, s.starts_at, s.ends_at, s.break_min, false AS worked
       FROM who JOIN assignment a ON a.org_id = who.org_id AND a.member_id = who.member_id
                                 AND a.starts_at >= who.since AND a.starts_at < who.until
       JOIN shift s ON s.org_id = a.org_id AND s.id = a.shift_id
      WHERE NOT EXISTS (SELECT FROM unnest($5::uuid[], $6::uuid[]) AS o (member_id, shift_id)
                         WHERE o.member_id = a.member_id AND o.shift_id = a.shift_id)
      UNION
     SELECT o.member_id, s.id, s.site_id, s.starts_at, s.ends_at, s.break_min, false
       FROM unnest($3::uuid[], $4::uuid[]) AS o (member_id, shift_id) JOIN asked s ON s.id = o.shift_id)
    UNION ALL
    SELECT w.*, true FROM ({worked}) w
), places AS (
    SELECT * FROM site WHERE id IN (SELECT site_id FROM asked UNION SELECT site_id FROM work)
)
SELECT json_build_object(
    'choices', (SELECT coalesce((SELECT choices FROM planning_choice), '{{}}')),
    'holidays', (SELECT coalesce(json_agg(json_build_array(on_day, is_holiday)), '[]') FROM holiday_change),
    'shifts', (SELECT coalesce(json_agg(json_build_array(
                  s.id, s.site_id, s.starts_at, s.ends_at, s.break_min, s.position_id)), '[]') FROM asked s),
    'places', (SELECT coalesce(json_agg(json_build_array(
                  t.id, t.name, t.timezone, t.lat, t.lon, t.approved_only,
                  ARRAY(SELECT n.kind_id FROM certificate_needed n
                         WHERE n.org_id = t.org_id AND n.site_id = t.id))), '[]') FROM places t),
    'positions', (SELECT coalesce(json_agg(json_build_array(
                  p.id, p.name, ARRAY(SELECT n.kind_id FROM certificate_needed n
                                       WHERE n.org_id = p.org_id AND n.position_id = p.id))), '[]')
                    FROM position p WHERE p.id IN (SELECT position_id FROM asked)),
    'certificates', (SELECT coalesce(json_object_agg(id, name), '{{}}') FROM certificate_kind),
    'people', (SELECT coalesce(json_agg(json_build_object(
        'member_id', who.member_id, 'name', who.name, 'left', who.ended_at IS NOT NULL,
        'born_on', born_on, 'pregnant_from', pregnant_from, 'pregnant_until', pregnant_until,
        'gave_birth_on', gave_birth_on, 'night_permit', night_permit,
        'terms', (SELECT coalesce(json_agg(json_build_array(
                      from_on, weekly_min, days_per_week, wage_kind, wage_won, extra_hours_agreed)), '[]')
                    FROM employment_terms e WHERE e.org_id = who.org_id AND e.member_id = who.member_id),
        'positions', ARRAY(SELECT position_id FROM member_position e
                            WHERE e.org_id = who.org_id AND e.member_id = who.member_id),
        'certificates', (SELECT coalesce(json_agg(json_build_array(kind_id, issued_on, expires_on)), '[]')
                           FROM certificate e WHERE e.org_id = who.org_id AND e.member_id = who.member_id),
        'approved', ARRAY(SELECT site_id FROM site_person e WHERE e.org_id = who.org_id
                             AND e.member_id = who.member_id AND e.rule = 'approved'),
        'excluded', ARRAY(SELECT site_id FROM site_person e WHERE e.org_id = who.org_id
                             AND e.member_id = who.member_id AND e.rule = 'excluded'),
        'hours', (SELECT coalesce(json_agg(json_build_array(weekday, on_day, begins, ends, kind)), '[]')
                    FROM availability e WHERE e.org_id = who.org_id AND e.member_id = who.member_id
                     AND (e.on_day IS NULL OR e.on_day BETWEEN who.since::date AND who.until::date)),
        'leave', (SELECT coalesce(json_agg(json_build_array(starts_at, ends_at)), '[]')
                    FROM leave_request e WHERE e.org_id = who.org_id AND e.member_id = who.member_id
                     AND e.state = 'approved' AND e.starts_at < who.until AND e.ends_at > who.since),
        'work', coalesce(works.list, '[]')
        ) ORDER BY who.name, who.member_id), '[]')
      FROM who LEFT JOIN (
           SELECT member_id, json_agg(json_build_array(
                      shift_id, site_id, starts_at, ends_at, break_min, worked)) AS list
             FROM work GROUP BY member_id) works ON works.member_id = who.member_id)
) AS context
"""

# Two plans for the same person at once see each other; held until the transaction ends. Not the member's row:
# that is held by whoever clocks in, who must not wait for a plan.
HOLD = """
SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(id::text, 19) AS key FROM unnest($1::uuid[]) AS id
     ORDER BY key OFFSET 0) k
"""


class Context(Struct):
    """People, shifts and places around a plan, as the database knows them."""

    choices: PlanningChoices
    holidays: list[tuple[date, bool]]
    shifts: list[PlannedShift]
    places: list[Place]
    positions: list[Occupation]
    certificates: dict[UUID, str]
    people: list[Person]


Pairs = tuple[Sequence[UUID], Sequence[UUID]]
"""Members and shifts, one of each a placement."""


async def context(
    members: Sequence[UUID] | None,
    shifts: Sequence[UUID],
    *,
    added: Pairs = ((), ()),
    removed: Pairs = ((), ()),
    now: datetime | None = None,
) -> Context:
    """Everything around these shifts for these members, or (None) for everybody who works here.

    Their work holds what is planned and recorded, with `added` and without `removed` placements.
    """
    statement = CONTEXT.format(worked=worked_sql("$7::timestamptz"))
    row: Any = await fetch_row(statement, members, shifts, *added, *removed, now or clock.now())
    return msgspec.json.decode(row["context"], type=Context)


async def hold_people(members: Sequence[UUID]) -> None:
    """Make plans of the same people queue up until this transaction ends; in one order, so none deadlock."""
    await fetch(HOLD, members)
