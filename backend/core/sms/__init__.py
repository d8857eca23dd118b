"""Text messages to phones, through the providers of `PUMASI_SMS_PROVIDERS`.

No provider can take a message back or recognise a repeated one, so a send whose answer never came is
`unknown` and is not sent again before the provider was asked. Never call inside a transaction.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from backend import settings
from backend.core import providers as health
from backend.core.providers import Measured

CHANNEL = "sms"


class Receipt(msgspec.Struct, frozen=True):
    """What the provider said. `retryable` is true only when the message surely did not leave."""

    state: Literal["sent", "failed", "unknown"]
    provider_id: str | None = None
    error: str | None = None
    retryable: bool = False
    fault: bool = False
    """The provider does not work, or does not know us: it is no fault of this message."""
    segments: int | None = None
    """How many it counts, where it says so."""
    retry_after_s: float | None = None


class Found(msgspec.Struct, frozen=True):
    """A message that a provider knows of."""

    provider_id: str
    state: Literal["sent", "delivered", "failed"] = "sent"


class CannotAsk(Exception):
    """The provider did not say whether it has a message."""


class Provider(Protocol):
    """One way to send text messages."""

    name: str

    async def send(self, to: str, body: str, *, sender: str = "", reference: str = "") -> Receipt:
        """Send once. `sender` is the organisation's own number; `reference` comes back with callbacks."""
        ...

    async def find(self, to: str, text: str, since: datetime) -> Found | None:
        """The message to this number that holds `text`. Raises CannotAsk; None means: surely not there."""
        ...


async def send(to: str, body: str) -> Receipt:
    """Send `body` to the number `to` (E.164) once. Never raises for what a provider says.

    The next provider is tried only when the message surely did not leave through the one before.
    """
    known = {provider.name: provider for provider in providers()}
    usable = [each.name for each in await health.usable(CHANNEL, list(known))]
    receipt = Receipt("failed", error="no provider", retryable=True)
    for name in usable or known:  # somebody waits for a code: better a broken provider than none
        receipt, seen = await measured_send(known[name], to, body)
        await health.report(CHANNEL, [seen])
        if not (receipt.state == "failed" and receipt.retryable):
            break
    return receipt


async def measured_send(
    provider: Provider, to: str, body: str, *, sender: str = "", reference: str = ""
) -> tuple[Receipt, Measured]:
    """Send by one provider, and see how it did."""
    began = time.monotonic()
    receipt = await provider.send(to, body, sender=sender, reference=reference)
    took_ms = (time.monotonic() - began) * 1000
    bad = int(receipt.fault)
    return receipt, Measured(provider.name, 1 - bad, bad, took_ms, bad)


def providers() -> Sequence[Provider]:
    """The providers of the settings, the preferred one first."""
    return [provider_named(name) for name in settings.current().sms_names]


def provider_named(name: str) -> Provider:
    """A provider by the name that the settings and the ledger have for it."""
    if name == "twilio":
        from backend.core.sms.twilio import Twilio  # noqa: PLC0415 - slow, and most never need it

        return Twilio.of_settings()
    if name == "solapi":
        from backend.core.sms.solapi import Solapi  # noqa: PLC0415 - it imports Receipt from here

        return Solapi.of_settings()
    from backend.core.sms.console import Console  # noqa: PLC0415 - it imports Receipt from here

    return Console()
