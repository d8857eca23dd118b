"""What a job is: a function of one event, in the organisation of that event."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from backend.core.events import Event

E = TypeVar("E", bound=Event)


class Happened(msgspec.Struct, frozen=True):
    """An event as a job receives it."""

    org_id: UUID
    event_id: int
    kind: str
    subject: UUID
    actor_id: UUID | None
    at: datetime
    data: bytes

    def read(self, kind: type[E]) -> E:
        """The event itself, typed."""
        return msgspec.json.decode(self.data, type=kind)


Work = Callable[[Happened], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work with a name that stays, since it is stored while the work waits."""

    name: str
    work: Work
    in_transaction: bool


class TryLater(Exception):
    """A job that cannot be done yet says when to try again."""

    def __init__(self, reason: str, *, after_s: int) -> None:
        super().__init__(reason)
        self.after_s = after_s


def job(work: Work) -> Job:
    """A job that only uses the database: it and its "done" are one transaction, so it happens once."""
    return Job(name_of(work), work, in_transaction=True)


def job_outside(work: Work) -> Job:
    """A job that talks to the outside world: no transaction is open, and it may happen twice."""
    return Job(name_of(work), work, in_transaction=False)


def name_of(work: Work) -> str:
    """`identity.text_invitation` for `text_invitation` in `jobs/identity.py`."""
    return f"{work.__module__.rpartition('.')[2]}.{work.__qualname__}"
