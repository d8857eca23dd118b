"""Pay over HTTP: periods, statements, and slips."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.payroll.schemas.pay import (
    DeductionsInput,
    DeductionsView,
    MyPay,
    PayView,
    ReleasedView,
    ReleaseInput,
    SlipView,
    StatementView,
)
from backend.payroll.service import deductions, mine, overview, paper, slips

PaperLanguage = Annotated[Literal["ko", "en"] | None, QueryParameter(description="The reader's by default")]


class PayController(Controller):
    """A period's pay, for the office. All of it is an estimate, and says so."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Pay"]

    @get("/pay", access=member_may("see_pay"), operation_id="getCurrentPay", uncompressed=False)
    async def current(self, actor: NamedDependency[Actor]) -> PayView:
        """The period that holds today."""
        return await overview.pay_view(actor, None)

    @get("/pay/{period_id:uuid}", access=member_may("see_pay"), operation_id="getPay", uncompressed=False)
    async def read(self, actor: NamedDependency[Actor], period_id: FromPath[UUID]) -> PayView:
        return await overview.pay_view(actor, period_id)

    @get(
        "/pay/{period_id:uuid}/members/{member_id:uuid}",
        access=member_may("see_pay"),
        operation_id="getStatement",
        uncompressed=False,
    )
    async def statement(
        self, actor: NamedDependency[Actor], period_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> StatementView:
        """One person's statement, line by line."""
        return await overview.statement_view(actor, period_id, member_id)

    @put(
        "/pay/{period_id:uuid}/members/{member_id:uuid}/deductions",
        access=member_may("manage_pay"),
        operation_id="setDeductions",
    )
    async def deduct(
        self,
        actor: NamedDependency[Actor],
        period_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[DeductionsInput],
    ) -> DeductionsView:
        """All that is taken off, at once."""
        return await deductions.put_deductions(actor, period_id, member_id, data)

    @post(
        "/pay/{period_id:uuid}/slips",
        access=member_may("manage_pay"),
        operation_id="releasePaySlips",
        status_code=200,
    )
    async def release(
        self, actor: NamedDependency[Actor], period_id: FromPath[UUID], data: JSONBody[ReleaseInput]
    ) -> ReleasedView:
        """Make slips from locked sheets; people get them on payday."""
        return await slips.release(actor, period_id, data)


class PaySlipController(Controller):
    """Slips, and one's own pay."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Pay"]

    @get("/my-pay", access=member_may("see_own_pay"), operation_id="getMyPay", uncompressed=False)
    async def my_pay(self, actor: NamedDependency[Actor]) -> MyPay:
        """What the running period comes to so far, and the slips that one was given."""
        return await mine.my_pay(actor)

    @get(
        "/pay-slips/{slip_id:uuid}",
        access=member_may("see_own_pay"),
        operation_id="getPaySlip",
        uncompressed=False,
    )
    async def read(self, actor: NamedDependency[Actor], slip_id: FromPath[UUID]) -> SlipView:
        return await slips.slip(actor, slip_id)

    @put(
        "/pay-slips/{slip_id:uuid}/reading",
        access=member_may("see_own_pay"),
        operation_id="seePaySlip",
        uncompressed=False,
    )
    async def see(self, actor: NamedDependency[Actor], slip_id: FromPath[UUID]) -> SlipView:
        """The person has opened it; the first time is kept."""
        return await slips.see(actor, slip_id)

    @get(
        "/pay-slips/{slip_id:uuid}/paper",
        access=member_may("see_own_pay"),
        operation_id="printPaySlip",
        media_type="application/pdf",
    )
    async def print(
        self, actor: NamedDependency[Actor], slip_id: FromPath[UUID], language: PaperLanguage = None
    ) -> Response[bytes]:
        """The slip as PDF."""
        content = await paper.slip_paper(actor, slip_id, language)
        named = f'attachment; filename="pay-slip-{slip_id}.pdf"'
        return Response(content, media_type="application/pdf", headers={"content-disposition": named})
