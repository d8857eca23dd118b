"""When it happened: the count since the server's last word beats the phone's clock."""

from datetime import timedelta

import pytest

from backend.attendance.rules.time import believe, stated
from tests.scheduling.plan import utc

NOW = utc("2026-11-24T09:00:00")
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


def ms(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))


@pytest.mark.parametrize(
    ("device", "last", "age", "believed", "flags"),
    [
        # A phone that is right, at once and from the queue.
        (NOW, NOW - 5 * MINUTE, 5 * MINUTE, NOW, ()),
        (NOW - HOUR, NOW - 3 * HOUR, 2 * HOUR, NOW - HOUR, ("arrived_late",)),
        # Three hours fast, a year slow: the count is believed, the clock is named.
        (NOW + 3 * HOUR, NOW - HOUR, HOUR, NOW, ("clock_skew",)),
        (NOW - 365 * 24 * HOUR, NOW - HOUR, HOUR, NOW, ("clock_skew",)),
        (NOW + 119 * SECOND, NOW - HOUR, HOUR, NOW, ()),
        # No evidence: the phone's clock is believed, and named unless the arrival proves it.
        (NOW - SECOND, None, None, NOW - SECOND, ()),
        (NOW - HOUR, None, None, NOW - HOUR, ("clock_unverified", "arrived_late")),
        (NOW - HOUR, NOW - 3 * HOUR, None, NOW - HOUR, ("clock_unverified", "arrived_late")),
        (NOW + HOUR, None, None, NOW, ("clock_skew",)),
        (utc("2000-01-01T00:00:00"), None, None, NOW, ("clock_skew",)),
        # Evidence that cannot be: from the future, or from long ago.
        (NOW - HOUR, NOW, HOUR, NOW - HOUR, ("clock_unverified", "arrived_late")),
        (NOW - SECOND, NOW - 31 * 24 * HOUR, SECOND, NOW - SECOND, ()),
        # A year without a signal: believed when clock and count agree, and named; else it happened now.
        (
            NOW - 360 * 24 * HOUR,
            NOW - 364 * 24 * HOUR,
            4 * 24 * HOUR + 10 * MINUTE,
            NOW - 360 * 24 * HOUR + 10 * MINUTE,
            ("clock_skew", "arrived_late", "long_delayed"),
        ),
        (NOW - 90 * 24 * HOUR, NOW - 200 * 24 * HOUR, HOUR, NOW, ("clock_skew",)),
        (NOW - 500 * 24 * HOUR, NOW - 501 * 24 * HOUR, 24 * HOUR, NOW, ("clock_skew",)),
        # Five seconds ahead is two clocks that do not agree, and never lies in the future.
        (NOW, NOW - HOUR, HOUR + 4 * SECOND, NOW, ()),
    ],
)
def test_what_is_believed(device, last, age, believed, flags):
    result = believe(
        device_time=device,
        device_age_ms=None if age is None else ms(age),
        last_server_time=last,
        server_time=NOW,
    )
    assert (result.at, result.flags) == (believed, flags)


def test_what_a_manager_may_state():
    assert stated(NOW - HOUR, NOW) == NOW - HOUR
    assert stated(NOW + SECOND, NOW) == NOW
    assert stated(NOW + HOUR, NOW) is None
    assert stated(NOW - 31 * 24 * HOUR, NOW) is None
