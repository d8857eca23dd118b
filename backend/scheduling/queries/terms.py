"""Contracts of employment, read and written."""

TERMS = """
SELECT from_on, weekly_min, days_per_week, wage_kind, wage_won, extra_hours_agreed, until_on, workdays,
       probation_until, probation_percent, simple_labour, rest_weekday
  FROM employment_terms WHERE member_id = $1 ORDER BY from_on DESC LIMIT $2
"""

PUT_TERMS = """
INSERT INTO employment_terms (org_id, member_id, from_on, weekly_min, days_per_week, wage_kind, wage_won,
                              extra_hours_agreed, until_on, workdays, probation_until, probation_percent,
                              simple_labour, rest_weekday)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (org_id, member_id, from_on) DO UPDATE
   SET (weekly_min, days_per_week, wage_kind, wage_won, extra_hours_agreed, until_on, workdays,
        probation_until, probation_percent, simple_labour, rest_weekday)
     = (excluded.weekly_min, excluded.days_per_week, excluded.wage_kind, excluded.wage_won,
        excluded.extra_hours_agreed, excluded.until_on, excluded.workdays, excluded.probation_until,
        excluded.probation_percent, excluded.simple_labour, excluded.rest_weekday)
"""

DELETE_TERMS = "DELETE FROM employment_terms WHERE member_id = $1 AND from_on = $2 RETURNING from_on"
