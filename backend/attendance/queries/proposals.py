"""Who seems to have forgotten a punch, and whether that is still so."""

# The end of a session is not known while it goes on, nor where the next IN after its shift made an end of it.
_NO_END = "(w.ended_at IS NULL OR w.closed_by = 'next_in' AND w.ended_at > s.ends_at)"

# Does a session of the proposal's shift, or any at that time, say that nothing is missing? Of a session whose
# end is not known, only its end.
HOLDS = f"""
CASE WHEN p.session_id IS NOT NULL THEN EXISTS (
         SELECT FROM work_session w
          WHERE w.org_id = p.org_id AND w.member_id = p.member_id AND w.id = p.session_id
            AND {_NO_END})
     ELSE NOT EXISTS (
         SELECT FROM work_session w
          WHERE w.org_id = p.org_id AND w.member_id = p.member_id
            AND (w.shift_id = p.shift_id
                 OR (w.started_at < s.ends_at AND coalesce(w.ended_at, 'infinity') > s.starts_at))) END
"""  # noqa: S608 - no value is put into it

# One for everybody on the shift who is still at work by the record, or for whom there is no session then. An
# OUT without its IN is kept: only the IN is missing. $1 the shift, $2 now.
PROPOSE = f"""
INSERT INTO punch_proposal (org_id, id, member_id, shift_id, site_id, session_id, in_at, out_at, made_at)
SELECT s.org_id, uuidv7(), m.id, s.id, s.site_id, w.id,
       CASE WHEN w.id IS NULL THEN s.starts_at END,
       CASE WHEN w.id IS NOT NULL OR NOT x.left THEN s.ends_at END, $2
  FROM shift s
  JOIN LATERAL (SELECT a.member_id FROM assignment a WHERE a.org_id = s.org_id AND a.shift_id = s.id
                 UNION
                SELECT w.member_id FROM work_session w
                 WHERE w.org_id = s.org_id AND w.shift_id = s.id AND {_NO_END}) who ON true
  JOIN member m ON m.org_id = s.org_id AND m.id = who.member_id AND m.ended_at IS NULL
  LEFT JOIN work_session w ON w.org_id = s.org_id AND w.member_id = m.id AND w.shift_id = s.id
                          AND {_NO_END} AND w.started_at < s.ends_at
 CROSS JOIN LATERAL (SELECT
       EXISTS (SELECT FROM work_session o
                WHERE o.org_id = s.org_id AND o.member_id = m.id
                  AND (o.shift_id = s.id
                       OR (o.started_at < s.ends_at AND coalesce(o.ended_at, 'infinity') > s.starts_at)))
           AS there,
       EXISTS (SELECT FROM punch p JOIN reading r ON r.org_id = p.org_id AND r.punch_id = p.id
                WHERE p.org_id = s.org_id AND p.member_id = m.id AND p.shift_id = s.id AND p.kind = 'out'
                  AND r.session_id IS NULL AND NOT 'replaced' = ANY (r.flags)) AS left) x
 WHERE s.id = $1 AND s.state = 'published' AND s.ends_at <= $2 AND (w.id IS NOT NULL OR NOT x.there)
    ON CONFLICT DO NOTHING
RETURNING member_id
"""  # noqa: S608 - no value is put into it

PROPOSALS = """
SELECT p.id, p.member_id, p.shift_id, p.site_id, t.name AS site_name, t.timezone AS zone,
       s.starts_at, s.ends_at, w.started_at AS came_at, p.in_at, p.out_at, p.made_at, p.state
  FROM punch_proposal p
  JOIN shift s ON s.org_id = p.org_id AND s.id = p.shift_id
  JOIN site t ON t.org_id = p.org_id AND t.id = p.site_id
  LEFT JOIN work_session w ON w.org_id = p.org_id AND w.id = p.session_id
"""

# $1 the member.
OPEN = (
    f"{PROPOSALS} WHERE p.member_id = $1 AND p.state = 'open' AND {HOLDS} ORDER BY p.made_at, p.id LIMIT 50"
)

ONE = f"{PROPOSALS} WHERE p.id = $1"

STILL = f"""
SELECT {HOLDS} AS holds FROM punch_proposal p JOIN shift s ON s.org_id = p.org_id AND s.id = p.shift_id
 WHERE p.id = $1
"""  # noqa: S608 - no value is put into it

CLOSE = "UPDATE punch_proposal SET state = $2, closed_at = $3 WHERE id = $1"

# The real punches came. $1 the member, $2 now.
CLOSE_GONE = f"""
UPDATE punch_proposal p SET state = 'gone', closed_at = $2
  FROM shift s
 WHERE s.org_id = p.org_id AND s.id = p.shift_id AND p.member_id = $1 AND p.state = 'open' AND NOT {HOLDS}
RETURNING p.id
"""  # noqa: S608 - no value is put into it

# $1 the shift.
ASKED = """
SELECT p.member_id, 'on_shift' AS why, '{}'::jsonb AS variables FROM punch_proposal p
 WHERE p.shift_id = $1 AND p.state = 'open'
"""
