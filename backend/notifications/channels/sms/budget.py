"""What an organisation's text messages may cost in a month: set aside before they leave, settled after.

The month's row is held while something is set aside, so that two processes never spend the last won twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core import clock, database
from backend.core.database import transaction
from backend.core.events import record
from backend.core.tenancy import current
from backend.notifications.events import BudgetWarned
from backend.notifications.queries import messaging as queries

HALF, ALL = 50, 100


@dataclass(frozen=True, slots=True)
class Price:
    """What one delivery costs, or cost; None: what was set aside for it."""

    notification_id: UUID
    account_id: UUID
    won: int | None


async def reserve(asked: Sequence[Price]) -> set[tuple[UUID, UUID]]:
    """Set the prices aside, in this order, as far as the month's budget goes. Returns what may leave."""
    if not asked:
        return set()
    async with transaction():
        month = await database.fetch_row(queries.MONTH, clock.now())
        await database.fetch(queries.OPEN_MONTH, month["month"])
        held = await database.fetch_row(queries.HOLD_MONTH, month["month"])
        ids = [p.notification_id for p in asked], [p.account_id for p in asked]
        others = await database.fetch_row(queries.RESERVED_BY_OTHERS, month["month"], *ids)
        used = held["spent_won"] + others["won"]
        granted, used_after = _within(asked, used, month["budget_won"])
        await database.fetch(
            queries.RESERVE,
            month["month"],
            [p.notification_id for p in granted],
            [p.account_id for p in granted],
            [p.won or 0 for p in granted],
        )
        await _warn(month, held["warned_percent"], used_after, stopped=len(granted) < len(asked))
    return {(p.notification_id, p.account_id) for p in granted}


def _within(asked: Sequence[Price], used: int, budget: int | None) -> tuple[list[Price], int]:
    granted = []
    for price in asked:
        won = price.won or 0
        if budget is None or used + won <= budget:
            granted.append(price)
            used += won
    return granted, used


async def _warn(month: Any, warned: int, used: int, *, stopped: bool) -> None:
    """Tell the managers once for each threshold: half, the one that they chose, and all of it."""
    budget = month["budget_won"]
    if budget is None:
        return
    percent = ALL if stopped or not budget else used * 100 // budget
    crossed = [t for t in (HALF, month["warn_at_percent"], ALL) if warned < t <= percent]
    if crossed:
        org_id = current().org_id
        assert org_id is not None
        event = BudgetWarned(org_id, month["month"].isoformat()[:7], max(crossed), used, budget)
        await record(event, by=None)
        await database.fetch(queries.WARNED, month["month"], max(crossed))


async def settle_spending(prices: Sequence[Price]) -> None:
    """What was set aside becomes what was really spent. Again changes nothing."""
    if not prices:
        return
    ids = [p.notification_id for p in prices], [p.account_id for p in prices]
    async with transaction():
        await database.fetch(queries.HOLD_MONTHS_OF, *ids)
        await database.fetch(queries.SETTLE_SPENDING, *ids, [p.won for p in prices])
