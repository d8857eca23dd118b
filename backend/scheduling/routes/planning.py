"""The rules of planning, checks of plans, and what they cost, over HTTP."""

from datetime import date
from typing import Annotated

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.guards import ChoicesInput, PlanCheckInput, PlanCheckView, RulesView
from backend.scheduling.schemas.labour import LabourCost
from backend.scheduling.service import labour, planning

FromDay = Annotated[date, QueryParameter(name="from", description="Any day of the first week")]
ToDay = Annotated[date, QueryParameter(description="The day after the last one; its week is whole, too")]


class PlanningController(Controller):
    """What the house and the law say to a plan."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Planning rules"]

    @get("/planning-rules", access=member_may("plan_shifts"), operation_id="listPlanningRules")
    async def rules(self) -> RulesView:
        return await planning.rules()

    @put("/planning-choices", access=member_may("change_organisation"), operation_id="choosePlanning")
    async def choose(self, actor: NamedDependency[Actor], data: JSONBody[ChoicesInput]) -> RulesView:
        return await planning.put_choices(actor, data)

    @post(
        "/plan-checks",
        access=member_may("plan_shifts"),
        operation_id="checkPlan",
        status_code=200,
        uncompressed=False,
    )
    async def check(self, actor: NamedDependency[Actor], data: JSONBody[PlanCheckInput]) -> PlanCheckView:
        return await planning.check(actor, data)

    @get("/labour-cost", access=member_may("see_terms"), operation_id="getLabourCost", uncompressed=False)
    async def cost(self, from_: FromDay, to: ToDay) -> LabourCost:
        return await labour.labour_cost(from_, to)
