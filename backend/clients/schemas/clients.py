"""Clients and their sites."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.identity.schemas import NOT_BLANK, Input

ClientName = Annotated[
    str, Meta(min_length=1, max_length=120, pattern=NOT_BLANK, examples=["한강빌딩 관리단"])
]
ContactName = Annotated[str, Meta(max_length=120, examples=["김소장"])]
ContactPhone = Annotated[str, Meta(max_length=40, examples=["02-555-1234"])]
ContactEmail = Annotated[str, Meta(max_length=254, examples=["office@example.com"])]
ClientNote = Annotated[str, Meta(max_length=2000)]


class ClientInput(Input):
    name: ClientName
    contact_name: ContactName = ""
    contact_phone: ContactPhone = ""
    contact_email: ContactEmail = ""
    note: ClientNote = ""
    id: UUID | None = None


class ClientChange(Input):
    name: ClientName | UnsetType = UNSET
    contact_name: ContactName | UnsetType = UNSET
    contact_phone: ContactPhone | UnsetType = UNSET
    contact_email: ContactEmail | UnsetType = UNSET
    note: ClientNote | UnsetType = UNSET
    archived: bool | UnsetType = UNSET

    def fields(self) -> dict[str, Any]:
        """The columns that are to change."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if name != "archived"}
        return {name: value for name, value in given.items() if value is not UNSET}


class ClientSite(Struct):
    id: UUID
    name: str


class ClientView(Struct):
    """A client, with the sites that are its own."""

    id: UUID
    name: str
    contact_name: str
    contact_phone: str
    contact_email: str
    note: str
    archived_at: datetime | None
    sites: list[ClientSite]
    contracts: int
    """How many contracts go on."""

    @classmethod
    def of(cls, row: Any) -> "ClientView":
        plain = {name: row[name] for name in cls.__struct_fields__ if name != "sites"}
        return cls(**plain, sites=msgspec.json.decode(row["sites"], type=list[ClientSite]))


class ClientPage(Struct):
    items: list[ClientView]
    next_cursor: str | None


class SiteClientInput(Input):
    client_id: UUID
