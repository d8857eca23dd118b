"""The delivery ledger: what leaves the house towards a person, once, and what became of it.

Words: a Notification is decided once (what, for whom, why); its Recipients are the audience, frozen then;
a Delivery is one recipient on one channel, and its state is what we know: queued, leased, sent, delivered,
read, failed, suppressed, expired, unknown. A Topic is a kind of notification; a Device takes pushes.
A TextMessage is one to a number that has no account yet. It does not decide who should hear what: a domain
does, and calls `notify`.
"""

from backend.notifications import documents, gauges, permissions  # noqa: F401 - they register themselves
from backend.notifications.routes import HANDLERS

__all__ = ["HANDLERS"]
