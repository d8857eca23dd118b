"""Photos of punches over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.attendance.schemas.photos import PunchPhotoView
from backend.attendance.service import photos
from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pictures import MOST_BYTES


class PunchPhotoController(Controller):
    """The photo of one punch."""

    path = "/orgs/{org_id:uuid}/punches/{punch_id:uuid}/photo"
    tags = ["Attendance"]

    @put(access=member_may("clock_in"), operation_id="putPunchPhoto", file=MOST_BYTES, limit="120/minute")
    async def add(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        punch_id: FromPath[UUID],
    ) -> PunchPhotoView:
        """The bytes of a JPEG, PNG or WebP picture."""
        return await photos.add(actor, punch_id, await request.body())

    @get(access=member_may("see_own_record"), operation_id="getPunchPhoto", media_type="image/jpeg")
    async def one(self, actor: NamedDependency[Actor], punch_id: FromPath[UUID]) -> Response[bytes]:
        """The picture itself. No browser keeps it: it is forgotten after some days."""
        return Response(await photos.photo(actor, punch_id))
