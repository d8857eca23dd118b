"""Checklists, visits, checks and photos over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pictures import MOST_BYTES
from backend.scheduling.schemas.moments import Moment
from backend.visits.schemas.visits import (
    CheckInput,
    ChecklistInput,
    ChecklistView,
    PhotoView,
    VisitsView,
    VisitView,
)
from backend.visits.service import checklists, photos, visits

FromMoment = Annotated[Moment, QueryParameter(name="from", description="The range begins here")]
JPEG = {"cache-control": "private, max-age=31536000, immutable"}


class ChecklistController(Controller):
    """What is to be done at a site."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}/checklist"
    tags = ["Visits"]

    @get(access=member_may("see_visits"), operation_id="getChecklist")
    async def one(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> ChecklistView:
        return await checklists.checklist(actor, site_id)

    @put(access=member_may("change_visits"), operation_id="putChecklist")
    async def write(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[ChecklistInput]
    ) -> ChecklistView:
        return await checklists.write(actor, site_id, data)


class VisitController(Controller):
    """Published shifts with what was done there."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Visits"]

    @get("/visits", access=member_may("see_visits"), operation_id="listVisits", uncompressed=False)
    async def list_range(
        self,
        actor: NamedDependency[Actor],
        from_: FromMoment,
        to: FromQuery[Moment],
        site_id: FromQuery[UUID | None] = None,
    ) -> VisitsView:
        return await visits.visits(actor, from_, to, site_id)

    @get("/shifts/{shift_id:uuid}/visit", access=member_may("do_visits"), operation_id="getVisit")
    async def one(self, actor: NamedDependency[Actor], shift_id: FromPath[UUID]) -> VisitView:
        return await visits.visit(actor, shift_id)


class CheckController(Controller):
    """One item of a visit."""

    path = "/orgs/{org_id:uuid}/shifts/{shift_id:uuid}/checks/{item_id:uuid}"
    tags = ["Visits"]

    @put(access=member_may("do_visits"), operation_id="checkTask")
    async def check(
        self,
        actor: NamedDependency[Actor],
        shift_id: FromPath[UUID],
        item_id: FromPath[UUID],
        data: JSONBody[CheckInput],
    ) -> VisitView:
        return await visits.check(actor, shift_id, item_id, data)

    @delete(access=member_may("do_visits"), operation_id="uncheckTask", status_code=200)
    async def uncheck(
        self, actor: NamedDependency[Actor], shift_id: FromPath[UUID], item_id: FromPath[UUID]
    ) -> VisitView:
        return await visits.uncheck(actor, shift_id, item_id)

    @put(
        "/photos/{photo_id:uuid}",
        access=member_may("do_visits"),
        operation_id="putPhoto",
        file=MOST_BYTES,
        limit="120/minute",
    )
    async def put_photo(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        shift_id: FromPath[UUID],
        item_id: FromPath[UUID],
        photo_id: FromPath[UUID],
    ) -> PhotoView:
        """The bytes of a JPEG, PNG or WebP picture."""
        return await photos.add_to_check(actor, shift_id, item_id, photo_id, await request.body())


@get(
    "/orgs/{org_id:uuid}/photos/{photo_id:uuid}",
    access=member_may("do_visits"),
    operation_id="getPhoto",
    tags=["Visits"],
    media_type="image/jpeg",
)
async def get_photo(actor: NamedDependency[Actor], photo_id: FromPath[UUID]) -> Response[bytes]:
    """The picture itself."""
    return Response(await photos.photo(actor, photo_id), headers=JPEG)
