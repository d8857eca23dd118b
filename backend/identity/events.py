"""What happens to people and organisations. Numbers, codes and tokens never stand in an event."""

from uuid import UUID

from backend.core.events import Event

# Of an account


class AccountOpened(Event, frozen=True):
    account_id: UUID


class AccountChanged(Event, frozen=True):
    account_id: UUID
    fields: list[str]


class SignedIn(Event, frozen=True):
    session_id: UUID
    method: str


class SessionEnded(Event, frozen=True):
    session_id: UUID


class PasskeyAdded(Event, frozen=True):
    passkey_id: UUID


class PasskeyRemoved(Event, frozen=True):
    passkey_id: UUID


class ExternalLoginLinked(Event, frozen=True):
    account_id: UUID
    provider: str


# Of an organisation


class OrganisationFounded(Event, frozen=True):
    documents = ("me",)
    organisation_id: UUID
    kind: str


class OrganisationChanged(Event, frozen=True):
    documents = ("me", "work")
    organisation_id: UUID
    fields: list[str]


class MemberJoined(Event, frozen=True):
    documents = ("me", "crew", "board")
    member_id: UUID
    account_id: UUID
    role: str
    invitation_id: UUID | None


class MemberChanged(Event, frozen=True):
    documents = ("me", "crew", "plan", "board")
    member_id: UUID
    fields: list[str]
    role: str
    site_ids: list[UUID]


class MemberLeft(Event, frozen=True):
    documents = ("me", "crew", "plan", "board")
    member_id: UUID
    account_id: UUID


class InvitationMade(Event, frozen=True):
    documents = ("crew",)
    invitation_id: UUID
    role: str
    for_one_phone: bool


class InvitationRevoked(Event, frozen=True):
    documents = ("crew",)
    invitation_id: UUID
