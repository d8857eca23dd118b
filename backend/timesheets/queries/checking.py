"""Everything that is stored of one person's record, row by row, as JSON. $1 the member."""

CHAIN = "SELECT seq, kind, ref, at, payload, hash FROM record_entry WHERE member_id = $1 ORDER BY seq"
ROWS = {
    "punch": "SELECT to_jsonb(p) AS row FROM punch p WHERE member_id = $1 ORDER BY believed_at, id",
    "correction": "SELECT to_jsonb(c) AS row FROM correction c WHERE member_id = $1 ORDER BY asked_at, id",
    "sheet": "SELECT to_jsonb(a) AS row FROM sheet_act a WHERE member_id = $1 ORDER BY at, id",
    "objection": "SELECT to_jsonb(o) AS row FROM punch_objection o WHERE member_id = $1 ORDER BY objected_at",
}
REPLACED = """
SELECT to_jsonb(x) AS row FROM punch_replaced x
  JOIN punch p ON p.org_id = x.org_id AND p.id = x.punch_id
 WHERE p.member_id = $1 ORDER BY x.replaced_at, x.punch_id
"""
SESSIONS = "SELECT to_jsonb(w) AS row FROM work_session w WHERE member_id = $1 ORDER BY started_at, id"
SHEETS = "SELECT to_jsonb(s) AS row FROM sheet s WHERE member_id = $1 ORDER BY period_id"
RECEIPTS = """
SELECT r.*, k.public_key FROM receipt r
  LEFT JOIN org_signing_key k ON k.org_id = r.org_id AND k.id = r.key_id
 WHERE r.member_id = $1 ORDER BY r.made_at, r.id
"""
