"""Reports from sites over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.core.pictures import MOST_BYTES
from backend.visits.schemas.reports import ReportChange, ReportInput, ReportPage, ReportState, ReportView
from backend.visits.schemas.visits import PhotoView
from backend.visits.service import photos, reports

InState = Annotated[ReportState | None, QueryParameter(name="state")]


class SiteReportController(Controller):
    """Telling the office what is broken or runs out."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}/reports"
    tags = ["Visits"]

    @post(access=member_may("do_visits"), operation_id="makeReport")
    async def make(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[ReportInput]
    ) -> ReportView:
        return await reports.make(actor, site_id, data)


class ReportController(Controller):
    """What was reported: the office sees its sites', everybody their own."""

    path = "/orgs/{org_id:uuid}/reports"
    tags = ["Visits"]

    @get(access=member_may("do_visits"), operation_id="listReports", uncompressed=False)
    async def list_page(
        self,
        actor: NamedDependency[Actor],
        wanted: InState = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> ReportPage:
        return await reports.reports(actor, wanted, cursor, limit)

    @patch("/{report_id:uuid}", access=member_may("see_visits"), operation_id="settleReport")
    async def settle(
        self, actor: NamedDependency[Actor], report_id: FromPath[UUID], data: JSONBody[ReportChange]
    ) -> ReportView:
        return await reports.settle(actor, report_id, data)

    @put(
        "/{report_id:uuid}/photos/{photo_id:uuid}",
        access=member_may("do_visits"),
        operation_id="putReportPhoto",
        file=MOST_BYTES,
        limit="120/minute",
    )
    async def put_photo(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        report_id: FromPath[UUID],
        photo_id: FromPath[UUID],
    ) -> PhotoView:
        """The bytes of a JPEG, PNG or WebP picture."""
        return await photos.add_to_report(actor, report_id, photo_id, await request.body())
