"""Reads and writes of receipts and of the chain that they are made of."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core.database import fetch, fetch_row

# While this row is held, nobody adds to the person's chain. NO KEY: foreign keys to it go on.
HOLD = """
SELECT m.name, o.name AS org_name, o.timezone
  FROM member m JOIN organisation o ON o.id = m.org_id
 WHERE m.id = $1 FOR NO KEY UPDATE OF m
"""

# Which entries are about these moments ($2, $3) or about sheets of these days ($4, $5). Corrections and
# approvals that came later lie later in the chain.
SPAN = """
SELECT min(seq) AS first, max(seq) AS last FROM (
    SELECT seq FROM record_entry WHERE member_id = $1 AND at >= $2 AND at < $3
     UNION ALL
    SELECT e.seq FROM sheet_act a
      JOIN period p ON p.org_id = a.org_id AND p.id = a.period_id
      JOIN record_entry e ON e.org_id = a.org_id AND e.ref = a.id
     WHERE a.member_id = $1 AND e.member_id = $1 AND p.from_on <= $5 AND p.until_on >= $4) x
"""
ENTRIES = """
SELECT seq, kind, ref, at, payload, hash FROM record_entry
 WHERE member_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3
"""
LAST = "SELECT seq, hash FROM record_entry WHERE member_id = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1"
NEWEST = """
SELECT id, last_seq, head FROM receipt WHERE member_id = $1 ORDER BY made_at DESC, id DESC LIMIT 1
"""
SAME = """
SELECT id FROM receipt
 WHERE member_id = $1 AND from_on = $2 AND until_on = $3
   AND first_seq = $4 AND last_seq = $5 AND sheet_digest = $6 AND key_id = $7
"""
# Where the receipts of periods have come to. $1 the member.
LAST_OF_PERIODS = "SELECT max(last_seq) AS seq FROM receipt WHERE member_id = $1 AND period_id IS NOT NULL"
ASKED = "SELECT count(*) AS n FROM receipt WHERE member_id = $1 AND period_id IS NULL AND made_at > $2"
KEEP = """
INSERT INTO receipt (org_id, id, member_id, period_id, from_on, until_on, made_at, made_by, key_id, first_seq,
                     last_seq, head, sheet_digest, bytes, file)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
NAMES = """
SELECT id, name FROM member WHERE id = ANY ($1) UNION ALL SELECT id, name FROM site WHERE id = ANY ($1)
"""
LOCKED = """
SELECT s.state, s.content FROM sheet s
  JOIN period p ON p.org_id = s.org_id AND p.id = s.period_id
 WHERE s.member_id = $1 AND p.from_on = $2 AND p.until_on = $3
"""
VIEW = """
SELECT r.id, r.member_id, r.from_on, r.until_on, r.made_at, r.period_id, r.bytes,
       (r.last_seq - r.first_seq + 1)::int AS entries, k.public_key
  FROM receipt r JOIN org_signing_key k ON k.org_id = r.org_id AND k.id = r.key_id
"""
PAGE = f"""{VIEW}
 WHERE r.member_id = $1 AND ($2::timestamptz IS NULL OR (r.made_at, r.id) < ($2, $3::uuid))
 ORDER BY r.made_at DESC, r.id DESC LIMIT $4
"""
ONE = f"{VIEW} WHERE r.id = $1"
FILE = "SELECT id, member_id, from_on, until_on, file FROM receipt WHERE id = $1"


async def entries(member_id: UUID, first: int, most: int) -> Sequence[Any]:
    return await fetch(ENTRIES, member_id, first, most)


async def span(member_id: UUID, from_on: date, until_on: date, zone: ZoneInfo) -> Any:
    since = datetime.combine(from_on, time(), zone)
    until = datetime.combine(until_on + timedelta(days=1), time(), zone)
    return await fetch_row(SPAN, member_id, since, until, from_on, until_on)


async def last_before(member_id: UUID, seq: int) -> Any:
    """The last entry up to `seq`, or None."""
    return await fetch_row(LAST, member_id, seq)
