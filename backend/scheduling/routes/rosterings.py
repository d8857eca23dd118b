"""The automatic roster over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.rosterings import (
    CallOffInput,
    RosteringApplication,
    RosteringInput,
    RosteringList,
    RosteringView,
)
from backend.scheduling.service import call_offs, rosterings


class RosteringController(Controller):
    """One search for a roster: asked for, looked at, stopped, and taken."""

    path = "/orgs/{org_id:uuid}/rosterings"
    tags = ["Roster"]

    @get(access=member_may("plan_shifts"), operation_id="listRosterings")
    async def list_latest(self, actor: NamedDependency[Actor]) -> RosteringList:
        return await rosterings.latest(actor)

    @post(access=member_may("plan_shifts"), operation_id="askForRoster", status_code=202)
    async def ask(self, actor: NamedDependency[Actor], data: JSONBody[RosteringInput]) -> RosteringView:
        return await rosterings.ask(actor, data)

    @get(
        "/{rostering_id:uuid}",
        access=member_may("plan_shifts"),
        operation_id="readRostering",
        uncompressed=False,
    )
    async def one(self, actor: NamedDependency[Actor], rostering_id: FromPath[UUID]) -> RosteringView:
        return await rosterings.rostering(actor, rostering_id)

    @delete("/{rostering_id:uuid}", access=member_may("plan_shifts"), operation_id="cancelRostering")
    async def cancel(self, actor: NamedDependency[Actor], rostering_id: FromPath[UUID]) -> None:
        await rosterings.cancel(actor, rostering_id)

    @put(
        "/{rostering_id:uuid}/application",
        access=member_may("plan_shifts"),
        operation_id="applyRostering",
        uncompressed=False,
    )
    async def apply(
        self,
        actor: NamedDependency[Actor],
        rostering_id: FromPath[UUID],
        data: JSONBody[RosteringApplication],
    ) -> RosteringView:
        return await rosterings.apply(actor, rostering_id, data)


class CallOffController(Controller):
    """Somebody does not come."""

    path = "/orgs/{org_id:uuid}/call-offs"
    tags = ["Roster"]

    @post(access=member_may("plan_shifts"), operation_id="callOff", status_code=202)
    async def call_off(self, actor: NamedDependency[Actor], data: JSONBody[CallOffInput]) -> RosteringView:
        return await call_offs.call_off(actor, data)
