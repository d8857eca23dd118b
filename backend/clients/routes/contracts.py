"""Contracts over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.clients.schemas.contracts import ContractChange, ContractInput, ContractsView, ContractView
from backend.clients.service import contracts
from backend.core.access import member_may
from backend.core.actor import Actor


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
