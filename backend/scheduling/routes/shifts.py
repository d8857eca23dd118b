"""Shifts and who is on them, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import MAX_LIMIT, Cursor, Limit
from backend.scheduling.schemas.moments import Moment
from backend.scheduling.schemas.shifts import (
    AssignView,
    ShiftChange,
    ShiftInput,
    ShiftPage,
    ShiftView,
)
from backend.scheduling.service import assignments, shifts

FromMoment = Annotated[Moment, QueryParameter(name="from", description="The range begins here")]


class ShiftController(Controller):
    """Planned work."""

    path = "/orgs/{org_id:uuid}/shifts"
    tags = ["Shifts"]

    @post(access=member_may("plan_shifts"), operation_id="planShift")
    async def plan(self, actor: NamedDependency[Actor], data: JSONBody[ShiftInput]) -> ShiftView:
        return await shifts.plan_shift(actor, data)

    @get(access=member_may("see_shifts"), operation_id="listShifts", uncompressed=False)
    async def list_range(
        self,
        actor: NamedDependency[Actor],
        from_: FromMoment,
        to: FromQuery[Moment],
        site_id: FromQuery[UUID | None] = None,
        cursor: Cursor = None,
        limit: Limit = MAX_LIMIT,
    ) -> ShiftPage:
        return await shifts.shifts(actor, from_, to, site_id, cursor, limit)

    @get("/{shift_id:uuid}", access=member_may("see_shifts"), operation_id="getShift")
    async def one(self, actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> ShiftView:
        return await shifts.shift(actor, shift_id)

    @patch("/{shift_id:uuid}", access=member_may("plan_shifts"), operation_id="changeShift")
    async def change(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], data: JSONBody[ShiftChange]
    ) -> ShiftView:
        return await shifts.change_shift(actor, shift_id, data)

    @delete("/{shift_id:uuid}", access=member_may("plan_shifts"), operation_id="cancelShift")
    async def cancel(self, actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> None:
        await shifts.cancel_shift(actor, shift_id)


class AssignmentController(Controller):
    """One member's seat on one shift."""

    path = "/orgs/{org_id:uuid}/shifts/{shift_id:uuid}/assignments/{member_id:uuid}"
    tags = ["Shifts"]

    @put(access=member_may("plan_shifts"), operation_id="assignMember")
    async def assign(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> AssignView:
        return await assignments.assign(actor, shift_id, member_id)

    @delete(access=member_may("plan_shifts"), operation_id="unassignMember")
    async def unassign(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> None:
        await assignments.unassign(actor, shift_id, member_id)
