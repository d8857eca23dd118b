"""Text messages: the short form of a notification, and a link that ends with its code."""

from collections.abc import Sequence

from backend import settings
from backend.core import database, sms
from backend.core.database import transaction
from backend.notifications import templates
from backend.notifications.rules import again
from backend.notifications.service.deliveries import Leased, Outcome

PHONES = "SELECT id, phone FROM account WHERE id = ANY ($1)"


async def send(deliveries: Sequence[Leased]) -> list[Outcome]:
    """Send one message for each delivery."""
    async with transaction():
        rows = await database.fetch(PHONES, [each.account_id for each in deliveries])
    phones = {row["id"]: row["phone"] for row in rows}
    return [await _send_one(each, phones[each.account_id]) for each in deliveries]


async def _send_one(leased: Leased, phone: str) -> Outcome:
    words = templates.render(leased.topic, leased.variables, leased.language)
    link = f"{settings.current().origin}/n/{leased.code}"
    receipt = await sms.send(phone, f"[품앗이] {words.sms}\n{link}")
    if receipt.retryable:
        return again(leased, reason=receipt.error or "refused")
    return Outcome(
        leased.notification_id,
        leased.account_id,
        receipt.state,
        reason=None if receipt.state == "sent" else receipt.error or "no_answer",
        provider=settings.current().sms_names[0],
        provider_id=receipt.provider_id,
    )
