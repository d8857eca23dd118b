"""Sheets and what is agreed on about them, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.timesheets.schemas.sheets import (
    LateAnswerInput,
    OwnSheets,
    QuestionList,
    QuestionView,
    ReasonInput,
    RemarkInput,
    SeenInput,
    SheetPage,
    SheetState,
    SheetView,
)
from backend.timesheets.service import approvals, late, pages, remarks

AtSite = Annotated[UUID | None, QueryParameter(description="Only who worked or was to work there")]
InState = Annotated[SheetState | None, QueryParameter(name="state", description="Only those in this state")]
OddOnly = Annotated[bool, QueryParameter(description="Only those with something to look at")]
Named = Annotated[str | None, QueryParameter(max_length=40, description="A part of the name")]


class SheetController(Controller):
    """What people worked in a period."""

    path = "/orgs/{org_id:uuid}/periods/{period_id:uuid}/sheets"
    tags = ["Timesheets"]

    @get(access=member_may("see_timesheets"), operation_id="listSheets", uncompressed=False)
    async def list_all(
        self,
        period_id: FromPath[UUID],
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
        site_id: AtSite = None,
        in_state: InState = None,
        odd_only: OddOnly = False,
        name: Named = None,
    ) -> SheetPage:
        wanted = pages.Wanted(site_id, in_state, name, odd_only=odd_only)
        return await pages.sheets(period_id, wanted, cursor, limit)

    @get(
        "/{member_id:uuid}", access=member_may("see_timesheets"), operation_id="getSheet", uncompressed=False
    )
    async def one(
        self, actor: NamedDependency[Actor], period_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> SheetView:
        return await pages.sheet(actor, period_id, member_id)

    @put("/{member_id:uuid}/approval", access=member_may("approve_timesheets"), operation_id="approveSheet")
    async def approve(
        self,
        actor: NamedDependency[Actor],
        period_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[SeenInput],
    ) -> SheetView:
        await approvals.approve(actor, period_id, member_id, data)
        return await pages.sheet(actor, period_id, member_id)

    @put("/{member_id:uuid}/lock", access=member_may("lock_timesheets"), operation_id="lockSheet")
    async def lock(
        self,
        actor: NamedDependency[Actor],
        period_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[SeenInput],
    ) -> SheetView:
        await approvals.lock(actor, period_id, member_id, data)
        return await pages.sheet(actor, period_id, member_id)

    @post(
        "/{member_id:uuid}/reopenings",
        access=member_may("reopen_timesheets"),
        operation_id="reopenSheet",
        status_code=200,
    )
    async def reopen(
        self,
        actor: NamedDependency[Actor],
        period_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[ReasonInput],
    ) -> SheetView:
        await approvals.reopen(actor, period_id, member_id, data)
        return await pages.sheet(actor, period_id, member_id)


class OwnSheetController(Controller):
    """One's own sheets, and what one says about them."""

    path = "/orgs/{org_id:uuid}/my-sheets"
    tags = ["Timesheets"]

    @get(access=member_may("see_own_record"), operation_id="listMySheets")
    async def list_own(self, actor: NamedDependency[Actor]) -> OwnSheets:
        return await pages.own_sheets(actor)

    @get(
        "/{period_id:uuid}",
        access=member_may("see_own_record"),
        operation_id="getMySheet",
        uncompressed=False,
    )
    async def own(self, actor: NamedDependency[Actor], period_id: FromPath[UUID]) -> SheetView:
        return await pages.sheet(actor, period_id, actor.member)

    @put("/{period_id:uuid}/remark", access=member_may("see_own_record"), operation_id="remarkOnMySheet")
    async def remark(
        self, actor: NamedDependency[Actor], period_id: FromPath[UUID], data: JSONBody[RemarkInput]
    ) -> SheetView:
        await remarks.remark(actor, period_id, data)
        return await pages.sheet(actor, period_id, actor.member)


class LateQuestionController(Controller):
    """What came after a sheet was locked."""

    path = "/orgs/{org_id:uuid}/late-questions"
    tags = ["Timesheets"]

    @get(access=member_may("see_timesheets"), operation_id="listLateQuestions")
    async def list_open(self) -> QuestionList:
        return await late.questions()

    @put(
        "/{question_id:uuid}/answer",
        access=member_may("approve_timesheets"),
        operation_id="answerLateQuestion",
    )
    async def answer(
        self, actor: NamedDependency[Actor], question_id: FromPath[UUID], data: JSONBody[LateAnswerInput]
    ) -> QuestionView:
        return await late.answer(actor, question_id, data)
