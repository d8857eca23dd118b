"""Send what is due on a channel: lease it, hand it to the channel, write what became of it."""

import asyncio

import structlog

from backend.core import database
from backend.notifications.channels import RESOLVERS, SENDERS
from backend.notifications.rules import again
from backend.notifications.service.deliveries import Lease, Outcome, lease, settle
from backend.notifications.topics import Channel

log = structlog.get_logger()

SEND_WITHIN_S = 17.0
"""A channel that takes longer for its batch is stopped, before the worker would be (JOB_TIMEOUT_S)."""


async def send_due(channel: Channel, at_most: int | None = None) -> bool:
    """Send one batch of the current organisation; True when more may be due.

    It talks to the network: raises RuntimeError inside a transaction. Whoever dies in here leaves a lease
    that runs out.
    """
    if database.engine().current_transaction.get() is not None:
        raise RuntimeError("send_due talks to the network: call it outside any transaction")
    if channel not in SENDERS:
        return False
    held = await lease(channel, at_most)
    if held.deliveries:
        await settle(held, await _outcomes(held))
    return held.is_full


async def _outcomes(held: Lease) -> list[Outcome]:
    try:
        async with asyncio.timeout(SEND_WITHIN_S):
            return await SENDERS[held.channel](held.deliveries)
    except Exception as error:
        log.exception("sending.channel_failed", channel=held.channel, error=type(error).__name__)
    # A push that comes twice replaces itself on the phone; anything else may have left, and is asked for.
    if held.channel == "push":
        return [again(d, reason="channel_failed") for d in held.deliveries]
    return [Outcome(d.notification_id, d.account_id, "unknown", "no_answer") for d in held.deliveries]


async def resolve_unknown(channel: Channel) -> bool:
    """Ask the provider what became of deliveries that nobody knows; True when there are more of them."""
    return channel in RESOLVERS and await RESOLVERS[channel]()
