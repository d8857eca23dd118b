"""Who came late, where and when: seats of published shifts against the first work on them."""

from backend.insight.queries.work import filled

# $5: minutes of grace; $6: 'week' or 'month'. Seats that leave covers do not count, nor those that have not
# begun. `after_other` is coming late from work at another site that ended within an hour of the start: then
# the plan is tight, not the person slow. The last column says which of the four groupings a row is of.
LATENESS = filled("""
WITH came AS (
    SELECT w.shift_id, w.member_id, min(w.started_at) AS came_at
      FROM work_session w
     WHERE w.shift_id IS NOT NULL AND w.started_at IS DISTINCT FROM w.ended_at
       AND w.started_at >= $1::date::timestamp AT TIME ZONE 'UTC' - interval '2 days'
       AND w.started_at < $2::date::timestamp AT TIME ZONE 'UTC' + interval '3 days'
     GROUP BY 1, 2
), seats AS (
    SELECT p.*, came_at, extract(isodow FROM starts_at AT TIME ZONE timezone)::int - 1 AS weekday,
           extract(hour FROM starts_at AT TIME ZONE timezone)::int AS hour,
           date_trunc($6, day)::date AS bucket
      FROM ({planned}) p
      LEFT JOIN came c ON c.shift_id = p.shift_id AND c.member_id = p.member_id
     WHERE p.starts_at <= $4::timestamptz - make_interval(mins => $5)
       AND NOT EXISTS (SELECT FROM leave_request l
                        WHERE l.member_id = p.member_id AND l.state = 'approved'
                          AND l.starts_at <= p.starts_at AND l.ends_at > p.starts_at)
), judged AS (
    SELECT s.*, came_at > starts_at + make_interval(mins => $5) AS late,
           floor(extract(epoch FROM came_at - starts_at) / 60)::int AS minutes_late,
           came_at IS NULL AND ends_at <= $4 AS absent,
           came_at > starts_at + make_interval(mins => $5) AND EXISTS (
               SELECT FROM work_session w
                WHERE w.member_id = s.member_id AND w.site_id IS DISTINCT FROM s.site_id
                  AND w.started_at BETWEEN s.starts_at - interval '1 day' AND came_at
                  AND w.ended_at BETWEEN s.starts_at - interval '1 hour' AND came_at) AS after_other
      FROM seats s
)
SELECT member_id, site_id, bucket, weekday, hour, count(*)::int AS seats,
       count(*) FILTER (WHERE late)::int AS late,
       coalesce(sum(minutes_late) FILTER (WHERE late), 0)::int AS late_min,
       count(*) FILTER (WHERE absent)::int AS absent,
       count(*) FILTER (WHERE after_other)::int AS after_other,
       grouping(member_id) * 8 + grouping(site_id) * 4 + grouping(bucket) * 2 + grouping(weekday) AS of
  FROM judged j
 GROUP BY GROUPING SETS ((member_id), (site_id), (bucket), (weekday, hour))
""")
NAMES = "SELECT id, name FROM member WHERE id = ANY ($1)"
SITE_NAMES = "SELECT id, name FROM site WHERE id = ANY ($1)"
GRACE = """
SELECT coalesce((choices ->> 'grace_min')::int, $1) AS minutes
  FROM (SELECT (SELECT choices FROM timesheet_choice) AS choices) c
"""
