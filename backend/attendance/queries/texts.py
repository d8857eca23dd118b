"""Who a phone number is, and what they texted before."""

ACCOUNT = "SELECT id, language FROM account WHERE phone = $1"
# What an organisation says about texting, and whether somebody is at work there.
ORGANISATION = """
SELECT (SELECT clock_number FROM record_policy) AS clock_number,
       w.id IS NOT NULL AS at_work, w.on_break_since IS NOT NULL AS on_break
  FROM (SELECT) one
  LEFT JOIN work_session w ON w.member_id = $1 AND w.ended_at IS NULL
"""
PUNCH = """
SELECT p.kind, p.believed_at, p.flags || r.flags AS flags, t.name AS site_name, t.timezone
  FROM punch p
  JOIN reading r ON r.org_id = p.org_id AND r.punch_id = p.id
  LEFT JOIN site t ON t.org_id = p.org_id AND t.id = p.site_id
 WHERE p.id = $1
"""
# What waits for the number of an organisation.
KEEP = """
INSERT INTO clock_text (account_id, sid, word, org_ids, sent_at)
VALUES (current_setting('app.account')::uuid, $1, $2, $3, $4)
    ON CONFLICT (account_id) DO UPDATE
   SET sid = excluded.sid, word = excluded.word, org_ids = excluded.org_ids, sent_at = excluded.sent_at
"""
WAITING = "SELECT sid, word, org_ids, sent_at FROM clock_text WHERE sent_at > $1"
