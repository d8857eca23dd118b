"""Shared tablets over HTTP: the office's side, and the tablet's own, which has a cookie of its own."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from backend import settings
from backend.attendance.errors import PersonSignedIn
from backend.attendance.schemas.tablets import (
    NewPinInput,
    PairingInput,
    TabletInput,
    TabletOffer,
    TabletPeople,
    TabletPunched,
    TabletPunchInput,
    TabletShown,
    TabletsView,
)
from backend.attendance.service import tablet_taps, tablets
from backend.core.access import cookie_name, member_may, public
from backend.core.actor import Actor

ITSELF = public("a tablet is nobody: its own cookie is the credential")
LIFE_S = 400 * 86_400
"""As long as browsers keep a cookie; each look prolongs it."""
# A crew taps within a minute, through one address.
TAPS = "300/minute"


def tablet_cookie_name() -> str:
    return "__Host-tablet" if settings.current().secure else "tablet"


def secret_of(request: Request[Any, Any, Any]) -> str | None:
    return request.cookies.get(tablet_cookie_name())


def with_cookie(body: TabletShown, secret: str, status: int) -> Response[TabletShown]:
    cookie = Cookie(
        tablet_cookie_name(),
        value=secret,
        path="/",
        max_age=LIFE_S,
        secure=settings.current().secure,
        httponly=True,
        samesite="strict",
    )
    return Response(body, status_code=status, cookies=[cookie])


class TabletController(Controller):
    """The tablets of an organisation."""

    path = "/orgs/{org_id:uuid}/tablets"
    tags = ["Tablets"]

    @get(access=member_may("pair_tablets"), operation_id="listTablets")
    async def list_all(self, actor: NamedDependency[Actor]) -> TabletsView:
        return await tablets.tablets(actor)

    @post(access=member_may("pair_tablets"), operation_id="offerTablet", idempotent=False, limit="60/minute")
    async def offer(self, actor: NamedDependency[Actor], data: JSONBody[TabletInput]) -> TabletOffer:
        return await tablets.offer(actor, data)

    @delete("/{tablet_id:uuid}", access=member_may("pair_tablets"), operation_id="revokeTablet")
    async def revoke(self, actor: NamedDependency[Actor], tablet_id: FromPath[UUID]) -> None:
        await tablets.revoke(actor, tablet_id)


class SharedTabletController(Controller):
    """What the tablet itself asks and says."""

    path = "/tablet"
    tags = ["Tablets"]

    @post(
        "/pairing",
        access=public("the code from the office is the credential, and good once"),
        operation_id="pairTablet",
        limit="10/minute",
    )
    async def pair(
        self, request: Request[Any, Any, Any], data: JSONBody[PairingInput]
    ) -> Response[TabletShown]:
        """Become the tablet of a site. Nobody may be signed in on the device: it is everybody's."""
        if request.cookies.get(cookie_name()):
            raise PersonSignedIn()
        secret = await tablets.pair(data.code)
        return with_cookie(await tablet_taps.show(secret), secret, 201)

    @get(
        access=ITSELF,
        credential="the tablet's cookie",
        operation_id="getTablet",
        limit=TAPS,
        uncompressed=False,
    )
    async def show(self, request: Request[Any, Any, Any]) -> Response[TabletShown]:
        """The site and its people of today."""
        secret = secret_of(request)
        return with_cookie(await tablet_taps.show(secret), secret or "", 200)

    @get(
        "/people",
        access=ITSELF,
        credential="the tablet's cookie",
        operation_id="findTabletPeople",
        limit="60/minute",
    )
    async def find(
        self,
        request: Request[Any, Any, Any],
        name: Annotated[str, QueryParameter(min_length=1, max_length=60)],
    ) -> TabletPeople:
        """Somebody who is not on today's list, by a part of their name."""
        return await tablet_taps.find(secret_of(request), name)

    @put(
        "/punches/{punch_id:uuid}",
        access=ITSELF,
        credential="the tablet's cookie",
        operation_id="putTabletPunch",
        limit=TAPS,
        responses={201: ResponseSpec(TabletPunched, description="It is stored")},
    )
    async def tap(
        self, request: Request[Any, Any, Any], punch_id: FromPath[UUID], data: JSONBody[TabletPunchInput]
    ) -> Response[TabletPunched]:
        """A tap with the person's own PIN."""
        view, is_new = await tablet_taps.tap(secret_of(request), punch_id, data)
        return Response(view, status_code=201 if is_new else 200)

    @put(
        "/pins/{member_id:uuid}",
        access=ITSELF,
        credential="the tablet's cookie",
        operation_id="changeTabletPin",
        status_code=204,
        limit=TAPS,
    )
    async def change_pin(
        self, request: Request[Any, Any, Any], member_id: FromPath[UUID], data: JSONBody[NewPinInput]
    ) -> None:
        """Choose a PIN in place of the office's, or of one's own."""
        await tablet_taps.change_pin(secret_of(request), member_id, data)
