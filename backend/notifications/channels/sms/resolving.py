"""What may have left: the provider is asked before anything is sent again.

The short link in each text is its mark; no two have the same.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from backend.core import clock, database, sms
from backend.core.database import transaction
from backend.core.events import record
from backend.core.sms import CHANNEL, CannotAsk, Found
from backend.notifications.channels.sms.budget import Price, settle_spending
from backend.notifications.events import DeliveriesSettled
from backend.notifications.queries import messaging as queries

log = structlog.get_logger()

ASK_AFTER = timedelta(minutes=1)
NOT_THERE_AFTER = timedelta(minutes=2)
"""A provider lists a message only a while after it took it: nothing is sent again before."""
ASK_AGAIN_AFTER = timedelta(minutes=2)
AT_MOST = 50


async def resolve_unknown() -> bool:
    """Ask about the current organisation's messages that may have left; True when there are more.

    Found ones are sent, those that are surely nowhere are queued again. Of what no provider can be asked
    nothing changes: it stays `unknown`, with its reason, and is asked again later.
    """
    now = clock.now()
    async with transaction():
        rows = await database.fetch(
            queries.CLAIM_UNKNOWN, CHANNEL, now - ASK_AFTER, now, now + ASK_AGAIN_AFTER, AT_MOST
        )
    answers = await asyncio.gather(*(_ask(row) for row in rows))
    await _settle([each for each in answers if each is not None])
    return len(rows) == AT_MOST


Answer = tuple[Any, str, str | None, str | None, str | None]
"""The row, its new state and reason, and the provider with its own number."""


async def _ask(row: Any) -> Answer | None:
    if row["code"] is None:
        return None
    known = {each.name: each for each in sms.providers()}
    if row["provider"]:
        known = {name: each for name, each in known.items() if name == row["provider"]}
    if not known:
        return None  # the provider is not in the settings any more
    for name, provider in known.items():
        try:
            found = await provider.find(row["phone"], f"/n/{row['code']}", row["decided_at"])
        except CannotAsk as error:
            log.info("sms.cannot_ask", provider=name, reason=str(error))
            return None
        if found is not None:
            return _found(row, name, found)
    if row["changed_at"] > clock.now() - NOT_THERE_AFTER:
        return None
    return row, "queued", None, None, None


def _found(row: Any, name: str, found: Found) -> Answer:
    reason = "not_delivered" if found.state == "failed" else None
    return row, found.state, reason, name, found.provider_id


async def _settle(answers: Sequence[Answer]) -> None:
    if not answers:
        return
    async with transaction():
        written = await database.fetch(
            queries.SETTLE_UNKNOWN,
            CHANNEL,
            clock.now(),
            [row["notification_id"] for row, *_ in answers],
            [row["account_id"] for row, *_ in answers],
            *([answer[place] for answer in answers] for place in (1, 2, 3, 4)),
        )
        for notification_id in {row["notification_id"] for row in written}:
            count = sum(row["notification_id"] == notification_id for row in written)
            await record(DeliveriesSettled(notification_id, CHANNEL, count), by=None)
    await settle_spending(
        [
            Price(row["notification_id"], row["account_id"], 0 if row["state"] == "queued" else None)
            for row in written
        ]
    )
