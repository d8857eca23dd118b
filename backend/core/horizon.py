"""Up to which event everything is settled: committed and visible, or never coming.

Ids are drawn before the commit, so event 7 may appear after event 8 was seen. A reader that goes by ids
waits until every transaction that could still bring a smaller one has ended. Why it works, and why
windows of transaction numbers do not, is in docs/adr/0002-events.md.
"""

from typing import Any

NEWEST = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM event_id"
# A number of our own is the only way to learn one that is above all that were given out.
NEXT_NUMBER = "SELECT pg_current_xact_id()::text::bigint"
OLDEST_OPEN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


class Horizon:
    """Grows with each look. Events up to `settled` may be read in order of their ids."""

    def __init__(self) -> None:
        self.settled = 0
        self.newest = 0
        self._candidate = 0
        self._above_all_writers = 0

    async def look(self, connection: Any) -> None:
        """Ask how far everything is settled. Not inside a transaction: each question needs its own moment.

        A transaction has its number before it draws an id (`next_event_id` sees to it). So whoever may still
        bring an id up to the candidate has a smaller number than the one taken after the candidate was read.
        """
        self.newest = await connection.fetchval(NEWEST)
        if self._candidate <= self.settled < self.newest:
            self._candidate = self.newest
            self._above_all_writers = await connection.fetchval(NEXT_NUMBER)
        if (
            self._candidate > self.settled
            and await connection.fetchval(OLDEST_OPEN) >= self._above_all_writers
        ):
            self.settled = self._candidate

    @property
    def waiting(self) -> bool:
        """Whether something was drawn that is not settled: look again soon."""
        return self.newest > self.settled
