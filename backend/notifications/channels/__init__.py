"""One folder for each channel. A channel takes leased deliveries and says what became of each."""

from collections.abc import Awaitable, Callable, Sequence

from backend.notifications.service.deliveries import Leased, Outcome
from backend.notifications.topics import Channel

Sender = Callable[[Sequence[Leased]], Awaitable[list[Outcome]]]
"""One outcome for each delivery. Never raises for what a provider says; never called in a transaction."""

SENDERS: dict[Channel, Sender] = {}
"""Each channel's own sender; a channel that is not here cannot be sent on, and its rows wait."""
