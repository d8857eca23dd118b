"""What the browser of a request brings and takes: its address, its cookies."""

from typing import Any, TypeVar

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.di import Provide

from backend import settings
from backend.core.access import cookie_name
from backend.core.limits import client_ip
from backend.core.problems import language_of
from backend.identity import rules
from backend.identity.service.sessions import Browser

MAX_USER_AGENT = 400

T = TypeVar("T")


def browser_of(request: Request[Any, Any, Any]) -> Browser:
    """Litestar dependency `browser`."""
    return Browser(
        address=client_ip(request.scope),
        user_agent=request.headers.get("user-agent", "")[:MAX_USER_AGENT],
        language=language_of(request.scope),
        origin=request.headers.get("origin", settings.current().origin),
        session_token=request.cookies.get(cookie_name()),
        link_token=request.cookies.get(step_cookie_name("link")),
    )


DEPENDENCIES = {"browser": Provide(browser_of, sync_to_thread=False)}


def step_cookie_name(step: str) -> str:
    """`__Host-` as for the session: no other host, not even a subdomain, can set it."""
    return f"__Host-{step}" if settings.current().secure else step


def session_cookie(token: str) -> Cookie:
    return _cookie(cookie_name(), token, int(rules.SESSION_LIFE.total_seconds()))


def step_cookie(step: str, token: str) -> Cookie:
    return _cookie(step_cookie_name(step), token, int(rules.STEP_LIFE.total_seconds()))


def no_cookie(name: str) -> Cookie:
    return _cookie(name, "", 0)


def _cookie(name: str, value: str, max_age: int) -> Cookie:
    secure = settings.current().secure
    return Cookie(name, value=value, path="/", max_age=max_age, secure=secure, httponly=True, samesite="lax")


def with_session(body: T, token: str, *, status: int = 201) -> Response[T]:
    """The answer that gives the browser its session."""
    return Response(body, status_code=status, cookies=[session_cookie(token)])
