"""Social sign-in: out to the provider, and back."""

from typing import Annotated, Any

import structlog
from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from backend.core.access import public
from backend.identity.routes.browser import (
    DEPENDENCIES,
    no_cookie,
    session_cookie,
    step_cookie,
    step_cookie_name,
)
from backend.identity.schemas import ProvidersView
from backend.identity.service import social
from backend.identity.service.sessions import Browser
from backend.identity.service.social import SocialSignInFailed

log = structlog.get_logger()

STATE = "oidc"
FAILED = "/sign-in?problem=social-sign-in-failed"


class SocialSignInController(Controller):
    """A browser walks through these; each answer is a redirect, also when something fails."""

    path = "/sign-in/providers"
    tags = ["Sign-in"]
    dependencies = DEPENDENCIES

    @get(access=public("nobody is signed in yet"), operation_id="listSignInProviders")
    async def list_providers(self) -> ProvidersView:
        """The social sign-ins that this server has."""
        return ProvidersView(list(social.list_providers()))

    @get(
        "/{name:str}/start",
        access=public("nobody is signed in yet"),
        operation_id="startSocialSignIn",
        status_code=302,
        limit="120/minute",
    )
    async def start(self, name: FromPath[str]) -> Redirect:
        """Off to the provider."""
        try:
            departure = await social.depart(name)
        except SocialSignInFailed as failure:
            return failed(name, failure)
        return Redirect(departure.url, status_code=302, cookies=[step_cookie(STATE, departure.state)])

    @get(
        "/{name:str}/callback",
        access=public("nobody is signed in yet"),
        operation_id="finishSocialSignIn",
        status_code=302,
        limit="120/minute",
    )
    async def callback(
        self,
        request: Request[Any, Any, Any],
        browser: NamedDependency[Browser],
        name: FromPath[str],
        code: FromQuery[str | None] = None,
        returned: Annotated[str | None, QueryParameter(name="state")] = None,
        iss: FromQuery[str | None] = None,
    ) -> Redirect:
        """Back from the provider: signed in, or on to the phone number that the first time needs."""
        cookie = request.cookies.get(step_cookie_name(STATE))
        try:
            arrival = await social.arrive(
                name, code=code, state=returned, issuer=iss, cookie=cookie, browser=browser
            )
        except SocialSignInFailed as failure:
            return failed(name, failure)
        over = no_cookie(step_cookie_name(STATE))
        if arrival.begun:
            return Redirect("/", status_code=302, cookies=[over, session_cookie(arrival.begun.token)])
        kept = step_cookie("link", arrival.link_token or "")
        return Redirect(f"/sign-in?link={name}", status_code=302, cookies=[over, kept])


def failed(name: str, failure: SocialSignInFailed) -> Redirect:
    log.warning("social_sign_in.failed", provider=name, reason=str(failure))
    return Redirect(FAILED, status_code=302)
