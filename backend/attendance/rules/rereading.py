"""What changes when punches come to count, or count no longer: only their neighbourhood is read again.

The neighbourhood begins with the session that was open before the first of them, and ends where the old
reading and the new one agree on the beginning of a session, since from there on nothing can differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.attendance.rules.record import Meaning, Record, Session, Tap, read_record

Key = tuple[datetime, UUID]
"""Punches of one moment come in the order of their ids."""


@dataclass(frozen=True, slots=True)
class Known:
    """A punch that was here before, and what it meant until now."""

    tap: Tap
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Change:
    """Punches that count from now on, and punches that count no longer."""

    added: Sequence[Tap]
    removed: Sequence[Tap] = ()

    @property
    def first(self) -> Key:
        return min(key_of(tap) for tap in (*self.added, *self.removed))

    @property
    def last(self) -> Key:
        return max(key_of(tap) for tap in (*self.added, *self.removed))


@dataclass(frozen=True, slots=True)
class Rereading:
    """Everything that is different now."""

    record: Record
    """The neighbourhood as it reads now."""
    sessions: list[Session]
    gone: list[UUID]
    meanings: dict[UUID, Meaning]
    """Of the punches that were added, and of the others whose meaning changes."""
    before: Mapping[UUID, Meaning]

    def became(self, flag: str) -> set[UUID]:
        """Punches that were here before, and that are this only now."""
        return {
            punch_id
            for punch_id, meaning in self.meanings.items()
            if punch_id in self.before and flag in meaning.flags and flag not in self.before[punch_id].flags
        }


class NoEnd(Exception):
    """The neighbourhood does not end within what was read."""


def reread(
    change: Change,
    known: Sequence[Known],
    sessions: Mapping[UUID, Session],
    *,
    seen_before: Tap | None = None,
    there_is_more: bool = False,
) -> Rereading:
    """Read the neighbourhood as it is now, and compare with what was stored.

    `there_is_more` says that later punches exist which were not read. Raises NoEnd.
    """
    removed = {tap.id for tap in change.removed}
    before = {item.tap.id: item.meaning for item in known if item.tap.id not in removed}
    kept = [item.tap for item in known if item.tap.id not in removed]
    repeats = {item.tap.id for item in known if _without_effect(item, change)}
    record = read_record([*kept, *change.added], seen_before=seen_before, without_effect=repeats)
    end = _end(change, kept, record, sessions) if there_is_more else None
    at = {tap.id: key_of(tap) for tap in (*kept, *change.added)}
    return Rereading(
        record=record,
        sessions=[
            session
            for session in record.sessions.values()
            if sessions.get(session.id) != session and _is_before(_start(session), end)
        ],
        gone=[
            session.id
            for session in sessions.values()
            if session.id not in record.sessions and _is_before(_start(session), end)
        ],
        meanings={
            punch_id: meaning
            for punch_id, meaning in record.meanings.items()
            if before.get(punch_id) != meaning and _is_before(at[punch_id], end)
        },
        before=before,
    )


def key_of(tap: Tap) -> Key:
    return tap.at, tap.id


def _start(session: Session) -> Key:
    return session.started_at, session.id


def _without_effect(item: Known, change: Change) -> bool:
    """A repeat from before the change: it changed nothing then, and its own meaning cannot change."""
    return "repeated" in item.meaning.flags and key_of(item.tap) < change.first


def _end(change: Change, kept: Sequence[Tap], record: Record, sessions: Mapping[UUID, Session]) -> Key:
    """The last IN that began a session before and does now, once the person was seen somewhere again.

    A way to another site begins with what was before it, so it proves nothing.
    """
    agreed = [
        _start(session)
        for session in record.sessions.values()
        if session.id in sessions and not session.travel and _start(session) > change.last
    ]
    last = max(agreed, default=None)
    moved = any(tap.position for tap in (*change.added, *change.removed))
    if last is None or (moved and not _seen_between(kept, change.last, last)):
        raise NoEnd()
    return last


def _seen_between(kept: Sequence[Tap], after: Key, until: Key) -> bool:
    return any(tap.position and after < key_of(tap) < until for tap in kept)


def _is_before(key: Key, end: Key | None) -> bool:
    return end is None or key < end
