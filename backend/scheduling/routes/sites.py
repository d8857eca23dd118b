"""Sites and their codes over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import MAX_LIMIT, Cursor, Limit
from backend.scheduling.schemas.sites import (
    PosterView,
    ScreenCodeView,
    SiteChange,
    SiteInput,
    SitePage,
    SiteView,
)
from backend.scheduling.service import sites


class SiteController(Controller):
    """The places where people work."""

    path = "/orgs/{org_id:uuid}/sites"
    tags = ["Sites"]

    @post(access=member_may("open_sites"), operation_id="openSite")
    async def open(self, actor: NamedDependency[Actor], data: JSONBody[SiteInput]) -> SiteView:
        return await sites.open_site(actor, data)

    @get(access=member_may("see_sites"), operation_id="listSites", uncompressed=False)
    async def list_all(
        self,
        actor: NamedDependency[Actor],
        cursor: Cursor = None,
        limit: Limit = MAX_LIMIT,
    ) -> SitePage:
        return await sites.sites(actor, cursor, limit)

    @get("/{site_id:uuid}", access=member_may("see_sites"), operation_id="getSite")
    async def one(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> SiteView:
        return await sites.site(actor, site_id)

    @patch("/{site_id:uuid}", access=member_may("change_sites"), operation_id="changeSite")
    async def change(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[SiteChange]
    ) -> SiteView:
        return await sites.change_site(actor, site_id, data)

    @delete("/{site_id:uuid}", access=member_may("open_sites"), operation_id="archiveSite")
    async def archive(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> None:
        await sites.archive_site(actor, site_id)


class SiteCodeController(Controller):
    """The signed codes that prove that somebody stands at a site."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}"
    tags = ["Sites"]

    @get("/poster", access=member_may("see_sites"), operation_id="getPoster")
    async def poster(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> PosterView:
        return await sites.poster(actor, site_id)

    @post("/poster-versions", access=member_may("change_sites"), operation_id="renewPoster")
    async def renew(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> PosterView:
        return await sites.renew_poster(actor, site_id)

    @get("/qr", access=member_may("see_sites"), operation_id="getScreenCode")
    async def screen(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> ScreenCodeView:
        return await sites.screen_code(actor, site_id)
