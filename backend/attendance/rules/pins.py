"""PINs at the shared tablet: which are too easy, how many tries there are, and what a check finds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

TRIES = 5
CLOSED_FOR = timedelta(minutes=15)
TEMPORARY_FOR = timedelta(hours=24)
"""How long a PIN of the office waits for its person to choose another."""
GIVEN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries so far, and when the last one was."""

    wrong: int = 0
    wrong_at: datetime | None = None

    def counted(self, now: datetime) -> int:
        """Those that still count: the last CLOSED_FOR ago forgives them all."""
        return self.wrong if self.wrong_at is not None and now - self.wrong_at < CLOSED_FOR else 0

    def closed_until(self, now: datetime) -> datetime | None:
        if self.counted(now) < TRIES or self.wrong_at is None:
            return None
        return self.wrong_at + CLOSED_FOR


def is_easy(pin: str) -> bool:
    """One digit repeated, or a run up or down: what a colleague tries first."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {9})
