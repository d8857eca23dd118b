"""What a correction may do to a record: decisions without I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from backend.attendance.correction_errors import (
    CorrectionInFuture,
    NotAtWorkThen,
    OutBeforeIn,
    PunchAlreadyThere,
    PunchLeftAlone,
    TooLongAgo,
)
from backend.attendance.rules.rereading import Rereading
from backend.attendance.rules.time import SKEW

BACK = timedelta(days=90)
"""How far back the record may be corrected: a quarter, so that a month's last pay can still be mended."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One change of somebody's record: another punch instead of one, one more, or one less."""

    id: UUID
    replaces: UUID | None
    kind: str | None
    at: datetime | None
    site_id: UUID | None
    shift_id: UUID | None

    @property
    def punch_id(self) -> UUID:
        """The id that its punch has once it is in force; the same request never makes two."""
        return uuid5(self.id, "punch")


def id_of(request_id: UUID, place: int) -> UUID:
    """The id of one change of a request; the first has the request's own."""
    return request_id if place == 0 else uuid5(request_id, str(place))


def check_moment(at: datetime, asked_at: datetime) -> datetime:
    """The moment as it is stored. Raises CorrectionInFuture, TooLongAgo."""
    if at > asked_at + SKEW:
        raise CorrectionInFuture()
    if at < asked_at - BACK:
        raise TooLongAgo(days=BACK.days)
    return min(at, asked_at)


def check_reading(again: Rereading, wishes: Sequence[Wish], kinds: dict[UUID, str]) -> None:
    """Refuse what would not mean what it says. `kinds` are those of all punches of the neighbourhood.

    Raises PunchAlreadyThere, OutBeforeIn, NotAtWorkThen, PunchLeftAlone.
    """
    puts = [wish for wish in wishes if wish.kind is not None]
    for wish in puts:
        _check_put(again.record.meanings[wish.punch_id].flags, wish.kind)
    alone = [punch_id for punch_id in again.became("no_open_session") if kinds.get(punch_id) == "out"]
    if not alone or not puts:
        return  # who only takes a punch out leaves its pair alone, and means it
    if any(wish.kind == "in" and wish.replaces for wish in puts):
        raise OutBeforeIn()
    raise PunchLeftAlone(punch_id=min(alone))


def _check_put(flags: Sequence[str], kind: str | None) -> None:
    if "repeated" in flags:
        raise PunchAlreadyThere()
    if "no_open_session" in flags and kind == "out":
        raise OutBeforeIn()
    if "no_open_session" in flags or "no_break" in flags:
        raise NotAtWorkThen()
