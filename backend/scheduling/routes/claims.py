"""Open shifts, claims, and whether people come, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.scheduling.schemas.claims import (
    ClaimDecisionInput,
    ClaimInput,
    ClaimResult,
    ClaimsView,
    OpenShiftPage,
    RefusalInput,
)
from backend.scheduling.schemas.moments import Moment
from backend.scheduling.schemas.shifts import ShiftView
from backend.scheduling.service import claims, confirmation, open_shifts

FromMoment = Annotated[Moment, QueryParameter(name="from", description="The range begins here")]


class OpenShiftController(Controller):
    """Shifts that the crew may take."""

    path = "/orgs/{org_id:uuid}/open-shifts"
    tags = ["Open shifts"]

    @get(access=member_may("claim_shifts"), operation_id="listOpenShifts", uncompressed=False)
    async def list_range(
        self,
        actor: NamedDependency[Actor],
        from_: FromMoment,
        to: FromQuery[Moment],
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> OpenShiftPage:
        return await open_shifts.open_shifts(actor, from_, to, cursor, limit)


class ClaimController(Controller):
    """The actor's claim on a shift, and everybody's for the office."""

    path = "/orgs/{org_id:uuid}/shifts/{shift_id:uuid}"
    tags = ["Open shifts"]

    @put("/claim", access=member_may("claim_shifts"), operation_id="claimShift")
    async def claim(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], data: JSONBody[ClaimInput]
    ) -> ClaimResult:
        return await claims.claim(actor, shift_id, data.note)

    @delete("/claim", access=member_may("claim_shifts"), operation_id="withdrawClaim")
    async def withdraw(self, actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> None:
        await claims.withdraw(actor, shift_id)

    @get("/claims", access=member_may("plan_shifts"), operation_id="listClaims")
    async def list_of_shift(self, actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> ClaimsView:
        return await claims.claims(actor, shift_id)

    @put("/claims/{member_id:uuid}/decision", access=member_may("plan_shifts"), operation_id="decideClaim")
    async def decide(
        self,
        actor: NamedDependency[Actor],
        shift_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[ClaimDecisionInput],
    ) -> ClaimsView:
        return await claims.decide(actor, shift_id, member_id, data)


class AnswerController(Controller):
    """Whether the actor comes to a shift that they were put on."""

    path = "/orgs/{org_id:uuid}/shifts/{shift_id:uuid}"
    tags = ["Open shifts"]

    @put("/confirmation", access=member_may("claim_shifts"), operation_id="confirmShift")
    async def confirm(self, actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> ShiftView:
        return await confirmation.confirm(actor, shift_id)

    @put("/refusal", access=member_may("claim_shifts"), operation_id="refuseShift", status_code=204)
    async def refuse(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], data: JSONBody[RefusalInput]
    ) -> None:
        await confirmation.refuse(actor, shift_id, data.reason)
