"""Layouts of exports, and what a file says beside hours and pay."""

MAPPINGS = "SELECT id, name, layout, changed_at FROM export_mapping ORDER BY name, id LIMIT $1"
MAPPING = "SELECT id, name, layout, changed_at FROM export_mapping WHERE id = $1"
OTHERS = "SELECT count(*)::int AS n FROM export_mapping WHERE id <> $1"

PUT_MAPPING = """
INSERT INTO export_mapping (org_id, id, name, kind, layout, changed_by, changed_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
    ON CONFLICT (org_id, id) DO UPDATE
   SET (name, kind, layout, changed_by, changed_at)
     = (excluded.name, excluded.kind, excluded.layout, excluded.changed_by, excluded.changed_at)
 WHERE (export_mapping.name, export_mapping.layout) IS DISTINCT FROM (excluded.name, excluded.layout)
RETURNING id
"""

DROP_MAPPING = "DELETE FROM export_mapping WHERE id = $1 RETURNING id"

ORGANISATION = "SELECT name, language FROM organisation WHERE id = current_setting('app.org')::uuid"
PEOPLE = "SELECT id, name, number FROM member WHERE id = ANY ($1)"
SITES = "SELECT id, name FROM site WHERE id = ANY ($1)"
LOCKED = "SELECT member_id, content FROM sheet WHERE period_id = $1 AND state = 'locked'"
