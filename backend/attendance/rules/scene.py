"""What is known around one punch, as the database tells it."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.attendance.rules.arrival import Known
from backend.attendance.rules.place import Position
from backend.attendance.rules.record import Meaning, Session, Tap

NEIGHBOURS = 100
"""How many punches on either side of a new one are read at most."""


class Place(msgspec.Struct):
    """A site, as a punch needs it."""

    id: UUID
    name: str
    lat: float
    lon: float
    radius_m: int
    qr_version: int


class PlannedShift(msgspec.Struct, frozen=True):
    shift_id: UUID
    site_id: UUID
    starts_at: datetime
    ends_at: datetime


class Neighbour(msgspec.Struct):
    """A punch near the new one, and what it means until now."""

    id: UUID
    kind: str
    at: datetime
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    site_id: UUID | None = None
    shift_id: UUID | None = None
    is_later: bool = False
    nowhere: bool = False
    session_id: UUID | None = None
    meaning: list[str] = []

    @property
    def tap(self) -> Tap:
        position = None
        if self.lat is not None and self.lon is not None and not self.nowhere:
            position = Position(self.lat, self.lon, self.accuracy_m)
        return Tap(self.id, self.kind, self.at, self.site_id, self.shift_id, position)

    @property
    def known(self) -> Known:
        return Known(self.tap, Meaning(self.session_id, list(self.meaning)))


class Scene(msgspec.Struct):
    """What is known around one punch."""

    claim_hash: str | None
    punch_outside: str
    place_refused: bool
    """Whether the person does not agree that their position is kept."""
    sites: list[Place]
    shifts: list[PlannedShift]
    punches: list[Neighbour]
    sessions: list[Session]
    seen_before: Neighbour | None

    @property
    def later(self) -> int:
        """How many of the neighbours happened after it. The database counted them apart, and bounded both."""
        return sum(punch.is_later for punch in self.punches)

    @property
    def too_many(self) -> bool:
        return len(self.punches) - self.later >= NEIGHBOURS

    @property
    def there_is_more(self) -> bool:
        return self.later >= NEIGHBOURS
