"""What changes when one more punch becomes known, however late: a rereading with one punch added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.attendance.rules.record import Meaning, Session, Tap
from backend.attendance.rules.rereading import Change, Known, NoEnd, reread

__all__ = ["Arrival", "Known", "NoEnd", "arrive"]


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
        return "repeated" in self.meaning.flags


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
    again = reread(Change([tap]), known, sessions, seen_before=seen_before, there_is_more=there_is_more)
    meaning = again.record.meanings[tap.id]
    return Arrival(
        meaning=meaning,
        session=again.record.sessions.get(meaning.session_id) if meaning.session_id else None,
        sessions=again.sessions,
        gone=again.gone,
        meanings=again.meanings,
        made_repeats=again.became("repeated"),
    )
