"""Swaps of shifts, as people see them."""

_SHIFT = """json_build_object('id', {0}.id, 'site_id', {0}.site_id, 'site_name', {1}.name,
           'timezone', {1}.timezone, 'starts_at', {0}.starts_at, 'ends_at', {0}.ends_at,
           'break_min', {0}.break_min, 'position_name', {2}.name)"""

# Everything that a swap is shown with. Its condition and order follow; $1 is the reader.
SWAPS = f"""
SELECT w.id, w.state, w.note, w.answer, w.to_anybody, w.asked_at, w.answered_at, w.decided_at,
       {_SHIFT.format("s", "t", "p")} AS shift,
       CASE WHEN r.id IS NOT NULL THEN {_SHIFT.format("r", "rt", "rp")} END AS in_return_shift,
       json_build_object('id', f.id, 'name', f.name) AS from_member,
       CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', o.name) END AS to_member,
       CASE $1::uuid WHEN w.from_member_id THEN 'from' WHEN w.to_member_id THEN 'to' END AS mine
  FROM swap w
  JOIN shift s ON s.org_id = w.org_id AND s.id = w.shift_id
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
  LEFT JOIN position p ON p.org_id = s.org_id AND p.id = s.position_id
  LEFT JOIN shift r ON r.org_id = w.org_id AND r.id = w.in_return_shift_id
  LEFT JOIN site rt ON rt.org_id = r.org_id AND rt.id = r.site_id
  LEFT JOIN position rp ON rp.org_id = r.org_id AND rp.id = r.position_id
  JOIN member f ON f.org_id = w.org_id AND f.id = w.from_member_id
  LEFT JOIN member o ON o.org_id = w.org_id AND o.id = w.to_member_id
"""  # noqa: S608 - a constant

# Whom a swap concerns: the two, everybody while anybody may take it ($3 now), who plans its site ($2, null
# is every site).
_SEEN = """
   (w.from_member_id = $1 OR w.to_member_id = $1
    OR (w.to_anybody AND w.to_member_id IS NULL AND w.state = 'asked' AND s.starts_at > $3)
    OR $2::uuid[] IS NULL OR s.site_id = ANY ($2))
"""

ONE = f"{SWAPS} WHERE {_SEEN} AND w.id = $4"

PAGE = f"""{SWAPS}
 WHERE {_SEEN}
   AND ($4::text IS NULL OR w.state = $4)
   AND ($5::timestamptz IS NULL OR (w.asked_at, w.id) < ($5, $6::uuid))
 ORDER BY w.asked_at DESC, w.id DESC
 LIMIT $7
"""

# What a phone keeps: what is under way, and what came of it lately ($4).
KEPT = f"""{SWAPS}
 WHERE {_SEEN} AND s.starts_at > $3
   AND (w.state IN ('asked', 'countered', 'accepted') OR w.asked_at > $4)
 ORDER BY w.asked_at DESC, w.id DESC
 LIMIT $5
"""

ASK = """
INSERT INTO swap (org_id, id, shift_id, from_member_id, to_member_id, to_anybody, in_return_shift_id, note,
                  asked_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (org_id, id) DO NOTHING
RETURNING id
"""

LAPSE = """
UPDATE swap SET state = 'lapsed', decided_at = $3
 WHERE state IN ('asked', 'countered', 'accepted')
   AND (($2::uuid IS NULL AND (shift_id = $1 OR in_return_shift_id = $1))
     OR (shift_id = $1 AND from_member_id = $2) OR (in_return_shift_id = $1 AND to_member_id = $2))
RETURNING id, from_member_id, to_member_id
"""

LEAVE = "DELETE FROM assignment WHERE shift_id = $1 AND member_id = $2"
