"""What was agreed with clients: contracts, which go on until somebody or a day ends them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.clients.errors import ClientArchived, ContractOver
from backend.clients.events import ContractChanged, ContractEnded, ContractMade
from backend.clients.queries import clients as queries
from backend.clients.schemas.contracts import (
    ContractChange,
    ContractInput,
    ContractsView,
    ContractView,
    check_days,
)
from backend.clients.service.clients import view as client_view
from backend.clients.tables import Client, Contract
from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, lock, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.queries import series as series_queries
from backend.scheduling.service import series_changes

DAY = timedelta(days=1)


async def make(actor: Actor, client_id: UUID, wanted: ContractInput) -> ContractView:
    """Keep what was agreed. The same id again is the same contract. Raises NotFound, ClientArchived."""
    async with transaction():
        client = await lock(Client, client_id)
        contract = Contract(
            id=wanted.id or new_id(),
            org_id=actor.org,
            client_id=client.id,
            name=wanted.name,
            from_on=wanted.from_on,
            until_on=wanted.until_on,
            monthly_won=wanted.monthly_won,
            note=wanted.note,
        )
        if await Contract.insert(contract).on_conflict(action="DO NOTHING").returning(Contract.id):
            if client.archived_at is not None:
                raise ClientArchived()
            event = ContractMade(contract.id, client.id, contract.from_on, contract.until_on)
            await record(event, by=actor)
        return await view(contract.id)


async def contracts(_actor: Actor, client_id: UUID) -> ContractsView:
    """A client's contracts, the newest first. Raises NotFound."""
    async with transaction():
        await client_view(client_id)
        return ContractsView([view_of(row) for row in await fetch(queries.OF_CLIENT, client_id)])


async def held(contract_id: UUID) -> Contract:
    """A contract that goes on, held until the end of the transaction. Raises NotFound, ContractOver."""
    contract = await lock(Contract, contract_id)
    if contract.ended_at is not None:
        raise ContractOver()
    return contract


async def change(actor: Actor, contract_id: UUID, wanted: ContractChange) -> ContractView:
    """Change what was agreed. Lines that would go on after its last day end with it.

    Raises NotFound, ContractOver, UnacceptableFields.
    """
    async with transaction():
        contract = await held(contract_id)
        given = wanted.fields()
        until: date | None = given.get("until_on", contract.until_on)
        check_days(given.get("from_on", contract.from_on), until)
        changed = sorted(name for name, value in given.items() if getattr(contract, name) != value)
        if changed:
            values: dict[Any, Any] = {name: given[name] for name in changed}
            await Contract.update(values).where(Contract.id == contract_id)
            await record(ContractChanged(contract_id, changed), by=actor)
            if "until_on" in changed and until is not None:
                await _end_lines(actor, contract_id, after=until)
        return await view(contract_id)


async def end(actor: Actor, contract_id: UUID) -> None:
    """It ends today, and so do its lines; its record stays. Again changes nothing. Raises NotFound."""
    async with transaction():
        contract = await lock(Contract, contract_id)
        if contract.ended_at is None:
            await Contract.update({Contract.ended_at: clock.now()}).where(Contract.id == contract_id)
            await record(ContractEnded(contract_id), by=actor)
            await _end_lines(actor, contract_id)


async def _end_lines(actor: Actor, contract_id: UUID, after: date | None = None) -> None:
    """No line plans on: now, or after a day."""
    for row in await fetch(queries.GOING_ON, contract_id):
        held = await fetch_row(series_queries.HELD, row["series_id"])
        await series_changes.stop(actor, held, after + DAY if after else None)


async def view(contract_id: UUID) -> ContractView:
    """Inside a transaction. Raises NotFound."""
    row = await fetch_row(queries.CONTRACT, contract_id)
    if row is None:
        raise NotFound()
    return view_of(row)


def view_of(row: Any) -> ContractView:
    return ContractView(**row)
