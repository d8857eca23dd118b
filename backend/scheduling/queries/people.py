"""What is known about people and what sites and positions want, written and read in one statement each."""

POSITIONS = """
SELECT p.id, p.name, p.color, p.archived_at,
       ARRAY(SELECT n.kind_id FROM certificate_needed n
              WHERE n.org_id = p.org_id AND n.position_id = p.id ORDER BY n.kind_id) AS certificate_kind_ids
  FROM position p
"""

PROTECTION = """
SELECT born_on, pregnant_from, pregnant_until, gave_birth_on, night_permit
  FROM member_protection WHERE member_id = $1
"""

PUT_PROTECTION = """
INSERT INTO member_protection (org_id, member_id, born_on, pregnant_from, pregnant_until, gave_birth_on,
                               night_permit)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
    ON CONFLICT (org_id, member_id) DO UPDATE
   SET (born_on, pregnant_from, pregnant_until, gave_birth_on, night_permit)
     = (excluded.born_on, excluded.pregnant_from, excluded.pregnant_until, excluded.gave_birth_on,
        excluded.night_permit)
"""

# $2: the sites whose rules the reader sees, or null for all; $3: how many of each at most.
SKILLS = """
SELECT json_build_object(
    'positions', ARRAY(SELECT position_id FROM member_position WHERE member_id = $1 LIMIT $3),
    'certificates', (SELECT coalesce(json_agg(c), '[]') FROM (
        SELECT c.id, c.kind_id, k.name AS kind_name, c.number, c.issued_on, c.expires_on
          FROM certificate c JOIN certificate_kind k ON k.org_id = c.org_id AND k.id = c.kind_id
         WHERE c.member_id = $1 ORDER BY k.name, c.expires_on DESC NULLS FIRST, c.id LIMIT $3) c),
    'sites', (SELECT coalesce(json_agg(s), '[]') FROM (
        SELECT t.id AS site_id, t.name AS site_name, p.rule, p.reason
          FROM site_person p JOIN site t ON t.org_id = p.org_id AND t.id = p.site_id
         WHERE p.member_id = $1 AND ($2::uuid[] IS NULL OR t.id = ANY ($2))
         ORDER BY t.name, t.id LIMIT $3) s)
) AS skills
"""

ADD_POSITION = """
INSERT INTO member_position (org_id, member_id, position_id)
VALUES (current_setting('app.org')::uuid, $1, $2) ON CONFLICT DO NOTHING RETURNING position_id
"""

REMOVE_POSITION = (
    "DELETE FROM member_position WHERE member_id = $1 AND position_id = $2 RETURNING position_id"
)

CERTIFICATE = """
SELECT c.id, c.kind_id, k.name AS kind_name, c.number, c.issued_on, c.expires_on, c.member_id
  FROM certificate c JOIN certificate_kind k ON k.org_id = c.org_id AND k.id = c.kind_id
 WHERE c.id = $1
"""

ADD_CERTIFICATE = """
INSERT INTO certificate (org_id, id, member_id, kind_id, number, issued_on, expires_on)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id
"""

CHANGE_CERTIFICATE = "UPDATE certificate SET number = $2, issued_on = $3, expires_on = $4 WHERE id = $1"

PUT_SITE_PERSON = """
INSERT INTO site_person (org_id, site_id, member_id, rule, reason)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
    ON CONFLICT (org_id, site_id, member_id) DO UPDATE SET (rule, reason) = (excluded.rule, excluded.reason)
"""

REMOVE_SITE_PERSON = "DELETE FROM site_person WHERE site_id = $1 AND member_id = $2 RETURNING site_id"

SITE_REQUIREMENTS = """
SELECT t.approved_only, t.weekly_budget_won,
       ARRAY(SELECT n.kind_id FROM certificate_needed n
              WHERE n.org_id = t.org_id AND n.site_id = t.id ORDER BY n.kind_id) AS certificate_kind_ids
  FROM site t WHERE t.id = $1
"""

FORGET_NEEDS = "DELETE FROM certificate_needed WHERE site_id = $1 OR position_id = $2"

ADD_NEEDS = """
INSERT INTO certificate_needed (org_id, id, kind_id, site_id, position_id)
SELECT current_setting('app.org')::uuid, uuidv7(), kind_id, $2, $3 FROM unnest($1::uuid[]) AS n (kind_id)
"""

KNOWN_KINDS = "SELECT count(*) FROM certificate_kind WHERE archived_at IS NULL AND id = ANY ($1)"
KINDS = "SELECT id, name FROM certificate_kind WHERE archived_at IS NULL ORDER BY name, id LIMIT $1"
KIND = "SELECT id, name FROM certificate_kind WHERE id = $1"
ADD_KIND = """
INSERT INTO certificate_kind (org_id, id, name) VALUES (current_setting('app.org')::uuid, $1, $2)
    ON CONFLICT (org_id, id) DO NOTHING RETURNING id
"""
