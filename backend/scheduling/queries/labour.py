"""Who works in some weeks."""

# The shifts that somebody is on, a day wider than the weeks on each side, for every zone.
SHIFTS = """
SELECT s.id FROM shift s
 WHERE s.starts_at >= $1 AND s.starts_at < $2 AND s.state <> 'cancelled'
   AND EXISTS (SELECT FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id)
 ORDER BY s.starts_at LIMIT $3
"""

PEOPLE = "SELECT DISTINCT member_id FROM assignment WHERE shift_id = ANY ($1)"

BUDGETS = """
SELECT id, name, weekly_budget_won FROM site
 WHERE id = ANY ($1) OR (weekly_budget_won IS NOT NULL AND archived_at IS NULL)
 ORDER BY name, id
"""
