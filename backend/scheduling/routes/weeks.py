"""Whole weeks over HTTP: shown to the crew, and planned like another."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.publications import (
    DraftRange,
    PublicationInput,
    PublicationPreview,
    PublicationView,
)
from backend.scheduling.schemas.weeks import (
    ShiftCopyInput,
    TemplateApplication,
    WeekCopyInput,
    WeekCopyView,
    WeekTemplateInput,
    WeekTemplateList,
    WeekTemplateView,
)
from backend.scheduling.service import publications, templates, weeks


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
        return await weeks.copy_week(actor, data)

    @post("/shifts/{shift_id:uuid}/copies", access=member_may("plan_shifts"), operation_id="copyShift")
    async def copy_shift(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], data: JSONBody[ShiftCopyInput]
    ) -> WeekCopyView:
        return await weeks.copy_shift(actor, shift_id, data)


class WeekTemplateController(Controller):
    """Weeks that are kept to be planned again."""

    path = "/orgs/{org_id:uuid}/week-templates"
    tags = ["Roster"]

    @get(access=member_may("plan_shifts"), operation_id="listWeekTemplates")
    async def list_all(self, actor: NamedDependency[Actor]) -> WeekTemplateList:
        return await templates.templates(actor)

    @post(access=member_may("plan_shifts"), operation_id="keepWeek")
    async def keep(
        self, actor: NamedDependency[Actor], data: JSONBody[WeekTemplateInput]
    ) -> WeekTemplateView:
        return await templates.keep_week(actor, data)

    @delete("/{template_id:uuid}", access=member_may("plan_shifts"), operation_id="deleteWeekTemplate")
    async def drop(self, actor: NamedDependency[Actor], template_id: FromPath[UUID]) -> None:
        await templates.delete_template(actor, template_id)

    @post(
        "/{template_id:uuid}/applications", access=member_may("plan_shifts"), operation_id="applyWeekTemplate"
    )
    async def apply(
        self, actor: NamedDependency[Actor], template_id: FromPath[UUID], data: JSONBody[TemplateApplication]
    ) -> WeekCopyView:
        return await templates.apply_template(actor, template_id, data)
