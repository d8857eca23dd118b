"""The garbage collector of a process that serves for long: it looks seldom, and past what never goes."""

import gc

YOUNG_OBJECTS = 20_000
"""So many new objects before it looks: a request or a batch makes thousands, and hardly a cycle."""


def collect_less_often() -> None:
    """Call it when everything is imported; saves a clock-in 5 % of its time (docs/performance.md)."""
    # What the application is made of stays: each full collection would look through all of it (60 ms).
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)
