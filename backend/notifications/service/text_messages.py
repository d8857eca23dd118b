"""Send a text message once, whatever happens in between."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.core import clock, database, sms, tenancy
from backend.core.events import record
from backend.core.ids import new_id
from backend.notifications.errors import NotSettled
from backend.notifications.events import TextMessageFailed, TextMessageUnknown
from backend.notifications.queries.text_messages import CLAIM, FIND, GIVE_UP_LEASE, SETTLE
from backend.notifications.tables import TextMessage

LEASE = timedelta(minutes=1)
"""Longer than any provider is waited for. Whoever finds it leased asks again when it has run out."""
ATTEMPTS = 5
RETRY_AFTER_S = 30


async def send_once(
    org_id: UUID,
    key: str,
    phone: str,
    body: str,
    *,
    account_id: UUID | None = None,
    keep_body: bool = True,
) -> str:
    """Send `body` to `phone`, at most once for this key, and return the state: sent, failed or unknown.

    The row is claimed before the message leaves, so whoever dies in between leaves a lease that runs out
    to `unknown`: it may have been sent, and is not sent again. `keep_body=False` for a body with a secret.

    Raises NotSettled when another process is sending it, or the provider surely did not take it yet.
    Never call it inside a transaction.
    """
    if database.engine().current_transaction.get() is not None:
        raise RuntimeError("send_once talks to the network: call it outside any transaction")
    with tenancy.acting_for(org_id=org_id):
        message = await _claim(org_id, key, phone, body if keep_body else None, account_id)
        if message["state"] != "leased":
            return str(message["state"])
        receipt = await sms.send(phone, body)
        return await _settle(message, receipt)


async def messages(org_id: UUID, *, state: str) -> list[TextMessage]:
    """The newest messages in one state: the unknown and the failed ones are for a person to see."""
    with tenancy.acting_for(org_id=org_id):
        async with database.transaction():
            await _give_up_leases()
            found = TextMessage.objects().where(TextMessage.state == state)
            return list(await found.order_by(TextMessage.made_at, ascending=False).limit(100))


async def _claim(org_id: UUID, key: str, phone: str, body: str | None, account_id: UUID | None) -> Any:
    now = clock.now()
    async with database.transaction():
        claimed = await database.fetch_row(
            CLAIM, org_id, new_id(), key, account_id, phone, body, now + LEASE, now, ATTEMPTS
        )
        if claimed is not None:
            return claimed
        await _give_up_leases()
        found = await database.fetch_row(FIND, key)
    if found["state"] == "leased":
        left = found["leased_until"] - now
        raise NotSettled("another process is sending it", after_s=max(int(left.total_seconds()) + 1, 1))
    return found


async def _settle(message: Any, receipt: sms.Receipt) -> str:
    again = receipt.retryable and message["attempts"] < ATTEMPTS
    state = "queued" if again else receipt.state
    async with database.transaction():
        await database.fetch(SETTLE, message["id"], state, receipt.provider_id, receipt.error, clock.now())
        await _tell(state, message["id"], message["key"], receipt.error or "")
    if again:
        raise NotSettled(receipt.error or "refused", after_s=RETRY_AFTER_S)
    return state


async def _give_up_leases() -> None:
    for lost in await database.fetch(GIVE_UP_LEASE, clock.now()):
        await _tell("unknown", lost["id"], lost["key"], lost["error"])


async def _tell(state: str, message_id: UUID, key: str, reason: str) -> None:
    if state == "failed":
        await record(TextMessageFailed(message_id=message_id, key=key, reason=reason), by=None)
    elif state == "unknown":
        await record(TextMessageUnknown(message_id=message_id, key=key, reason=reason), by=None)
