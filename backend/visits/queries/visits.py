"""Visits with their checklists and checks."""

# A visit's items are those of its site now, and those that were checked when they still stood on the list.
VISITS = """
SELECT s.id AS shift_id, s.site_id, t.name AS site_name, s.starts_at, s.ends_at,
       EXISTS (SELECT FROM access_note n
                WHERE n.org_id = s.org_id AND n.site_id = s.site_id) AS has_access_note,
       coalesce((
           SELECT json_agg(json_build_object(
                      'id', i.id, 'text', i.text, 'photo', i.photo, 'done_at', c.done_at, 'done_by', m.name,
                      'note', coalesce(c.note, ''),
                      'photo_ids', coalesce((SELECT json_agg(p.id ORDER BY p.added_at, p.id) FROM photo p
                                              WHERE p.org_id = i.org_id AND p.shift_id = s.id
                                                AND p.item_id = i.id), '[]')) ORDER BY i.place, i.id)
             FROM checklist_item i
             LEFT JOIN visit_check c ON c.org_id = i.org_id AND c.shift_id = s.id AND c.item_id = i.id
             LEFT JOIN member m ON m.org_id = c.org_id AND m.id = c.member_id
            WHERE i.org_id = s.org_id AND i.site_id = s.site_id
              AND (i.retired_at IS NULL OR i.retired_at > s.ends_at OR c.done_at IS NOT NULL)
              AND (i.added_at < s.ends_at OR c.done_at IS NOT NULL)), '[]') AS items
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
"""

VISIT = f"{VISITS} WHERE s.id = $1 AND s.state = 'published'"

OF_MEMBER = f"""{VISITS}
  JOIN assignment a ON a.org_id = s.org_id AND a.shift_id = s.id
 WHERE a.member_id = $1 AND s.state = 'published' AND a.starts_at >= $2 AND a.starts_at < $3
 ORDER BY s.starts_at, s.id
 LIMIT $4
"""

OF_SITES = f"""{VISITS}
 WHERE s.state = 'published' AND s.starts_at >= $1 AND s.starts_at < $2
   AND ($3::uuid[] IS NULL OR s.site_id = ANY ($3)) AND ($4::uuid IS NULL OR s.site_id = $4)
   AND EXISTS (SELECT FROM checklist_item i WHERE i.org_id = s.org_id AND i.site_id = s.site_id)
 ORDER BY s.starts_at DESC, s.id DESC
 LIMIT $5
"""

# Whether somebody is on a shift. Their seat is held, so that what they send at once comes one by one.
ON_SHIFT = "SELECT FROM assignment WHERE shift_id = $1 AND member_id = $2 FOR NO KEY UPDATE"

ITEM = """
SELECT i.id FROM checklist_item i JOIN shift s ON s.org_id = i.org_id AND s.site_id = i.site_id
 WHERE i.id = $1 AND s.id = $2
"""

CHECK = """
INSERT INTO visit_check (org_id, shift_id, item_id, member_id, done_at, note, recorded_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
    ON CONFLICT (org_id, shift_id, item_id) DO UPDATE SET note = excluded.note
    WHERE visit_check.member_id = excluded.member_id AND visit_check.note <> excluded.note
RETURNING item_id
"""

UNCHECK = "DELETE FROM visit_check WHERE shift_id = $1 AND item_id = $2 RETURNING item_id"

ADD_PHOTO = """
INSERT INTO photo (org_id, id, site_id, shift_id, item_id, report_id, member_id, jpeg, source_hash,
                   width, height, added_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT DO NOTHING
RETURNING id
"""

PHOTO = "SELECT id, site_id, member_id, jpeg, source_hash, width, height FROM photo WHERE id = $1"

PHOTOS_OF_CHECK = "SELECT count(*) AS n FROM photo WHERE shift_id = $1 AND item_id = $2"
PHOTOS_OF_REPORT = "SELECT count(*) AS n FROM photo WHERE report_id = $1"

REPORTS = """
SELECT r.id, r.site_id, t.name AS site_name, r.member_id, m.name, r.kind, r.text, r.state, r.answer,
       r.made_at, r.settled_at, coalesce((SELECT array_agg(p.id ORDER BY p.added_at, p.id) FROM photo p
                                WHERE p.org_id = r.org_id AND p.report_id = r.id), '{}') AS photo_ids
  FROM site_report r
  JOIN site t ON t.org_id = r.org_id AND t.id = r.site_id
  JOIN member m ON m.org_id = r.org_id AND m.id = r.member_id
"""

REPORT_PAGE = f"""{REPORTS}
 WHERE ($1::text IS NULL OR r.state = $1)
   AND ($2::uuid[] IS NULL OR r.site_id = ANY ($2) OR r.member_id = $3)
   AND ($4::timestamptz IS NULL OR (r.made_at, r.id) < ($4, $5::uuid))
 ORDER BY r.made_at DESC, r.id DESC
 LIMIT $6
"""
