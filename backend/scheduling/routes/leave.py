"""Leave over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.scheduling.schemas.leave import (
    CoverView,
    DecisionInput,
    EntryInput,
    EntryView,
    LeaveInput,
    LeaveState,
    LeaveView,
    RequestPage,
    RequestView,
)
from backend.scheduling.service import leave, leave_decisions, leave_ledger

InState = Annotated[LeaveState | None, QueryParameter(name="state", description="Only those in this state")]


class LeaveController(Controller):
    """Somebody's leave: balances and their ledger."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}"
    tags = ["Time off"]

    @get("/leave", access=member_may("tell_time"), operation_id="getLeave", uncompressed=False)
    async def read(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> LeaveView:
        return await leave_ledger.leave(actor, member_id)

    @post("/leave-entries", access=member_may("decide_leave"), operation_id="bookLeave")
    async def book(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], data: JSONBody[EntryInput]
    ) -> EntryView:
        return await leave_ledger.book_by_hand(actor, member_id, data)


class LeaveRequestController(Controller):
    """Leave that is asked for."""

    path = "/orgs/{org_id:uuid}/leave-requests"
    tags = ["Time off"]

    @post(access=member_may("tell_time"), operation_id="askForLeave")
    async def ask(self, actor: NamedDependency[Actor], data: JSONBody[LeaveInput]) -> RequestView:
        return await leave.ask(actor, data)

    @get(access=member_may("see_time"), operation_id="listLeaveRequests", uncompressed=False)
    async def list_all(
        self,
        actor: NamedDependency[Actor],
        in_state: InState = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> RequestPage:
        return await leave.requests(actor, in_state, cursor, limit)

    @get(
        "/{request_id:uuid}/cover",
        access=member_may("decide_leave"),
        operation_id="findLeaveCover",
        uncompressed=False,
    )
    async def cover(self, actor: NamedDependency[Actor], request_id: FromPath[UUID]) -> CoverView:
        return await leave_decisions.cover(actor, request_id)

    @put("/{request_id:uuid}/decision", access=member_may("decide_leave"), operation_id="decideLeave")
    async def decide(
        self, actor: NamedDependency[Actor], request_id: FromPath[UUID], data: JSONBody[DecisionInput]
    ) -> RequestView:
        return await leave_decisions.decide(actor, request_id, data)

    @delete("/{request_id:uuid}", access=member_may("tell_time"), operation_id="withdrawLeave")
    async def withdraw(self, actor: NamedDependency[Actor], request_id: FromPath[UUID]) -> None:
        await leave.withdraw(actor, request_id)
