"""What scheduling's guards hear from attendance: who really worked when."""

from backend.scheduling.service.worked import Worked, register_worked

# Work that goes on ends when its shift does, or now if that is over or there is none; who forgot to clock
# out has not worked for more than a day. Its break is at least the one that is planned.
register_worked(
    Worked("""
    SELECT w.member_id, w.shift_id, w.site_id, w.started_at AS starts_at,
           coalesce(w.ended_at, greatest(s.ends_at, w.started_at + interval '1 minute',
                                         least({now}, w.started_at + interval '24 hours'))) AS ends_at,
           CASE WHEN w.ended_at IS NULL THEN greatest(w.break_ms / 60000, s.break_min)
                ELSE w.break_ms / 60000 END::int AS break_min
      FROM who
      JOIN work_session w ON w.org_id = who.org_id AND w.member_id = who.member_id
                         AND w.started_at >= who.since AND w.started_at < who.until
      LEFT JOIN shift s ON s.org_id = w.org_id AND s.id = w.shift_id
     WHERE w.ended_at IS DISTINCT FROM w.started_at
    """)
)
