"""Hours planned, worked and paid, by person, site and week or month."""

from backend.insight.queries.work import filled

# $5: 'week' (from Monday) or 'month'; $6: minutes of work, $7: the break that the law wants for them. A row
# without a member counts days on which that break was not had, at the site where the day ended; time between
# two works is time off.
HOURS = filled("""
WITH worked AS MATERIALIZED ({worked})
SELECT member_id, site_id, date_trunc($5, day)::date AS bucket, sum(planned)::int AS planned_min,
       sum(ms)::bigint AS worked_ms, 0 AS breaks
  FROM (SELECT member_id, site_id, day, minutes AS planned, 0 AS ms FROM ({planned}) p
         UNION ALL
        SELECT member_id, site_id, day, 0, ms FROM worked
         WHERE $3::uuid[] IS NULL OR site_id = ANY ($3)) every
 GROUP BY 1, 2, 3
 UNION ALL
SELECT NULL, site_id, date_trunc($5, day)::date, 0, 0, count(*)::int
  FROM (SELECT day, (array_agg(site_id ORDER BY started_at DESC))[1] AS site_id,
               sum(ms)::bigint / 60000 AS worked_min,
               (date_part('epoch', max(ended_at) - min(started_at)) * 1000 - sum(ms))::bigint / 60000
                 AS rest_min
          FROM worked GROUP BY member_id, day) days
 WHERE rest_min < (SELECT b.owed FROM unnest($6::int[], $7::int[]) AS b (worked, owed)
                    WHERE days.worked_min >= b.worked ORDER BY b.worked DESC LIMIT 1)
   AND ($3::uuid[] IS NULL OR site_id = ANY ($3))
 GROUP BY 2, 3
""")

# What was paid for locked sheets, with the work of each whole period, by which it is shared among sites.
# $1, $2: the first and last day of these periods; $3, $5: those that are asked for; $4 now; $6: as above. A
# row without a bucket is of a day outside them. What was paid without any work, as for leave, has no site and
# counts on the period's last day.
PAID = filled("""
WITH paid AS MATERIALIZED (
    SELECT p.member_id, p.period_id, d.from_on, d.until_on,
           (p.statement::json ->> 'total_won')::bigint AS won,
           (p.statement::json -> 'hours' ->> 'worked')::int AS minutes
      FROM period d
      JOIN sheet h ON h.org_id = d.org_id AND h.period_id = d.id AND h.state = 'locked'
      JOIN pay_statement p ON p.org_id = h.org_id AND p.period_id = h.period_id
                          AND p.member_id = h.member_id AND p.locked_at = h.locked_at
     WHERE d.from_on <= $5 AND d.until_on >= $3
)
SELECT p.member_id, p.period_id, p.won, p.minutes, w.site_id,
       CASE WHEN x.day BETWEEN $3 AND $5 THEN date_trunc($6, x.day)::date END AS bucket,
       sum(coalesce(w.ms, 1))::bigint AS ms
  FROM paid p
  LEFT JOIN ({worked}) w ON w.member_id = p.member_id AND w.day BETWEEN p.from_on AND p.until_on
 CROSS JOIN LATERAL (SELECT coalesce(w.day, p.until_on) AS day) x
 GROUP BY 1, 2, 3, 4, 5, 6
 ORDER BY 1, 2, 5, 6
""")
SPAN_OF_PAID = """
SELECT min(from_on) AS from_on, max(until_on) AS until_on FROM period WHERE from_on <= $2 AND until_on >= $1
"""

SITES = """
SELECT t.id, t.name, t.weekly_budget_won, t.client_id, c.name AS client_name
  FROM site t LEFT JOIN client c ON c.org_id = t.org_id AND c.id = t.client_id
 WHERE ($1::uuid[] IS NULL OR t.id = ANY ($1)) AND (t.archived_at IS NULL OR t.id = ANY ($2))
 ORDER BY t.name, t.id
"""

CONTRACTS = """
SELECT client_id, from_on, least(until_on, (ended_at AT TIME ZONE o.timezone)::date) AS until_on, monthly_won
  FROM contract k JOIN organisation o ON o.id = k.org_id
 WHERE monthly_won IS NOT NULL AND from_on <= $2
   AND coalesce(least(until_on, (ended_at AT TIME ZONE o.timezone)::date), $1) >= $1
"""

TERMS = """
SELECT member_id, from_on, weekly_min, days_per_week, wage_kind, wage_won, extra_hours_agreed
  FROM employment_terms WHERE member_id = ANY ($1) ORDER BY member_id, from_on
"""

TODAY = """
SELECT ($1::timestamptz AT TIME ZONE timezone)::date AS today FROM organisation
"""
