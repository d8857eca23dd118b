"""What a text message costs, by provider and kind (`PUMASI_SMS_PRICES`, in won)."""

from collections.abc import Sequence

from backend import settings
from backend.notifications.channels.sms.text import Size


def price_won(provider: str, size: Size, segments: int | None = None) -> int:
    """The price of one message; `segments` when the provider has counted them itself."""
    prices = settings.current().prices_won
    whole = prices.get(f"{provider}.{size.kind.lower()}")
    if whole is not None:
        return whole
    return prices.get(f"{provider}.segment", 0) * (segments or size.segments)


def dearest_won(providers: Sequence[str], size: Size) -> int:
    """What it may cost at most, whichever of these takes it."""
    return max((price_won(name, size) for name in providers), default=0)
