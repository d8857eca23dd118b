"""From punches to sessions, as a property: the order of arrival does not matter, only time does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.attendance.rules.arrival import Known, arrive
from backend.attendance.rules.place import Position
from backend.attendance.rules.record import REPEAT, Meaning, Session, Tap, read_record
from tests.scheduling.plan import utc

START = utc("2026-11-23T00:00:00")
SITES = [UUID(int=1), UUID(int=2)]
PLACES = [None, Position(37.5, 127.0, 10), Position(35.1, 129.0, 10)]

punches = st.lists(
    st.tuples(
        st.sampled_from(["in", "out", "break_start", "break_end", "move"]),
        # Minutes, many of them close together and some days apart.
        st.one_of(st.integers(min_value=0, max_value=240), st.integers(min_value=0, max_value=4000)),
        st.sampled_from(SITES),
        st.sampled_from(PLACES),
    ),
    max_size=14,
)


def taps_of(rows) -> list[Tap]:
    return [
        Tap(UUID(int=100 + number), kind, START + timedelta(minutes=minute), site, None, place)
        for number, (kind, minute, site, place) in enumerate(rows)
    ]


def key_of(session: Session) -> tuple[datetime, UUID]:
    return session.started_at, session.id


@dataclass
class Store:
    """What the database holds, and the same window on it that `queries.SCENE` opens."""

    taps: dict[UUID, Tap] = field(default_factory=dict)
    meanings: dict[UUID, Meaning] = field(default_factory=dict)
    sessions: dict[UUID, Session] = field(default_factory=dict)

    def take(self, tap: Tap) -> None:
        if tap.id in self.taps:
            return
        key = (tap.at, tap.id)
        anchor = max((s for s in self.sessions.values() if key_of(s) <= key), key=key_of, default=None)
        covers = anchor is not None and (anchor.ended_at is None or anchor.ended_at >= tap.at - REPEAT)
        since = (tap.at - REPEAT, UUID(int=0))
        if anchor and covers:  # a way to the next site is read from the IN before it
            since = max(key_of(s) for s in self.sessions.values() if key_of(s) <= key and not s.travel)
        taps = [t for t in self.taps.values() if (t.at, t.id) >= since]
        seen = [t for t in self.taps.values() if (t.at, t.id) < since and t.position]
        arrival = arrive(
            tap,
            [Known(t, self.meanings[t.id]) for t in taps],
            {s.id: s for s in self.sessions.values() if key_of(s) >= since},
            seen_before=max(seen, key=lambda t: (t.at, t.id), default=None),
        )
        self.taps[tap.id] = tap
        for session_id in arrival.gone:
            del self.sessions[session_id]
        self.sessions |= {session.id: session for session in arrival.sessions}
        self.meanings |= arrival.meanings


@settings(max_examples=250, deadline=None)
@given(punches, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_gives_the_record_of_time(rows, random):
    taps = taps_of(rows)
    arriving = taps + random.sample(taps, len(taps) // 2)
    random.shuffle(arriving)
    store = Store()

    for tap in arriving:
        store.take(tap)

    expected = read_record(taps)
    assert store.sessions == expected.sessions
    assert store.meanings == expected.meanings


@settings(max_examples=100, deadline=None)
@given(punches)
def test_at_most_one_session_is_open_and_none_overlaps(rows):
    sessions = sorted(read_record(taps_of(rows)).sessions.values(), key=lambda s: (s.started_at, s.id))
    assert all(session.ended_at is not None for session in sessions[:-1])
    for earlier, later in pairwise(sessions):
        assert earlier.ended_at is not None
        assert earlier.started_at <= earlier.ended_at <= later.started_at
        assert (
            timedelta(0) <= timedelta(milliseconds=earlier.break_ms) <= earlier.ended_at - earlier.started_at
        )
