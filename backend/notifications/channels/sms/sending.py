"""Send a batch of text messages: within the budget, over warm connections, by providers that work."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from backend.core import clock, database, sms
from backend.core import providers as health
from backend.core.database import transaction
from backend.core.providers import Measured, Usable
from backend.core.sms import CHANNEL, Provider, Receipt
from backend.notifications.channels.sms.budget import Price, reserve, settle_spending
from backend.notifications.channels.sms.drafts import Draft, drafts_of
from backend.notifications.channels.sms.prices import dearest_won, price_won
from backend.notifications.channels.switches import note_provider
from backend.notifications.queries import messaging as queries
from backend.notifications.rules import again
from backend.notifications.service.deliveries import Leased, Outcome

PHONES = "SELECT id, phone FROM account WHERE id = ANY ($1)"
AT_ONCE = 25
"""So many calls to the providers at the same moment."""
BEGIN_WITHIN_S = 7.0
"""Later than that nothing is begun: a provider's time-out must end before the batch's (SEND_WITHIN_S)."""
FAULTS = 5
"""A provider that failed so often in this batch is not asked again in it."""
NOWHERE = Receipt("failed", error="provider_down", retryable=True)

# What Twilio and SOLAPI say about numbers and texts; anything else for good is `refused`.
REASONS = {
    **dict.fromkeys(
        ("twilio 21211", "twilio 21214", "twilio 21217", "twilio 21401", "twilio 21421", "twilio 21614"),
        "invalid_number",
    ),
    **dict.fromkeys(("solapi 1062", "solapi 3104", "solapi 3105"), "invalid_number"),
    **dict.fromkeys(("twilio 21617", "solapi 1021"), "too_large"),
}


async def send(deliveries: Sequence[Leased]) -> list[Outcome]:
    """Send one message for each delivery; says what became of each, and never raises for a provider."""
    async with transaction():
        office = await database.fetch_row(queries.MONTH, clock.now())
        rows = await database.fetch(PHONES, [each.account_id for each in deliveries])
    drafts, outcomes = drafts_of(deliveries, {row["id"]: row["phone"] for row in rows}, office["language"])
    known = {provider.name: provider for provider in sms.providers()}
    usable = await health.usable(CHANNEL, list(known))
    if not usable:
        return outcomes + [again(each.leased, reason="provider_down") for each in drafts]
    granted = await reserve([_price(each, dearest_won(list(known), each.size)) for each in drafts])
    for each in drafts:
        if (each.leased.notification_id, each.leased.account_id) not in granted:
            outcomes.append(
                Outcome(each.leased.notification_id, each.leased.account_id, "suppressed", "budget")
            )
    leaving = [each for each in drafts if (each.leased.notification_id, each.leased.account_id) in granted]
    return outcomes + await _Batch(known, usable, office).send(leaving)


def _price(draft: Draft, won: int | None) -> Price:
    return Price(draft.leased.notification_id, draft.leased.account_id, won)


class _Batch:
    """What is seen of each provider while a batch is sent."""

    def __init__(self, known: dict[str, Provider], usable: Sequence[Usable], office: Any) -> None:
        self.known, self.usable, self.office = known, usable, office
        self.preferred = next(iter(known))
        self.in_a_row = dict.fromkeys((each.name for each in usable), 0)
        self.seen: dict[str, list[Measured]] = {each.name: [] for each in usable}
        self.used: dict[str, int] = {}
        self.dropped: set[str] = set()
        self.places = asyncio.Semaphore(AT_ONCE)
        self.until = time.monotonic() + BEGIN_WITHIN_S

    async def send(self, drafts: Sequence[Draft]) -> list[Outcome]:
        first = 1 if self.usable[0].on_trial else 0  # one message tries the provider before all others
        sent = [await self._send_one(each) for each in drafts[:first]]
        sent += await asyncio.gather(*(self._send_one(each) for each in drafts[first:]))
        await settle_spending([price for _, price in sent if price is not None])
        await health.report(
            CHANNEL, [health.summed(name, seen, self.in_a_row[name]) for name, seen in self.seen.items()]
        )
        if self.used:
            await note_provider(CHANNEL, max(self.used, key=self.used.__getitem__), preferred=self.preferred)
        return [outcome for outcome, _ in sent]

    async def _send_one(self, draft: Draft) -> tuple[Outcome, Price | None]:
        """What became of one, and what it cost; None while it may still cost what was set aside."""
        async with self.places:
            name, receipt = await self._by_the_first_that_works(draft)
        leased = draft.leased
        if receipt.state == "sent":
            self.used[name] = self.used.get(name, 0) + 1
            won = price_won(name, draft.size, receipt.segments)
            outcome = Outcome(
                leased.notification_id,
                leased.account_id,
                "sent",
                provider=name,
                provider_id=receipt.provider_id,
                cost_won=won,
            )
            return outcome, _price(draft, won)
        if receipt.state == "unknown":
            outcome = Outcome(
                leased.notification_id, leased.account_id, "unknown", "no_answer", provider=name
            )
            return outcome, None
        return self._not_sent(leased, name, receipt), _price(draft, 0)

    def _not_sent(self, leased: Leased, name: str, receipt: Receipt) -> Outcome:
        if receipt.retryable:
            return again(leased, reason="provider_down", retry_after_s=receipt.retry_after_s)
        reason = REASONS.get(receipt.error or "", "refused")
        return Outcome(leased.notification_id, leased.account_id, "failed", reason, provider=name)

    async def _by_the_first_that_works(self, draft: Draft) -> tuple[str, Receipt]:
        """The next provider only gets what surely did not leave by the one before."""
        name, receipt = self.preferred, NOWHERE
        for each in self.usable:
            if each.name in self.dropped or time.monotonic() > self.until:
                continue
            name = each.name
            receipt, seen = await sms.measured_send(
                self.known[name],
                draft.phone,
                draft.size.text,
                sender=self.office["sender"] or "",
                reference=draft.leased.code or "",
            )
            self._note(each, seen)
            if not (receipt.state == "failed" and receipt.retryable):
                break
        return name, receipt

    def _note(self, provider: Usable, seen: Measured) -> None:
        self.seen[provider.name].append(seen)
        self.in_a_row[provider.name] = self.in_a_row[provider.name] + 1 if seen.bad else 0
        if seen.bad and (provider.on_trial or self.in_a_row[provider.name] >= FAULTS):
            self.dropped.add(provider.name)
