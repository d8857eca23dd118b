"""The chain over each person's record: what becomes known is written down once, and seals what was before.

Who holds a member's row (`queries.HOLD_MEMBER`) is the only one who adds to that member's chain. The hash is
`rules.chain.next_hash`, computed in the database, so that a punch needs no round trip more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.attendance.rules.chain import payload_of
from backend.core.database import fetch

# $1 member, $2 kind, $3 what it tells of, $4 when, $5 the payload.
ADD = """
INSERT INTO record_entry (org_id, member_id, seq, kind, ref, at, payload, hash)
SELECT current_setting('app.org')::uuid, $1, coalesce(h.seq, 0) + 1, $2, $3, $4, $5,
       sha256(coalesce(h.hash, decode(repeat('00', 32), 'hex')) || convert_to($2 || E'\\n' || $5, 'UTF8'))
  FROM (SELECT) one
  LEFT JOIN LATERAL (SELECT seq, hash FROM record_entry WHERE member_id = $1
                      ORDER BY seq DESC LIMIT 1) h ON true
"""


async def add_entry(member_id: UUID, kind: str, ref: UUID, at: datetime, payload: Mapping[str, Any]) -> None:
    """Write one more entry of a member's chain, in the transaction that makes what it tells of true.

    Hold the member first. `kind` is a short word that stays for ever; `payload` says everything that the
    person would need in order to check it, and no position on the map.
    """
    await fetch(ADD, member_id, kind, ref, at, payload_of(payload))
