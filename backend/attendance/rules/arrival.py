"""What changes when one more punch becomes known, however late: only its neighbourhood is read again.

The neighbourhood begins with the session that was open then, and ends where the old reading and the new
one agree on the beginning of a session, since from there on nothing can differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.attendance.rules.record import Meaning, Record, Session, Tap, read_record


@dataclass(frozen=True, slots=True)
class Known:
    """A punch that was here before, and what it meant until now."""

    tap: Tap
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the new punch means, and everything that changes because of it."""

    meaning: Meaning
    session: Session | None
    sessions: list[Session]
    gone: list[UUID]
    meanings: dict[UUID, Meaning]
    """Of the new punch, and of the others whose meaning changes."""
    made_repeats: set[UUID]
    """Punches that were the first of their kind, and now only repeat the new one."""

    @property
    def is_repeat(self) -> bool:
        return _is_repeat(self.meaning)


class NoEnd(Exception):
    """The neighbourhood does not end within what was read."""


def arrive(
    tap: Tap,
    known: Sequence[Known],
    sessions: Mapping[UUID, Session],
    *,
    seen_before: Tap | None = None,
    there_is_more: bool = False,
) -> Arrival:
    """Read the neighbourhood with the new punch in it, and compare with what was stored.

    `there_is_more` says that later punches exist which were not read. Raises NoEnd.
    """
    before = {item.tap.id: item.meaning for item in known}
    taps = [item.tap for item in known]
    repeats = {item.tap.id for item in known if _without_effect(item, tap)}
    record = read_record([*taps, tap], seen_before=seen_before, without_effect=repeats)
    end = _end(tap, record, sessions) if there_is_more else None
    at = {item.id: item.at for item in (*taps, tap)}
    meanings = {
        punch_id: meaning
        for punch_id, meaning in record.meanings.items()
        if before.get(punch_id) != meaning and _is_before(at[punch_id], end)
    }
    meaning = record.meanings[tap.id]
    return Arrival(
        meaning=meaning,
        session=record.sessions.get(meaning.session_id) if meaning.session_id else None,
        sessions=[
            session
            for session in record.sessions.values()
            if sessions.get(session.id) != session and _is_before(session.started_at, end)
        ],
        gone=[
            session.id
            for session in sessions.values()
            if session.id not in record.sessions and _is_before(session.started_at, end)
        ],
        meanings=meanings,
        made_repeats={
            punch_id
            for punch_id, changed in meanings.items()
            if punch_id in before and _is_repeat(changed) and not _is_repeat(before[punch_id])
        },
    )


def _without_effect(item: Known, tap: Tap) -> bool:
    """A repeat from before the new punch: it changed nothing then, and its own meaning cannot change."""
    return _is_repeat(item.meaning) and (item.tap.at, item.tap.id) < (tap.at, tap.id)


def _is_repeat(meaning: Meaning) -> bool:
    return "repeated" in meaning.flags


def _end(tap: Tap, record: Record, sessions: Mapping[UUID, Session]) -> datetime:
    agreed = [
        session.started_at
        for session in record.sessions.values()
        if session.id in sessions and session.started_at > tap.at
    ]
    if not agreed:
        raise NoEnd()
    return max(agreed)


def _is_before(at: datetime, end: datetime | None) -> bool:
    return end is None or at < end
