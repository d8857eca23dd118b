"""Contracts over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.clients.schemas.contracts import (
    ContractChange,
    ContractInput,
    ContractsView,
    ContractView,
    LinesView,
)
from backend.clients.service import contracts, lines
from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.series import SeriesInput, SeriesView


class ClientContractController(Controller):
    """What was agreed with one client."""

    path = "/orgs/{org_id:uuid}/clients/{client_id:uuid}/contracts"
    tags = ["Clients"]

    @get(access=member_may("see_clients"), operation_id="listContracts")
    async def list_all(self, actor: NamedDependency[Actor], client_id: FromPath[UUID]) -> ContractsView:
        return await contracts.contracts(actor, client_id)

    @post(access=member_may("change_clients"), operation_id="makeContract")
    async def make(
        self, actor: NamedDependency[Actor], client_id: FromPath[UUID], data: JSONBody[ContractInput]
    ) -> ContractView:
        return await contracts.make(actor, client_id, data)


class ContractController(Controller):
    """One contract."""

    path = "/orgs/{org_id:uuid}/contracts/{contract_id:uuid}"
    tags = ["Clients"]

    @patch(access=member_may("change_clients"), operation_id="changeContract")
    async def change(
        self, actor: NamedDependency[Actor], contract_id: FromPath[UUID], data: JSONBody[ContractChange]
    ) -> ContractView:
        return await contracts.change(actor, contract_id, data)

    @delete(access=member_may("change_clients"), operation_id="endContract")
    async def end(self, actor: NamedDependency[Actor], contract_id: FromPath[UUID]) -> None:
        await contracts.end(actor, contract_id)


class ContractLineController(Controller):
    """What a contract says is to be done: a series for each line."""

    path = "/orgs/{org_id:uuid}/contracts/{contract_id:uuid}/lines"
    tags = ["Clients"]

    @get(access=member_may("see_clients"), operation_id="listContractLines", uncompressed=False)
    async def list_all(self, actor: NamedDependency[Actor], contract_id: FromPath[UUID]) -> LinesView:
        return await lines.lines(actor, contract_id)

    @post(access=member_may("change_clients"), operation_id="addContractLine")
    async def add(
        self, actor: NamedDependency[Actor], contract_id: FromPath[UUID], data: JSONBody[SeriesInput]
    ) -> SeriesView:
        return await lines.add(actor, contract_id, data)

    @delete("/{series_id:uuid}", access=member_may("change_clients"), operation_id="endContractLine")
    async def drop(
        self, actor: NamedDependency[Actor], contract_id: FromPath[UUID], series_id: FromPath[UUID]
    ) -> None:
        await lines.drop(actor, contract_id, series_id)
