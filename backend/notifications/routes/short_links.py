"""Short links of text messages."""

from typing import Annotated

from litestar import Controller, Response, get, put
from litestar.params import PathParameter

from backend.core.access import public
from backend.notifications.schemas.short_links import ShortLinkView
from backend.notifications.service import short_links

Code = Annotated[str, PathParameter(min_length=11, max_length=11, pattern="^[A-Za-z0-9]{11}$")]


class ShortLinkController(Controller):
    """What stands behind `/n/<code>`."""

    path = "/public/short-links/{code:str}"
    tags = ["Notifications"]

    @get(access=public("the code is the credential"), operation_id="followShortLink", limit="60/minute")
    async def follow(self, code: Code) -> ShortLinkView:
        """Where it leads. Looking has no effect, since messengers look too."""
        return await short_links.follow(code)

    @put(
        "/reading",
        access=public("the code is the credential"),
        operation_id="readShortLink",
        status_code=204,
        limit="60/minute",
    )
    async def read(self, code: Code) -> Response[None]:
        """The app shows it: its reader has read it."""
        await short_links.mark_read(code)
        return Response(None, status_code=204)
