"""When a provider is left alone, and when it is used again: examples of the rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.core.providers import Health, Measured, judge

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WELL = Health("closed", NOW, 100, 0, 200, 0, 0, None, NOW)
OPEN = replace(WELL, state="open", good=0, bad=5, pauses=1, open_until=NOW + timedelta(seconds=30))
TRIED = replace(OPEN, state="half_open")


def seen(good: int, bad: int, in_a_row: int | None = None) -> Measured:
    return Measured("x", good, bad, 100, bad if in_a_row is None else in_a_row)


@pytest.mark.parametrize(
    ("known", "measured", "state", "pause_s"),
    [
        (WELL, seen(10, 0), "closed", None),
        (WELL, seen(0, 4), "closed", None),
        (WELL, seen(0, 5), "open", 30),
        (replace(WELL, in_a_row=4), seen(0, 1), "open", 30),
        (replace(WELL, in_a_row=4), seen(1, 3, 3), "closed", None),
        (replace(WELL, good=0), seen(9, 11, 1), "open", 30),
        (replace(WELL, good=0), seen(11, 9, 1), "closed", None),
        (TRIED, seen(1, 0), "closed", None),
        (TRIED, seen(0, 1), "open", 60),
        (replace(TRIED, pauses=9), seen(0, 1), "open", 600),
        (OPEN, seen(1, 0), "open", 30),  # an answer from before it was opened
    ],
)
def test_examples(known, measured, state, pause_s):
    after = judge(known, measured, NOW)
    assert after.state == state
    assert after.open_until == (NOW + timedelta(seconds=pause_s) if pause_s else None)


def test_what_was_measured_fades():
    later = judge(replace(WELL, bad=100), seen(10, 0), NOW + timedelta(minutes=20))
    assert later.success_rate == pytest.approx((100 / 16 + 10) / (200 / 16 + 10), abs=0.001)
    assert later.latency_ms == pytest.approx(170)


def test_a_rate_of_nothing_is_unknown():
    assert replace(WELL, good=0.1).success_rate is None
