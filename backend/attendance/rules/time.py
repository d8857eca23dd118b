"""When a punch happened, as far as the evidence goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SKEW = timedelta(minutes=2)
"""A clock that is wrong by more is named so."""
LATE = timedelta(minutes=2)
"""A punch that arrives later than this after it happened has waited on the phone."""
AHEAD = timedelta(seconds=5)
"""How far evidence may lie in the future: two clocks never agree exactly."""
OLDEST = timedelta(days=30)
"""What is older is named so, and only believed when the phone's clock and its count agree."""
OLDEST_OF_ALL = timedelta(days=400)
AGREE = timedelta(days=1)
"""How far apart the clock and the count of a phone may be after a year without a word from us."""


@dataclass(frozen=True, slots=True)
class Believed:
    """A moment, and what is to be said about it."""

    at: datetime
    flags: tuple[str, ...]


def believe(
    *,
    device_time: datetime,
    device_age_ms: int | None,
    last_server_time: datetime | None,
    server_time: datetime,
) -> Believed:
    """When it happened: the last time heard from the server, plus what the phone counted since.

    The phone's own clock can be set by its owner; the count since the last answer cannot. Without that
    evidence, or with evidence that cannot be, the phone's clock is believed and the punch says so. A phone
    that was offline for months is believed when its clock and its count say the same.
    """
    proven = _proven(device_age_ms, last_server_time, server_time)
    if proven is not None and proven < server_time - OLDEST and abs(device_time - proven) > AGREE:
        proven = None
    if proven is not None:
        skewed = abs(device_time - proven) > SKEW
        return _arrived(proven, server_time, "clock_skew" if skewed else None)
    if device_time > server_time + SKEW or device_time < server_time - OLDEST:
        return _arrived(server_time, server_time, "clock_skew")
    at = min(device_time, server_time)
    unproven = server_time - at > SKEW  # else its arrival is the proof
    return _arrived(at, server_time, "clock_unverified" if unproven else None)


def stated(at: datetime, server_time: datetime) -> datetime | None:
    """The moment that a manager states, or None for one that cannot be recorded."""
    if at > server_time + SKEW or at < server_time - OLDEST:
        return None
    return min(at, server_time)


def _proven(
    device_age_ms: int | None, last_server_time: datetime | None, server_time: datetime
) -> datetime | None:
    if device_age_ms is None or last_server_time is None:
        return None
    at = last_server_time + timedelta(milliseconds=device_age_ms)
    if not server_time - OLDEST_OF_ALL <= at <= server_time + AHEAD:
        return None
    return min(at, server_time)


def _arrived(at: datetime, server_time: datetime, *flags: str | None) -> Believed:
    late = "arrived_late" if is_late(at, server_time) else None
    long = "long_delayed" if at < server_time - OLDEST else None
    return Believed(at, tuple(flag for flag in (*flags, late, long) if flag))


def is_late(at: datetime, server_time: datetime) -> bool:
    return server_time - at > LATE
