"""Clients with their sites, and contracts with their lines."""

CLIENTS = """
SELECT c.id, c.name, c.contact_name, c.contact_phone, c.contact_email, c.note, c.archived_at,
       coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.name, t.id)
                   FROM site t WHERE t.org_id = c.org_id AND t.client_id = c.id), '[]') AS sites,
       (SELECT count(*)::int FROM contract k
         WHERE k.org_id = c.org_id AND k.client_id = c.id AND k.ended_at IS NULL) AS contracts
  FROM client c
"""

CLIENT = f"{CLIENTS} WHERE c.id = $1"

PAGE = f"""{CLIENTS}
 WHERE ($1::text IS NULL OR (c.name, c.id) > ($1, $2::uuid))
 ORDER BY c.name, c.id
 LIMIT $3
"""

CONTRACTS = """
SELECT k.id, k.client_id, k.name, k.from_on, k.until_on, k.monthly_won, k.note, k.ended_at,
       ARRAY(SELECT l.series_id FROM contract_line l
              WHERE l.org_id = k.org_id AND l.contract_id = k.id ORDER BY l.series_id) AS line_ids
  FROM contract k
"""

CONTRACT = f"{CONTRACTS} WHERE k.id = $1"
OF_CLIENT = f"{CONTRACTS} WHERE k.client_id = $1 ORDER BY k.from_on DESC, k.id LIMIT 500"

LINES = "SELECT series_id FROM contract_line WHERE contract_id = $1 ORDER BY series_id LIMIT 200"
LINE = "SELECT FROM contract_line WHERE contract_id = $1 AND series_id = $2"
# The lines that go on, in the order in which series are held.
GOING_ON = """
SELECT l.series_id FROM contract_line l
  JOIN series r ON r.org_id = l.org_id AND r.id = l.series_id AND r.ended_at IS NULL
 WHERE l.contract_id = $1
 ORDER BY l.series_id
"""
