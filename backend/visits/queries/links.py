"""What a client's link shows."""

LINKS = """
SELECT id, created_at, expires_at, last_read_at FROM client_link
 WHERE client_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
 ORDER BY created_at DESC, id
"""

# A link that still holds, and whose it is.
LINK = """
SELECT l.id, l.client_id, l.last_read_at, c.name AS client, o.name AS firm
  FROM client_link l
  JOIN client c ON c.org_id = l.org_id AND c.id = l.client_id AND c.archived_at IS NULL
  JOIN organisation o ON o.id = l.org_id
 WHERE l.id = $1 AND l.revoked_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > $2)
"""

# Its sites' published visits. Who came is a number; when, by the record of those who clocked in.
VISITS = """
SELECT s.id, t.name AS site_name, t.timezone AS zone, s.starts_at, s.ends_at,
       w.people, w.began_at, w.ended_at, w.present,
       coalesce((
           SELECT json_agg(json_build_object(
                      'text', i.text, 'done_at', c.done_at,
                      'photo_ids', coalesce((SELECT json_agg(p.id ORDER BY p.added_at, p.id) FROM photo p
                                              WHERE p.org_id = i.org_id AND p.shift_id = s.id
                                                AND p.item_id = i.id), '[]')) ORDER BY i.place, i.id)
             FROM checklist_item i
             LEFT JOIN visit_check c ON c.org_id = i.org_id AND c.shift_id = s.id AND c.item_id = i.id
            WHERE i.org_id = s.org_id AND i.site_id = s.site_id
              AND (i.retired_at IS NULL OR i.retired_at > s.ends_at OR c.done_at IS NOT NULL)
              AND (i.added_at < s.ends_at OR c.done_at IS NOT NULL)), '[]') AS tasks
  FROM shift s
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 CROSS JOIN LATERAL (
       SELECT count(DISTINCT x.member_id)::int AS people, min(x.started_at) AS began_at,
              CASE WHEN bool_and(x.ended_at IS NOT NULL) THEN max(x.ended_at) END AS ended_at,
              coalesce(bool_or(x.ended_at IS NULL), false) AS present
         FROM work_session x
        WHERE x.org_id = s.org_id AND x.shift_id = s.id) w
 WHERE t.client_id = $1 AND s.state = 'published' AND s.starts_at >= $2 AND s.starts_at < $3
 ORDER BY s.starts_at, s.id
 LIMIT $4
"""

# Only a picture of a check at one of the client's sites: what is reported stays in the house.
PHOTO = """
SELECT p.jpeg FROM photo p
  JOIN shift s ON s.org_id = p.org_id AND s.id = p.shift_id AND s.state = 'published'
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE p.id = $1 AND t.client_id = $2 AND s.starts_at >= $3
"""
