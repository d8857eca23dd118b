"""The phone's documents: what a person needs with no network, each named and versioned.

A domain registers a document; `POST /me/snapshot` names the versions a phone holds and gets only what
changed. A document's version is a hash of its content, so it must hold nothing that changes by itself
(no "now"), and its lists need an order.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec

from backend.core import clock, database, tenancy
from backend.core.actor import Actor

VERSION_CHARS = 16

Provider = Callable[[Actor], Awaitable[Any]]
"""Reads a document's data for the actor, inside a transaction of the actor's organisation or account."""

Memberships = Callable[[Actor], Awaitable[Sequence[Actor]]]
"""From the person of a request to one Actor for each organisation where they are a member now."""

Version = Annotated[str, msgspec.Meta(max_length=64)]


@dataclass(frozen=True, slots=True)
class Document:
    """A registered document; `permission` says which members have it, None all of them."""

    name: str
    permission: str | None
    read: Provider


class Have(msgspec.Struct, forbid_unknown_fields=True):
    """The documents that a phone holds, by name, with their versions."""

    have: Annotated[dict[str, Version], msgspec.Meta(max_length=500)] = {}


class DocumentView(msgspec.Struct):
    """One document that the phone does not hold, or holds in an older version."""

    version: str
    data: Any


class Snapshot(msgspec.Struct):
    """What changed since. `gone` are documents that the phone holds and its person has no longer."""

    documents: dict[str, DocumentView]
    gone: list[str]
    server_time: datetime


_of_member: dict[str, Document] = {}
_of_account: dict[str, Document] = {}
_memberships: list[Memberships] = []


def document(name: str, permission: str | None = None) -> Callable[[Provider], Provider]:
    """Register `{org_id}/{name}`: a document that a person has once for each membership."""

    def register(provider: Provider) -> Provider:
        _of_member[name] = Document(name, permission, provider)
        return provider

    return register


def document_for_account(name: str) -> Callable[[Provider], Provider]:
    """Register `{name}`: a document that a person has once, read in a transaction of the account alone."""

    def register(provider: Provider) -> Provider:
        _of_account[name] = Document(name, None, provider)
        return provider

    return register


def register_memberships(memberships: Memberships) -> Memberships:
    """Identity says who is a member where. Called inside a transaction of the account."""
    _memberships[:] = [memberships]
    return memberships


async def snapshot(actor: Actor, have: dict[str, str]) -> Snapshot:
    """What the actor's phone lacks. Each organisation is read in a transaction of its own."""
    current: dict[str, bytes] = {}
    with tenancy.acting_for(account_id=actor.account_id):
        async with database.transaction():
            for entry in _of_account.values():
                current[entry.name] = _encode(await entry.read(actor))
            members = [member for find in _memberships for member in await find(actor)]
    for member in members:
        current.update(await _of_membership(member))
    return compare(current, have)


async def _of_membership(member: Actor) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tenancy.acting_for(org_id=member.org, account_id=member.account_id):
        async with database.transaction():
            for entry in _of_member.values():
                if entry.permission is None or member.may_somewhere(entry.permission):
                    found[f"{member.org}/{entry.name}"] = _encode(await entry.read(member))
    return found


def compare(current: dict[str, bytes], have: dict[str, str]) -> Snapshot:
    """Only what the phone does not hold in this version; what it holds and should not is gone."""
    versions = {name: version_of(data) for name, data in current.items()}
    changed = {
        name: DocumentView(version=versions[name], data=msgspec.Raw(data))
        for name, data in current.items()
        if have.get(name) != versions[name]
    }
    return Snapshot(documents=changed, gone=sorted(set(have) - set(current)), server_time=clock.now())


def version_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:VERSION_CHARS]


def _encode(data: Any) -> bytes:
    return msgspec.json.encode(data, order="deterministic")
