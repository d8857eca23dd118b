"""Replacing, adding and taking out punches, as a property: what is stored equals what counts, read anew."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.attendance.rules.place import Position
from backend.attendance.rules.record import REPEAT, Meaning, Session, Tap, read_record
from backend.attendance.rules.rereading import Change, Known, NoEnd, key_of, reread
from tests.scheduling.plan import utc

START = utc("2026-11-23T00:00:00")
SITES = [UUID(int=1), UUID(int=2)]
PLACES = [None, Position(37.5, 127.0, 10), Position(35.1, 129.0, 10)]
KINDS = ["in", "in", "out", "out", "break_start", "break_end", "move"]

a_punch = st.tuples(
    st.sampled_from(KINDS),
    st.integers(min_value=0, max_value=240),  # minutes, so that many are close together
    st.sampled_from(SITES),
    st.sampled_from(PLACES),
)
# Which counting punches are taken out, and what is put in their place.
a_correction = st.tuples(
    st.lists(st.integers(min_value=0, max_value=30), max_size=2), st.lists(a_punch, max_size=2)
)
steps = st.lists(st.one_of(a_punch, a_correction), min_size=1, max_size=16)


def start_of(session: Session) -> tuple[datetime, UUID]:
    return session.started_at, session.id


@dataclass
class Store:
    """What the database holds, and the window on it that `queries.rereading.SCENE` opens."""

    later: int = 1000
    taps: dict[UUID, Tap] = field(default_factory=dict)
    meanings: dict[UUID, Meaning] = field(default_factory=dict)
    sessions: dict[UUID, Session] = field(default_factory=dict)
    read: int = 0

    def apply(self, change: Change) -> None:
        since = self._since(change.first)
        near = sorted((t for t in self.taps.values() if key_of(t) >= since), key=key_of)
        inside = [t for t in near if key_of(t) <= change.last]
        after = [t for t in near if key_of(t) > change.last]
        window = [*inside, *after[: self.later]]
        seen = [t for t in self.taps.values() if key_of(t) < since and t.position]
        until = key_of(window[-1]) if window else change.last
        self.read = len(window)
        again = reread(
            change,
            [Known(t, self.meanings[t.id]) for t in window],
            {s.id: s for s in self.sessions.values() if since <= start_of(s) <= until},
            seen_before=max(seen, key=key_of, default=None),
            there_is_more=len(after) > self.later,
        )
        for tap in change.removed:
            del self.taps[tap.id], self.meanings[tap.id]
        for session_id in again.gone:
            del self.sessions[session_id]
        self.taps |= {tap.id: tap for tap in change.added}
        self.sessions |= {session.id: session for session in again.sessions}
        self.meanings |= again.meanings

    def _since(self, first: tuple[datetime, UUID]) -> tuple[datetime, UUID]:
        """The IN of whatever was open then, or had just ended; a way between sites belongs to its IN."""
        earlier = sorted((s for s in self.sessions.values() if start_of(s) < first), key=start_of)
        at = first[0]
        covers = bool(earlier) and (earlier[-1].ended_at is None or earlier[-1].ended_at >= at - REPEAT)
        anchors = [s for s in earlier if not s.travel] if covers else []
        return start_of(anchors[-1]) if anchors else (at - REPEAT, UUID(int=0))


def tap_of(number: int, row) -> Tap:
    kind, minute, site, place = row
    return Tap(UUID(int=100 + number), kind, START + timedelta(minutes=minute), site, None, place)


def changes_of(rows, store: Store):
    """Each step as a change of what counts when its turn comes."""
    number = 0
    for row in rows:
        taken, put = ([], [row]) if isinstance(row[0], str) else row
        counting = sorted(store.taps.values(), key=key_of)
        removed = {tap.id: tap for index in taken for tap in counting[index : index + 1]}
        added = [tap_of(number + place, punch) for place, punch in enumerate(put)]
        number += len(added)
        if added or removed:
            yield Change(added, list(removed.values()))


@settings(max_examples=400, deadline=None)
@given(steps)
def test_any_corrections_leave_the_record_of_what_counts(rows):
    store = Store()
    for change in changes_of(rows, store):
        store.apply(change)
        expected = read_record(store.taps.values())
        assert store.sessions == expected.sessions
        assert store.meanings == expected.meanings


@settings(max_examples=400, deadline=None)
@given(st.lists(a_punch, min_size=8, max_size=24), st.lists(a_correction, min_size=1, max_size=6))
def test_a_narrow_window_says_so_or_is_right(history, corrections):
    """Later punches that were not read do not matter, or the rereading says that it did not see enough."""
    store = Store()
    for change in changes_of([*history, *corrections], store):
        store.later = 4 if len(store.taps) >= len(history) // 2 else 1000
        try:
            store.apply(change)
        except NoEnd:
            store.later = 1000
            store.apply(change)
        expected = read_record(store.taps.values())
        assert store.sessions == expected.sessions
        assert store.meanings == expected.meanings


def test_what_is_read_does_not_grow_with_the_history():
    read = []
    for days in (10, 100):
        store = Store(later=4)
        for number in range(days):
            day = START + timedelta(days=number)
            store.later = 1000
            store.apply(Change([Tap(UUID(int=1000 + 2 * number), "in", day, SITES[0])]))
            store.apply(Change([Tap(UUID(int=1001 + 2 * number), "out", day + timedelta(hours=3), SITES[0])]))
        store.later = 4
        wrong = store.taps[UUID(int=1011)]
        store.apply(Change([Tap(UUID(int=9), "out", wrong.at - timedelta(hours=1), SITES[0])], [wrong]))
        read.append(store.read)
    assert read[0] == read[1] <= 6
