"""Up to which event everything is settled: committed and visible, or never coming.

Ids are drawn before the commit, so event 7 may appear after event 8 was seen. A reader that goes by ids
waits until every transaction that could still bring a smaller one has ended. Why it works, and why
windows of transaction numbers do not, is in docs/adr/0002-events.md.
"""

from dataclasses import dataclass
from typing import Any

# In this order: an open transaction that may still bring an id up to `newest` had its number before it
# drew the id, so a snapshot that is taken afterwards knows of it.
NEWEST = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM event_id"
OPEN = """
SELECT pg_snapshot_xmin(s)::text::bigint AS oldest_open, pg_snapshot_xmax(s)::text::bigint AS upcoming
  FROM pg_current_snapshot() AS s
"""


@dataclass(slots=True)
class Horizon:
    """Grows with each look. Events up to `settled` may be read in order of their ids."""

    settled: int = 0
    newest: int = 0
    _candidate: int = 0
    _settles_at: int = 0

    async def look(self, connection: Any) -> None:
        """Ask the database (outside a transaction) how far everything is settled."""
        newest: int = await connection.fetchval(NEWEST)
        self.see(newest, **await connection.fetchrow(OPEN))

    def see(self, newest: int, *, oldest_open: int, upcoming: int) -> None:
        """Take in the newest id, the number of the oldest open transaction, and of the next to begin."""
        self.newest = newest
        if oldest_open >= self._settles_at:
            self.settled = max(self.settled, self._candidate)
            self._candidate, self._settles_at = newest, upcoming
        if oldest_open >= upcoming:
            self.settled = newest

    @property
    def waiting(self) -> bool:
        """Whether something was drawn that is not settled: look again soon."""
        return self.newest > self.settled
