"""Signing in by code or passkey, and out."""

from litestar import Controller, Response, delete, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.access import cookie_name, public, signed_in
from backend.core.actor import Actor
from backend.identity.routes.browser import DEPENDENCIES, no_cookie, step_cookie_name, with_session
from backend.identity.schemas import (
    CodeInput,
    CodeSent,
    Me,
    PasskeyOptions,
    PasskeySessionInput,
    SessionInput,
)
from backend.identity.service import passkeys, sessions, sign_in
from backend.identity.service.sessions import Browser

# One address may be an office's or a carrier's; what a code costs is counted by number and address elsewhere.
MANY_PHONES = "1200/minute"


class SignInController(Controller):
    """Two ways in: a code by SMS, and a passkey."""

    path = "/sign-in"
    tags = ["Sign-in"]
    dependencies = DEPENDENCIES

    @post(
        "/codes",
        access=public("nobody is signed in yet"),
        operation_id="sendSignInCode",
        status_code=202,
        limit=MANY_PHONES,
    )
    async def send_code(self, browser: NamedDependency[Browser], data: JSONBody[CodeInput]) -> CodeSent:
        """Send a 6-digit code to a phone number. Known and unknown numbers are answered alike."""
        return await sign_in.send_code(data.phone, browser)

    @post("/sessions", access=public("nobody is signed in yet"), operation_id="signIn", limit=MANY_PHONES)
    async def begin(self, browser: NamedDependency[Browser], data: JSONBody[SessionInput]) -> Response[Me]:
        """Sign in with the code. The first time, this opens the account."""
        begun = await sign_in.sign_in(data, browser)
        answer = with_session(begun.me, begun.token)
        if data.link:
            answer.cookies.append(no_cookie(step_cookie_name("link")))
        return answer

    @post(
        "/passkey-options",
        access=public("nobody is signed in yet"),
        operation_id="startPasskeySignIn",
        status_code=200,
        limit="120/minute",
    )
    async def passkey_options(self, browser: NamedDependency[Browser]) -> PasskeyOptions:
        """A challenge for the phone's passkey."""
        return await passkeys.sign_in_options(browser)

    @post(
        "/passkey-sessions",
        access=public("nobody is signed in yet"),
        operation_id="signInWithPasskey",
        limit="120/minute",
    )
    async def begin_with_passkey(
        self, browser: NamedDependency[Browser], data: JSONBody[PasskeySessionInput]
    ) -> Response[Me]:
        """Sign in with the phone's answer to the challenge."""
        begun = await passkeys.sign_in(data, browser)
        return with_session(begun.me, begun.token)

    @delete("/sessions/current", access=signed_in(), operation_id="signOut", status_code=204)
    async def end(self, actor: NamedDependency[Actor]) -> Response[None]:
        """Sign this phone out."""
        await sessions.end_session(actor, actor.session_id)
        return Response(None, status_code=204, cookies=[no_cookie(cookie_name())])
