"""The rules of law and of the house, asked before a plan is made.

Every command that puts people on shifts calls `guard` inside its transaction, after the seats are taken, so
that two commands at once see each other's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.core.database import fetch
from backend.scheduling.errors import MemberLeft, RulesBroken

Occasion = Literal["assign", "publish", "claim", "swap", "roster", "clock_in"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Somebody on a shift, as it would be."""

    member_id: UUID
    shift_id: UUID


class Finding(Struct, frozen=True):
    """One rule that a plan breaks, in both languages; `article` names the law, if it is law."""

    code: str
    level: Literal["warn", "refuse"]
    member_id: UUID
    shift_id: UUID
    ko: str
    en: str
    article: str | None = None
    minutes: int | None = None


async def guard(placements: Sequence[Placement], *, occasion: Occasion) -> list[Finding]:
    """What speaks against these placements, which stand in the transaction already.

    Returns the warnings. Raises RulesBroken with all findings when one of them is a refusal.
    """
    findings = await examine(placements, occasion=occasion)
    if any(finding.level == "refuse" for finding in findings):
        raise RulesBroken(findings=findings)
    return findings


LEFT = """
SELECT a.member_id, a.shift_id FROM unnest($1::uuid[], $2::uuid[]) AS a (member_id, shift_id)
  JOIN member m ON m.id = a.member_id
 WHERE m.ended_at IS NOT NULL
"""


async def examine(placements: Sequence[Placement], *, occasion: Occasion) -> list[Finding]:  # noqa: ARG001
    """Everything that speaks against these placements, in the order of the placements."""
    rows = await fetch(LEFT, [p.member_id for p in placements], [p.shift_id for p in placements])
    return [
        Finding("left", "refuse", row["member_id"], row["shift_id"], ko=MemberLeft.ko, en=MemberLeft.en)
        for row in rows
    ]
