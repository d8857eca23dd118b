"""What happens to consents, to what is kept, and to photos of punches."""

from uuid import UUID

from backend.core.events import Event


class ConsentAnswered(Event, frozen=True):
    """Somebody agreed that their position is kept at a punch, or took it back."""

    documents = ("work",)
    consent_id: UUID
    member_id: UUID
    kind: str
    given: bool


class RecordPolicyChanged(Event, frozen=True):
    """The organisation asks for other things at a punch, or keeps them for another time."""

    documents = ("work",)
    organisation_id: UUID
    fields: list[str]


class PunchPhotoTaken(Event, frozen=True):
    """A photo was added to a punch."""

    member_id: UUID
    punch_id: UUID


class ForgettingDue(Event, frozen=True):
    """A night has come: what has been kept long enough is forgotten."""

    organisation_id: UUID


class Forgotten(Event, frozen=True):
    """How many positions were rounded, photos deleted, and people whose records were deleted."""

    organisation_id: UUID
    positions: int
    photos: int
    people: int
