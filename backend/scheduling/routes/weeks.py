"""Whole weeks over HTTP: shown to the crew, and planned like another."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.publications import (
    DraftRange,
    PublicationInput,
    PublicationPreview,
    PublicationView,
)
from backend.scheduling.schemas.shifts import WeekCopyInput, WeekCopyView
from backend.scheduling.service import publications, weeks


class PublicationController(Controller):
    """What the crew gets to see."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Roster"]

    @post(
        "/publication-previews",
        access=member_may("plan_shifts"),
        operation_id="previewPublication",
        status_code=200,
        idempotent=False,
        uncompressed=False,
    )
    async def preview(self, actor: NamedDependency[Actor], data: JSONBody[DraftRange]) -> PublicationPreview:
        return await publications.preview(actor, data)

    @post("/publications", access=member_may("plan_shifts"), operation_id="publishShifts")
    async def publish(
        self, actor: NamedDependency[Actor], data: JSONBody[PublicationInput]
    ) -> PublicationView:
        return await publications.publish(actor, data)


class WeekController(Controller):
    """A week like another."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Roster"]

    @post("/week-copies", access=member_may("plan_shifts"), operation_id="copyWeek")
    async def copy(self, actor: NamedDependency[Actor], data: JSONBody[WeekCopyInput]) -> WeekCopyView:
        return await weeks.copy_week(actor, data.from_week, data.to_week)
