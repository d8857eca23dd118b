"""One folder for each channel. A channel takes leased deliveries and says what became of each."""

from collections.abc import Awaitable, Callable, Sequence

from backend.notifications.channels import email, push, sms
from backend.notifications.service.deliveries import Leased, Outcome
from backend.notifications.topics import Channel

Sender = Callable[[Sequence[Leased]], Awaitable[list[Outcome]]]
"""One outcome for each delivery. Never raises for what a provider says; never called in a transaction."""

Resolver = Callable[[], Awaitable[bool]]
"""Asks the providers what became of some of the current organisation's deliveries that are `unknown`.

True when there are more to ask for."""

SENDERS: dict[Channel, Sender] = {"push": push.send, "sms": sms.send, "email": email.send}
"""Each channel's own sender; a channel that is not here cannot be sent on, and its rows wait."""

RESOLVERS: dict[Channel, Resolver] = {"sms": sms.resolve_unknown, "email": email.resolve_unknown}
"""For channels whose providers can be asked."""
