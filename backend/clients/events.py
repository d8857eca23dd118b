"""What happened to clients and contracts."""

from datetime import date
from uuid import UUID

from backend.core.events import Event

CLIENTS = ("clients",)


class ClientWon(Event, frozen=True):
    documents = CLIENTS
    client_id: UUID


class ClientChanged(Event, frozen=True):
    documents = CLIENTS
    client_id: UUID
    fields: list[str]


class ClientLost(Event, frozen=True):
    documents = CLIENTS
    client_id: UUID


class SiteOfClient(Event, frozen=True):
    """A site belongs to a client, or (None) to none."""

    documents = CLIENTS
    site_id: UUID
    client_id: UUID | None


class ContractMade(Event, frozen=True):
    documents = CLIENTS
    contract_id: UUID
    client_id: UUID
    from_on: date
    until_on: date | None


class ContractChanged(Event, frozen=True):
    documents = CLIENTS
    contract_id: UUID
    fields: list[str]


class ContractEnded(Event, frozen=True):
    documents = CLIENTS
    contract_id: UUID


class LineAdded(Event, frozen=True):
    documents = CLIENTS
    contract_id: UUID
    series_id: UUID
