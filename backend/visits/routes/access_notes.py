"""Access notes over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.visits.schemas.access_notes import AccessNoteInput, AccessNoteView, LookInput, LookView
from backend.visits.service import access_notes


class AccessNoteController(Controller):
    """How one gets into a site: keys and codes."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}/access-note"
    tags = ["Visits"]

    @get(access=member_may("change_visits"), operation_id="getAccessNote")
    async def one(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> AccessNoteView:
        """Whether there is one and who looked; to read it, look."""
        return await access_notes.note(actor, site_id)

    @put(access=member_may("change_visits"), operation_id="putAccessNote", status_code=204)
    async def write(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[AccessNoteInput]
    ) -> None:
        await access_notes.write(actor, site_id, data)

    @delete(access=member_may("change_visits"), operation_id="deleteAccessNote")
    async def remove(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> None:
        await access_notes.remove(actor, site_id)

    @post(
        "/looks",
        access=member_may("do_visits"),
        operation_id="lookAtAccessNote",
        status_code=200,
        idempotent=False,
        limit="30/minute",
    )  # a wrong try is counted although it is refused
    async def look(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[LookInput]
    ) -> LookView:
        """Read the note with its PIN. It is recorded."""
        return LookView(await access_notes.look(actor, site_id, data.pin))
