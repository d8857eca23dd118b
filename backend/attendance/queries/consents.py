"""Consents, and what an organisation keeps for how long."""

ADD = """
INSERT INTO consent (org_id, id, member_id, kind, given, text_version, language, said_at, recorded_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT DO NOTHING
RETURNING id, kind, given, text_version, language, said_at, recorded_at
"""
ONE = """
SELECT id, member_id, kind, given, text_version, language, said_at, recorded_at FROM consent WHERE id = $1
"""
OF_MEMBER = """
SELECT id, kind, given, text_version, language, said_at, recorded_at FROM consent
 WHERE member_id = $1 ORDER BY said_at DESC, id DESC LIMIT $2
"""

POLICY = """
SELECT coalesce(p.location_days, 90) AS location_days, coalesce(p.photo_days, 30) AS photo_days,
       p.photo_reason, p.clock_number, p.keep_years,
       (SELECT coalesce(json_agg(json_build_object('site_id', r.site_id, 'reason', r.reason)
                                 ORDER BY r.site_id), '[]') FROM photo_rule r) AS photo_sites
  FROM (SELECT) one LEFT JOIN record_policy p ON true
"""
KEEP_POLICY = """
INSERT INTO record_policy (org_id, location_days, photo_days, photo_reason, clock_number, keep_years)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5)
    ON CONFLICT (org_id) DO UPDATE
   SET location_days = excluded.location_days, photo_days = excluded.photo_days,
       photo_reason = excluded.photo_reason, clock_number = excluded.clock_number,
       keep_years = excluded.keep_years
"""
FORGET_RULES = "DELETE FROM photo_rule"
KEEP_RULES = """
INSERT INTO photo_rule (org_id, site_id, reason)
SELECT current_setting('app.org')::uuid, r.* FROM unnest($1::uuid[], $2::text[]) r
"""
KNOWN_SITES = "SELECT count(*) AS n FROM site WHERE id = ANY ($1)"
IS_ARMED = "SELECT FROM timer WHERE key = $1"
COARSEN = "SELECT coarsen_positions($1, $2) AS n"
DELETE_RECORDS = "SELECT delete_records($1, $2) AS n"
FORGET_PHOTOS = """
WITH old AS (SELECT org_id, punch_id FROM punch_photo WHERE added_at < $1 ORDER BY added_at LIMIT $2),
     gone AS (DELETE FROM punch_photo p USING old o
               WHERE p.org_id = o.org_id AND p.punch_id = o.punch_id RETURNING 1)
SELECT count(*)::int AS n FROM gone
"""
