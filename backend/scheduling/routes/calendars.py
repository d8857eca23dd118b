"""Calendar feeds over HTTP."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter

from backend.core.access import member_may, public
from backend.core.actor import Actor
from backend.scheduling.schemas.calendars import FeedsView, FeedView
from backend.scheduling.service import calendars

Secret = Annotated[str, PathParameter(max_length=120)]


class CalendarFeedController(Controller):
    """One's own shifts in another calendar app."""

    path = "/orgs/{org_id:uuid}/calendar-feeds"
    tags = ["Calendars"]

    @get(access=member_may("see_shifts"), operation_id="listCalendarFeeds")
    async def list_own(self, actor: NamedDependency[Actor]) -> FeedsView:
        return await calendars.own_feeds(actor)

    @post(access=member_may("see_shifts"), operation_id="makeCalendarFeed")
    async def make(self, actor: NamedDependency[Actor]) -> FeedView:
        return await calendars.make_own(actor)

    @delete("/{feed_id:uuid}", access=member_may("see_shifts"), operation_id="revokeCalendarFeed")
    async def revoke(self, actor: NamedDependency[Actor], feed_id: FromPath[UUID]) -> None:
        await calendars.revoke(actor, feed_id)


class SiteCalendarController(Controller):
    """When people come to a site, for its client's calendar."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}/calendar-feeds"
    tags = ["Calendars"]

    @get(access=member_may("change_sites"), operation_id="listSiteCalendarFeeds")
    async def list_of_site(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> FeedsView:
        return await calendars.site_feeds(actor, site_id)

    @post(access=member_may("change_sites"), operation_id="makeSiteCalendarFeed")
    async def make(self, actor: NamedDependency[Actor], site_id: FromPath[UUID]) -> FeedView:
        return await calendars.make_for_site(actor, site_id)


@get(
    "/public/calendars/{secret:str}",
    access=public("the secret in the address is the credential"),
    operation_id="readCalendar",
    tags=["Calendars"],
    limit="60/minute",
    uncompressed=False,
    media_type="text/calendar; charset=utf-8",
)
async def read_calendar(request: Request[Any, Any, Any], secret: Secret) -> Response[bytes]:
    """The calendar itself, as calendar apps fetch it. 304 when it is what `If-None-Match` names."""
    body = await calendars.read(secret.removesuffix(".ics"))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "content-disposition": "inline"}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, headers=headers)
