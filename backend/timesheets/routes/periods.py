"""Periods, and what is done to all their sheets at once, over HTTP."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.timesheets.schemas.choices import SheetChoices, SheetChoicesInput
from backend.timesheets.schemas.sheets import BulkView, PeriodPage
from backend.timesheets.service import approvals, pages, periods


class PeriodController(Controller):
    """Days whose sheets are approved, locked and paid together."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Timesheets"]

    @get("/periods", access=member_may("see_timesheets"), operation_id="listPeriods")
    async def list_all(self, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT) -> PeriodPage:
        return await pages.periods(cursor, limit)

    @post(
        "/periods/{period_id:uuid}/approvals",
        access=member_may("approve_timesheets"),
        operation_id="approveCleanSheets",
        status_code=200,
    )
    async def approve_clean(self, actor: NamedDependency[Actor], period_id: FromPath[UUID]) -> BulkView:
        return await approvals.approve_clean(actor, period_id)

    @post(
        "/periods/{period_id:uuid}/locks",
        access=member_may("lock_timesheets"),
        operation_id="lockApprovedSheets",
        status_code=200,
    )
    async def lock_approved(self, actor: NamedDependency[Actor], period_id: FromPath[UUID]) -> BulkView:
        return await approvals.lock_approved(actor, period_id)

    @get("/timesheet-choices", access=member_may("see_timesheets"), operation_id="getTimesheetChoices")
    async def chosen(self) -> SheetChoices:
        return await periods.choices()

    @put("/timesheet-choices", access=member_may("change_organisation"), operation_id="chooseTimesheets")
    async def choose(self, actor: NamedDependency[Actor], data: JSONBody[SheetChoicesInput]) -> SheetChoices:
        return await periods.put_choices(actor, data)
