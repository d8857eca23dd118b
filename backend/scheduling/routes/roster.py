"""The planner's board over HTTP."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import Cursor
from backend.scheduling.schemas.roster import RosterView
from backend.scheduling.service import roster

AnyDay = Annotated[date, QueryParameter(description="Any day of the first week, which begins on Monday")]


class RosterController(Controller):
    """A week or a month at a glance, for whoever plans it."""

    path = "/orgs/{org_id:uuid}/roster"
    tags = ["Roster"]

    @get(access=member_may("plan_shifts"), operation_id="readRoster", uncompressed=False)
    async def read(
        self,
        actor: NamedDependency[Actor],
        week: AnyDay,
        days: FromQuery[Literal[7, 28]] = 7,
        site_id: FromQuery[UUID | None] = None,
        cursor: Cursor = None,
    ) -> RosterView:
        return await roster.roster(actor, week, days, site_id, cursor)
