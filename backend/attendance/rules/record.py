"""From a person's punches to their work sessions. The order of arrival does not matter: only time does.

Forgetting to clock out must never stop anybody from clocking in: an IN while at work ends what was open,
and says so. An IN on the way to the next site is the arrival there. A second tap within REPEAT means the same
as the first.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from backend.attendance.rules.place import Position, is_impossible_travel

REPEAT = timedelta(minutes=10)
LONGEST_TRAVEL = timedelta(hours=4)
"""Who arrives later than this after setting out forgot to clock out in between."""
OVER_LONG = timedelta(hours=24)
"""Nobody works longer at a stretch; such a session is kept and named."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A punch, as far as it matters here."""

    id: UUID
    kind: str
    at: datetime
    site_id: UUID | None = None
    shift_id: UUID | None = None
    position: Position | None = None


@dataclass(slots=True)
class Session:
    """Being at work, from an IN to what ended it. It has the id of its IN."""

    id: UUID
    site_id: UUID | None
    shift_id: UUID | None
    started_at: datetime
    ended_at: datetime | None = None
    closed_by: str | None = None
    out_punch: UUID | None = None
    on_break_since: datetime | None = None
    break_ms: int = 0
    breaks: list[tuple[datetime, datetime]] = field(default_factory=list)
    travel: bool = False
    """On the way from one site to the next, as ordered: it is working time (근로기준법 제50조 제3항)."""

    def end_break(self, at: datetime) -> None:
        if self.on_break_since is not None:
            self.breaks.append((self.on_break_since, at))
            self.break_ms += round((at - self.on_break_since) / timedelta(milliseconds=1))
            self.on_break_since = None

    def close(self, at: datetime, closed_by: str, out_punch: UUID | None = None) -> None:
        self.end_break(at)
        self.ended_at, self.closed_by, self.out_punch = at, closed_by, out_punch


@dataclass(slots=True)
class Meaning:
    """What a punch means among the others: the session it belongs to, and what is odd about it."""

    session_id: UUID | None = None
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """What follows from the punches."""

    sessions: dict[UUID, Session] = field(default_factory=dict)
    meanings: dict[UUID, Meaning] = field(default_factory=dict)


def read_record(
    taps: Iterable[Tap], *, seen_before: Tap | None = None, without_effect: Container[UUID] = ()
) -> Record:
    """Read the punches in the order in which they happened.

    `seen_before` is an earlier punch with a position, for the speed of the first one. Punches
    `without_effect` are known to be repeats: they only say where the person was.
    """
    reader = _Reader(seen_before)
    for tap in sorted(taps, key=lambda tap: (tap.at, tap.id)):
        if tap.id in without_effect:
            reader.see(tap)
        else:
            reader.take(tap)
    return reader.record


class _Reader:
    def __init__(self, seen_before: Tap | None) -> None:
        self.record = Record()
        self.open: Session | None = None
        self.untouched = False
        """Whether nothing but its IN has happened in the open session."""
        self.last_out: Tap | None = None
        self.last_break_end: datetime | None = None
        self.seen = seen_before

    def take(self, tap: Tap) -> None:
        meaning = self.record.meanings[tap.id] = Meaning()
        match tap.kind:
            case "in":
                self._in(tap, meaning)
            case "out":
                self._out(tap, meaning)
            case "move":
                self._move(tap, meaning)
            case "break_start":
                self._break_start(tap, meaning)
            case _:
                self._break_end(tap, meaning)
        self._travel(tap, meaning)

    def _in(self, tap: Tap, meaning: Meaning) -> None:
        if self.open and self._is_repeated(self.open, tap):
            meaning.session_id = self.open.id
            meaning.flags.append("repeated")
            return
        if self.open and self.open.travel and tap.at - self.open.started_at <= LONGEST_TRAVEL:
            self.open.close(tap.at, "arrival")
        elif self.open:
            self.open.close(tap.at, "next_in")
            self.record.meanings[self.open.id].flags.append("missing_out")
        self.open = Session(tap.id, tap.site_id, tap.shift_id, tap.at)
        self.record.sessions[tap.id] = self.open
        self.untouched, self.last_out, self.last_break_end = True, None, None
        meaning.session_id = tap.id

    def _is_repeated(self, session: Session, tap: Tap) -> bool:
        if session.travel or not self.untouched:
            return False
        return session.site_id == tap.site_id and tap.at - session.started_at <= REPEAT

    def _move(self, tap: Tap, meaning: Meaning) -> None:
        """Leave a site for the next one: the way there is a session of its own, of the same shift."""
        if not self.open:
            meaning.flags.append("no_open_session")
            return
        if self.open.travel:
            meaning.session_id = self.open.id
            meaning.flags.append("repeated")
            return
        before = self.open
        self._close(before, tap, "move")
        self.open = Session(tap.id, None, before.shift_id, tap.at, travel=True)
        self.record.sessions[tap.id] = self.open
        self.untouched, self.last_out, self.last_break_end = True, None, None
        meaning.session_id = tap.id

    def _close(self, session: Session, tap: Tap, closed_by: str, out_punch: UUID | None = None) -> None:
        """End it as its person says, however long it was."""
        session.close(tap.at, closed_by, out_punch)
        if tap.at - session.started_at > OVER_LONG:
            self.record.meanings[session.id].flags.append("over_long")

    def _out(self, tap: Tap, meaning: Meaning) -> None:
        if self.open:
            meaning.session_id = self.open.id
            self._close(self.open, tap, "out", tap.id)
            self.open, self.last_out = None, tap
        elif self.last_out and tap.at - self.last_out.at <= REPEAT:
            meaning.session_id = self.record.meanings[self.last_out.id].session_id
            meaning.flags.append("repeated")
        else:
            meaning.flags.append("no_open_session")
            self.last_out = tap

    def _break_start(self, tap: Tap, meaning: Meaning) -> None:
        if not self.open:
            meaning.flags.append("no_open_session")
            return
        meaning.session_id = self.open.id
        if self.open.on_break_since:
            meaning.flags.append("repeated")
            return
        self.open.on_break_since, self.untouched = tap.at, False

    def _break_end(self, tap: Tap, meaning: Meaning) -> None:
        if not self.open:
            meaning.flags.append("no_open_session")
            return
        meaning.session_id = self.open.id
        if not self.open.on_break_since:
            again = self.last_break_end is not None and tap.at - self.last_break_end <= REPEAT
            meaning.flags.append("repeated" if again else "no_break")
            return
        self.open.end_break(tap.at)
        self.last_break_end, self.untouched = tap.at, False

    def _travel(self, tap: Tap, meaning: Meaning) -> None:
        before = self.seen
        self.see(tap)
        if tap.position is None or before is None or before.position is None:
            return
        if is_impossible_travel(before.position, before.at, tap.position, tap.at):
            meaning.flags.append("impossible_travel")

    def see(self, tap: Tap) -> None:
        if tap.position is not None:
            self.seen = tap
