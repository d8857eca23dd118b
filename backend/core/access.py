"""Who may call a route. Each route says so with `access=`; the application does not start without it.

The middleware here runs before the handler: it checks the Origin of writes, finds out whose session
the cookie is, refuses or builds the Actor, and tells the database for whom the request works.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Receive, Scope, Send

from backend import settings
from backend.core import tenancy
from backend.core.actor import Actor
from backend.core.errors import Forbidden, ForeignOrigin, NotFound, SignInNeeded

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Authenticate = Callable[[str, UUID | None], Awaitable[Actor | None]]
"""From the session cookie's token and the organisation in the path to the Actor, or None."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks of its caller."""

    kind: str
    permission: str | None = None
    why: str | None = None


def public(why: str) -> Access:
    """Anybody may call; say why."""
    return Access("public", why=why)


def signed_in() -> Access:
    """Anybody with a session."""
    return Access("signed_in")


def member_may(permission: str) -> Access:
    """A member of the organisation in the path who holds this permission, there or in one of its sites."""
    return Access("member", permission=permission)


@dataclass(frozen=True, slots=True)
class Permission:
    """A named right. `roles` hold it everywhere; `scoped` says that a site manager holds it for their sites.

    `ko` and `en` say in words what one may do with it.
    """

    name: str
    roles: frozenset[str]
    ko: str
    en: str
    scoped: bool = False


PERMISSIONS: dict[str, Permission] = {}


def permission(
    name: str, roles: Iterable[str], *, ko: str = "", en: str = "", scoped: bool = False
) -> Permission:
    """Declare a permission; each domain does so in its `permissions.py`."""
    PERMISSIONS[name] = Permission(name, frozenset(roles), ko, en, scoped)
    return PERMISSIONS[name]


def permissions_of(role: str) -> frozenset[str]:
    """What a role may do everywhere in the organisation."""
    return frozenset(p.name for p in PERMISSIONS.values() if role in p.roles)


def scoped_permissions() -> frozenset[str]:
    """What a site manager may do in their sites."""
    return frozenset(p.name for p in PERMISSIONS.values() if p.scoped)


class UndeclaredAccess(RuntimeError):
    """A route without `access=`, or with a permission that nobody declared."""


def check_declared(app: Litestar) -> None:
    """Refuse to start when a route does not say who may call it."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            if not isinstance(handler, HTTPRouteHandler) or handler.http_methods == {"OPTIONS"}:
                continue
            access = handler.opt.get("access")
            if not isinstance(access, Access):
                raise UndeclaredAccess(
                    f"{route.path}: say access=member_may(...), signed_in() or public('why')"
                )
            if handler.opt.get("signed") and access.kind != "public":
                raise UndeclaredAccess(f"{route.path}: signed= is for public(...), where no session is used")
            if access.permission is not None and access.permission not in PERMISSIONS:
                raise UndeclaredAccess(f"{route.path}: nobody declared the permission {access.permission!r}")
            if access.kind == "member" and "{org_id:uuid}" not in route.path:
                raise UndeclaredAccess(f"{route.path}: member_may needs {{org_id:uuid}} in the path")


def cookie_name() -> str:
    """`__Host-` wherever the connection is encrypted; plain http is for development only."""
    return "__Host-session" if settings.current().secure else "session"


class AccessMiddleware:
    """Refuse, or let through with an Actor and a tenant."""

    def __init__(self, app: ASGIApp, authenticate: Authenticate) -> None:
        self.app = app
        self.authenticate = authenticate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        access: Access | None = scope["route_handler"].opt.get("access")
        if access is None:  # OPTIONS that Litestar makes itself; check_declared covers the rest
            await say_methods(scope, send)
            return
        connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
        # A provider's call carries a signature, not an Origin; it uses no session to be abused.
        if scope["method"] not in SAFE_METHODS and not scope["route_handler"].opt.get("signed"):
            check_origin(connection)
        actor = await self._actor(connection, access)
        scope["state"]["actor"] = actor
        scope["state"]["actor_again"] = partial(self._actor, connection, access)  # for what stays open long
        if actor is None:
            with tenancy.acting_for():
                await self.app(scope, receive, send)
        else:
            with tenancy.acting_for(org_id=actor.org_id, account_id=actor.account_id):
                await self.app(scope, receive, send)

    async def _actor(self, connection: ASGIConnection[Any, Any, Any, Any], access: Access) -> Actor | None:
        token = connection.cookies.get(cookie_name())
        if access.kind == "public":
            return None
        raw_org = connection.path_params.get("org_id") if access.kind == "member" else None
        org_id = raw_org if isinstance(raw_org, UUID) or raw_org is None else UUID(str(raw_org))
        actor = await self.authenticate(token, org_id) if token else None
        if actor is None:
            raise SignInNeeded()
        if access.permission is None:
            return actor
        if actor.member_id is None:
            raise NotFound()  # an organisation that is not yours does not exist
        if access.permission in actor.permissions:
            return actor
        if access.permission in actor.scoped_permissions and actor.scopes:
            return actor
        raise Forbidden()


async def say_methods(scope: Scope, send: Send) -> None:
    """Answer OPTIONS. Litestar's own answer was made before it knew all methods of the path (2.25)."""
    routes = (route for route in scope["litestar_app"].routes if isinstance(route, HTTPRoute))
    route = next(route for route in routes if scope["route_handler"] in route.route_handlers)
    headers = [(b"allow", ", ".join(sorted(route.methods)).encode())]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def check_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Browsers send Origin with every write; one from elsewhere, or none, is refused."""
    origin = connection.headers.get("origin")
    if origin == settings.current().origin:
        return
    if not settings.current().secure and origin == f"http://{connection.headers.get('host', '')}":
        return  # development: 127.0.0.1 and localhost are both the site
    raise ForeignOrigin()


def current_actor(request: Request[Any, Any, Any]) -> Actor:
    """Litestar dependency `actor`."""
    actor: Actor | None = request.scope["state"].get("actor")
    if actor is None:
        raise SignInNeeded()
    return actor
