"""Punches and the board over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.attendance.schemas.punches import Board, PunchInput, PunchPage, PunchView
from backend.attendance.service import board, clock_in, record
from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.scheduling.schemas.moments import Moment

FromMoment = Annotated[
    Moment | None, QueryParameter(name="from", description="Start of the range; it is in it")
]


class PunchController(Controller):
    """What people say they did, each with an id made by the phone."""

    path = "/orgs/{org_id:uuid}/punches"
    tags = ["Attendance"]

    @put(
        "/{punch_id:uuid}",
        access=member_may("clock_in"),
        operation_id="putPunch",
        responses={201: ResponseSpec(PunchView, description="It is stored")},
    )
    async def put_punch(
        self, actor: NamedDependency[Actor], punch_id: FromPath[UUID], data: JSONBody[PunchInput]
    ) -> Response[PunchView]:
        view, is_new = await clock_in.take_punch(actor, punch_id, data)
        return Response(view, status_code=201 if is_new else 200)

    @get(access=member_may("see_own_record"), operation_id="listPunches", uncompressed=False)
    async def list_range(
        self,
        actor: NamedDependency[Actor],
        member_id: FromQuery[UUID | None] = None,
        from_: FromMoment = None,
        to: FromQuery[Moment | None] = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> PunchPage:
        return await record.punches(actor, member_id, from_, to, cursor, limit)

    @get("/{punch_id:uuid}", access=member_may("see_own_record"), operation_id="getPunch")
    async def one(self, actor: NamedDependency[Actor], punch_id: FromPath[UUID]) -> PunchView:
        return await record.punch(actor, punch_id)


class BoardController(Controller):
    """Who is where now."""

    path = "/orgs/{org_id:uuid}/board"
    tags = ["Attendance"]

    @get(access=member_may("see_board"), operation_id="getBoard", uncompressed=False)
    async def show(self, actor: NamedDependency[Actor]) -> Board:
        return await board.board(actor)
