"""Receipts over HTTP: asked for, listed, and handed out as JSON and on paper."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.timesheets.schemas.receipts import CheckView, ReceiptPage, ReceiptView, WorkReceiptInput
from backend.timesheets.service import checking, receipt_papers, receipts

Language = Annotated[Literal["ko", "en"] | None, QueryParameter(description="The reader's by default")]


class MemberReceiptController(Controller):
    """One person's own copies."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}/receipts"
    tags = ["Receipts"]

    @get(access=member_may("see_own_record"), operation_id="listReceipts", uncompressed=False)
    async def list_page(
        self,
        actor: NamedDependency[Actor],
        member_id: FromPath[UUID],
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> ReceiptPage:
        return await receipts.receipts(actor, member_id, cursor, limit)

    @post(access=member_may("see_own_record"), operation_id="askForReceipt")
    async def ask(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], data: JSONBody[WorkReceiptInput]
    ) -> ReceiptView:
        return await receipts.ask(actor, member_id, data)


class ReceiptController(Controller):
    """One receipt, as a file that needs nobody to believe it."""

    path = "/orgs/{org_id:uuid}/receipts/{receipt_id:uuid}"
    tags = ["Receipts"]

    @get(
        "/file.json",
        access=member_may("see_own_record"),
        operation_id="getReceipt",
        answers=["application/json"],
        uncompressed=False,
    )
    async def json(self, actor: NamedDependency[Actor], receipt_id: FromPath[UUID]) -> Response[bytes]:
        name, file = await receipts.file_of(actor, receipt_id)
        return Response(file, media_type="application/json", headers=_saved_as(f"{name}.json"))

    @get(
        "/file.pdf",
        access=member_may("see_own_record"),
        operation_id="getReceiptPaper",
        media_type="application/pdf",
    )
    async def paper(
        self, actor: NamedDependency[Actor], receipt_id: FromPath[UUID], language: Language = None
    ) -> Response[bytes]:
        name, file = await receipts.file_of(actor, receipt_id)
        pdf = await receipt_papers.paper_of(file, language or actor.language)
        return Response(pdf, media_type="application/pdf", headers=_saved_as(f"{name}.pdf"))


class RecordCheckController(Controller):
    """Whether a person's record is as it was written down."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}/records/check"
    tags = ["Receipts"]

    @get(access=member_may("see_own_record"), operation_id="checkRecords", limit="60/minute")
    async def check(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> CheckView:
        return await checking.check(actor, member_id)


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-cache"}
