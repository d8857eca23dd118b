"""Taps for a crew, and objections, over HTTP."""

from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from backend.attendance.schemas.crews import CrewPunchInput, ObjectionInput, ObjectionView
from backend.attendance.schemas.punches import PunchView
from backend.attendance.service import crews
from backend.core.access import member_may
from backend.core.actor import Actor


class CrewPunchController(Controller):
    """What a leader taps for others."""

    path = "/orgs/{org_id:uuid}/crew-punches"
    tags = ["Attendance"]

    @put(
        "/{punch_id:uuid}",
        access=member_may("clock_in_crew"),
        operation_id="putCrewPunch",
        responses={201: ResponseSpec(PunchView, description="It is stored")},
    )
    async def put_punch(
        self, actor: NamedDependency[Actor], punch_id: FromPath[UUID], data: JSONBody[CrewPunchInput]
    ) -> Response[PunchView]:
        view, is_new = await crews.tap_for(actor, punch_id, data)
        return Response(view, status_code=201 if is_new else 200)


class ObjectionController(Controller):
    """What somebody says to a punch that another made for them."""

    path = "/orgs/{org_id:uuid}/punches/{punch_id:uuid}/objection"
    tags = ["Attendance"]

    @put(access=member_may("see_own_record"), operation_id="objectToPunch")
    async def make(
        self, actor: NamedDependency[Actor], punch_id: FromPath[UUID], data: JSONBody[ObjectionInput]
    ) -> ObjectionView:
        return await crews.object_to(actor, punch_id, data.reason)

    @get(access=member_may("see_own_record"), operation_id="getObjection")
    async def show(self, actor: NamedDependency[Actor], punch_id: FromPath[UUID]) -> ObjectionView:
        return await crews.objection(actor, punch_id)
