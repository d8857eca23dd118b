"""Photos of punches, where somebody asks for them."""

# $1 the punch. `reason`: why a photo is asked for there, or null.
PUNCH = """
SELECT p.member_id, p.site_id, f.source_hash, f.width, f.height,
       coalesce((SELECT reason FROM photo_rule r WHERE r.org_id = p.org_id AND r.site_id = p.site_id),
                (SELECT photo_reason FROM record_policy)) AS reason
  FROM punch p
  LEFT JOIN punch_photo f ON f.org_id = p.org_id AND f.punch_id = p.id
 WHERE p.id = $1
"""
ADD = """
INSERT INTO punch_photo (org_id, punch_id, jpeg, source_hash, width, height, added_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING
RETURNING punch_id
"""
JPEG = """
SELECT p.member_id, p.site_id, f.jpeg FROM punch_photo f
  JOIN punch p ON p.org_id = f.org_id AND p.id = f.punch_id
 WHERE f.punch_id = $1
"""
