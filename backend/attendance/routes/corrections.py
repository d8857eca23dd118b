"""Corrections and proposals over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.attendance.schemas.corrections import (
    CorrectionAnswer,
    CorrectionDecision,
    CorrectionInput,
    CorrectionPage,
    CorrectionView,
    Which,
)
from backend.attendance.schemas.proposals import ProposalAnswer, ProposalView
from backend.attendance.service import (
    correction_answers,
    correction_decisions,
    correction_pages,
    corrections,
    proposals,
)
from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit

FromWhich = Annotated[
    Which | None, QueryParameter(name="state", description="Only those in this state, or with this answer")
]


class CorrectionController(Controller):
    """Changes of people's records, each with its reason; what was claimed stays beside them."""

    path = "/orgs/{org_id:uuid}/corrections"
    tags = ["Attendance"]

    @put(
        "/{correction_id:uuid}",
        access=member_may("clock_in"),
        operation_id="putCorrection",
        responses={201: ResponseSpec(CorrectionView, description="It is asked; from the office it stands")},
    )
    async def put_correction(
        self, actor: NamedDependency[Actor], correction_id: FromPath[UUID], data: JSONBody[CorrectionInput]
    ) -> Response[CorrectionView]:
        view, is_new = await corrections.ask(actor, correction_id, data)
        return Response(view, status_code=201 if is_new else 200)

    @get(access=member_may("see_own_record"), operation_id="listCorrections", uncompressed=False)
    async def list_some(
        self,
        actor: NamedDependency[Actor],
        member_id: FromQuery[UUID | None] = None,
        which: FromWhich = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> CorrectionPage:
        return await correction_pages.corrections(actor, member_id, which, cursor, limit)

    @get("/{correction_id:uuid}", access=member_may("see_own_record"), operation_id="getCorrection")
    async def one(self, actor: NamedDependency[Actor], correction_id: FromPath[UUID]) -> CorrectionView:
        return await correction_pages.correction(actor, correction_id)

    @put(
        "/{correction_id:uuid}/decision",
        access=member_may("record_for_others"),
        operation_id="putCorrectionDecision",
    )
    async def decide(
        self,
        actor: NamedDependency[Actor],
        correction_id: FromPath[UUID],
        data: JSONBody[CorrectionDecision],
    ) -> CorrectionView:
        return await correction_decisions.decide(actor, correction_id, data)

    @put(
        "/{correction_id:uuid}/withdrawal",
        access=member_may("clock_in"),
        operation_id="putCorrectionWithdrawal",
    )
    async def withdraw(self, actor: NamedDependency[Actor], correction_id: FromPath[UUID]) -> CorrectionView:
        return await correction_decisions.withdraw(actor, correction_id)

    @put("/{correction_id:uuid}/answer", access=member_may("clock_in"), operation_id="putCorrectionAnswer")
    async def answer(
        self,
        actor: NamedDependency[Actor],
        correction_id: FromPath[UUID],
        data: JSONBody[CorrectionAnswer],
    ) -> CorrectionView:
        return await correction_answers.answer(actor, correction_id, data)


class PunchProposalController(Controller):
    """What somebody seems to have forgotten: theirs to accept, change or dismiss."""

    path = "/orgs/{org_id:uuid}/punch-proposals"
    tags = ["Attendance"]

    @get(access=member_may("see_own_record"), operation_id="listPunchProposals")
    async def list_own(self, actor: NamedDependency[Actor]) -> list[ProposalView]:
        return await proposals.own(actor)

    @put("/{proposal_id:uuid}/answer", access=member_may("clock_in"), operation_id="putPunchProposalAnswer")
    async def answer(
        self, actor: NamedDependency[Actor], proposal_id: FromPath[UUID], data: JSONBody[ProposalAnswer]
    ) -> ProposalView:
        return await proposals.answer(actor, proposal_id, data)
