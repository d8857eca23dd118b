"""Work sessions follow from punches: whether those that are stored are the ones that follow."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.attendance.rules.record import Session, Tap, read_record
from backend.timesheets.rules.reconciling import Fault, Link, Row, id_in, same

COLUMNS = (
    *("site_id", "shift_id", "started_at", "ended_at", "closed_by", "out_punch", "on_break_since"),
    *("break_ms", "breaks", "travel"),
)


def sessions_of(links: Sequence[Link], replaced: Collection[UUID]) -> dict[UUID, Session]:
    """The sessions that follow from the punches of the chain, without those that no longer count."""
    taps = (_tap(link) for link in links if link.kind == "punch" and link.ref not in replaced)
    return read_record(tap for tap in taps if tap is not None).sessions


def _tap(link: Link) -> Tap | None:
    """None for an entry that somebody made unreadable: its seal says so already."""
    said = link.said
    try:
        at = datetime.fromisoformat(str(said.get("believed_at")))
    except ValueError:
        return None
    # Where it was does not matter for sessions: a position only flags.
    return Tap(link.ref, str(said.get("kind")), at, id_in(said, "site_id"), id_in(said, "shift_id"))


def reconcile_sessions(rows: Iterable[Row], due: Mapping[UUID, Session]) -> Iterator[Fault]:
    """Compare the stored sessions with those that are due."""
    left = dict(due)
    for row in rows:
        session_id = UUID(row["id"])
        session = left.pop(session_id, None)
        if session is None:
            yield Fault("row_unknown", None, "session", session_id)
            continue
        wanted = msgspec.to_builtins(session)
        for name in COLUMNS:
            if not _alike(row[name], wanted[name]):
                yield Fault("row_altered", None, "session", session_id, name)
    for session_id in left:
        yield Fault("row_missing", None, "session", session_id)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    return same(one, other)
