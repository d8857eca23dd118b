"""Text messages to phones, through one provider.

No provider can take a message back or recognise a repeated one, so a send whose answer never came is
`unknown` and is not sent again: a person decides. Never call inside a transaction.
"""

from typing import Literal, Protocol

import msgspec

from backend import settings


class Receipt(msgspec.Struct, frozen=True):
    """What the provider said. `retryable` is true only when the message surely did not leave."""

    state: Literal["sent", "failed", "unknown"]
    provider_id: str | None = None
    error: str | None = None
    retryable: bool = False


class Provider(Protocol):
    """One way to send text messages."""

    async def send(self, to: str, body: str) -> Receipt: ...


async def send(to: str, body: str) -> Receipt:
    """Send `body` to the number `to` (E.164) once. Never raises for what the provider says."""
    return await provider().send(to, body)


def provider() -> Provider:
    """The provider of `PUMASI_SMS_PROVIDER`."""
    if settings.current().sms_provider == "twilio":
        from backend.core.sms.twilio import Twilio  # noqa: PLC0415 - slow, and most never need it

        return Twilio.of_settings()
    from backend.core.sms.console import Console  # noqa: PLC0415 - it imports Receipt from here

    return Console()
