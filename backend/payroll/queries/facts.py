"""What pay is made of beside the sheets: a read for any number of people."""

# $1, $2 the days, both in them, whose contracts matter; $3 the people. A contract that began earlier counts
# until the next one's day, so of those that began before the days only the last one is read.
PEOPLE = """
SELECT m.id, (m.joined_at AT TIME ZONE o.timezone)::date AS joined_on,
       (m.ended_at AT TIME ZONE o.timezone)::date AS ended_on, p.born_on, p.pregnant_from, p.pregnant_until,
       p.gave_birth_on, coalesce(p.night_permit, false) AS night_permit,
       (SELECT min(from_on) FROM employment_terms e
         WHERE e.org_id = m.org_id AND e.member_id = m.id) AS hired_on,
       (SELECT coalesce(json_agg(json_build_array(
                   e.from_on, e.wage_kind, e.wage_won, e.weekly_min, e.days_per_week, e.until_on, e.workdays,
                   e.extra_hours_agreed, e.probation_until, e.probation_percent, e.simple_labour,
                   e.rest_weekday)
                   ORDER BY e.from_on), '[]')
          FROM employment_terms e
         WHERE e.org_id = m.org_id AND e.member_id = m.id AND e.from_on <= $2
           AND e.from_on >= coalesce((SELECT max(from_on) FROM employment_terms f
                                       WHERE f.org_id = m.org_id AND f.member_id = m.id AND f.from_on <= $1),
                                     $1)) AS terms
  FROM member m
  JOIN organisation o ON o.id = m.org_id
  LEFT JOIN member_protection p ON p.org_id = m.org_id AND p.member_id = m.id
 WHERE m.id = ANY ($3)
"""

# Everybody who was at work on each day from $1 to before $2 (R11), by the clocks of where they were. Read by
# the end of the work, which is indexed; work that nobody ended is read by itself.
PERSON_DAYS = """
WITH work AS (
    SELECT member_id, site_id, started_at FROM work_session
     WHERE ended_at >= $1::timestamptz AND ended_at < $2::timestamptz + interval '2 days'
       AND started_at < $2
    UNION ALL
    SELECT member_id, site_id, started_at FROM work_session
     WHERE ended_at IS NULL AND started_at >= $1 AND started_at < $2
)
SELECT (w.started_at AT TIME ZONE coalesce(t.timezone, o.timezone))::date AS day,
       count(DISTINCT w.member_id) AS people
  FROM work w CROSS JOIN organisation o LEFT JOIN site t ON t.id = w.site_id
 GROUP BY 1
"""

HEADCOUNTS = "SELECT month_on, five_or_more, counted FROM pay_headcount WHERE month_on = ANY ($1)"

KEEP_HEADCOUNT = """
INSERT INTO pay_headcount (org_id, month_on, five_or_more, counted)
VALUES (current_setting('app.org')::uuid, $1, $2, $3) ON CONFLICT DO NOTHING
"""

PLANNING = "SELECT choices FROM planning_choice"

# $1: now.
WHOLE = """
SELECT ($1::timestamptz AT TIME ZONE timezone)::date AS today,
       (SELECT choices FROM planning_choice) AS planning
  FROM organisation
"""

SHEETS = """
SELECT member_id, state, locked_at FROM sheet
 WHERE period_id = $1 AND ($2::uuid[] IS NULL OR member_id = ANY ($2))
"""

CONTENTS = "SELECT member_id, content FROM sheet WHERE period_id = $1 AND member_id = ANY ($2)"

FROZEN = """
SELECT f.member_id, f.statement, f.worked_days
  FROM pay_statement f
  JOIN sheet s ON s.org_id = f.org_id AND s.period_id = f.period_id AND s.member_id = f.member_id
              AND s.state = 'locked' AND s.locked_at = f.locked_at
 WHERE f.period_id = $1 AND ($2::uuid[] IS NULL OR f.member_id = ANY ($2))
"""

FREEZE = """
INSERT INTO pay_statement (org_id, period_id, member_id, locked_at, pack, pack_version, settings_version,
                           statement, worked_days, made_at)
SELECT current_setting('app.org')::uuid, $1, f.*, $2
  FROM unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::int[], $8::text[], $9::int[]) AS f
    ON CONFLICT DO NOTHING
"""
