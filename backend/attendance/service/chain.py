"""The chain over each person's record: what becomes known is written down once, and seals what was before.

Who holds a member's row (`queries.HOLD_MEMBER`) is the only one who adds to that member's chain. The hash is
`rules.chain.next_hash`, computed in the database, so that a punch needs no round trip more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.attendance.queries import entries as queries
from backend.attendance.rules.chain import payload_of
from backend.core.database import fetch

# $1 member, $2 kind, $3 what it tells of, $4 when, $5 the payload.
ADD = queries.add_entry(
    member="$1::uuid", kind="$2::text", ref="$3", at="$4", payload="$5::text", source="(SELECT) one"
)


async def add_entry(member_id: UUID, kind: str, ref: UUID, at: datetime, payload: Mapping[str, Any]) -> None:
    """Write one more entry of a member's chain, in the transaction that makes what it tells of true.

    Hold the member first. `kind` is a short word that stays for ever; `payload` says everything that the
    person would need in order to check it, and no position on the map.
    """
    await fetch(ADD, member_id, kind, ref, at, payload_of(payload))
