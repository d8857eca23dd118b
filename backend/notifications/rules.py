"""When something that did not leave is tried again, and when it is given up. No I/O."""

import random
from datetime import timedelta

from backend.core import clock
from backend.notifications.service.deliveries import Leased, Outcome

ATTEMPTS = 8
"""After so many leases a delivery has failed; at the pace below that is about ten minutes."""
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 1800.0
LONGEST_RETRY_AFTER_S = 6 * 3600.0
JITTER = (0.75, 1.25)
"""Whatever failed together does not come back together."""


def again(leased: Leased, *, reason: str, retry_after_s: float | None = None) -> Outcome:
    """Queue it once more, later each time, or call it failed for `reason`.

    It has failed after the last attempt, and when the next one would come after its deadline. A provider's
    Retry-After (RFC 9110, 10.2.3) is never undercut.
    """
    due_at = clock.now() + timedelta(seconds=wait_s(leased.attempts, retry_after_s))
    if leased.attempts >= ATTEMPTS or due_at >= leased.expires_at:
        return Outcome(leased.notification_id, leased.account_id, "failed", reason)
    return Outcome(leased.notification_id, leased.account_id, "queued", reason, due_at)


def wait_s(attempts: int, retry_after_s: float | None = None) -> float:
    """Seconds until the next attempt, after so many: 5, 10, 20, ... each a quarter more or less."""
    waits = min(FIRST_WAIT_S * 2.0 ** max(attempts - 1, 0), LONGEST_WAIT_S)
    jittered = waits * random.uniform(*JITTER)  # noqa: S311 - it protects nothing
    return max(jittered, min(retry_after_s or 0.0, LONGEST_RETRY_AFTER_S))
