"""The person's own account, phones and passkeys."""

from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import signed_in
from backend.core.actor import Actor
from backend.identity.routes.browser import DEPENDENCIES, with_session
from backend.identity.schemas import (
    AccountChange,
    AccountView,
    Me,
    PasskeyInput,
    PasskeyOptions,
    PasskeysView,
    PasskeyView,
    SessionsView,
)
from backend.identity.service import accounts, passkeys, sessions
from backend.identity.service.sessions import Browser


class MeController(Controller):
    """Who I am and where I belong."""

    path = "/me"
    tags = ["Me"]

    @get(access=signed_in(), operation_id="getMe")
    async def me(self, actor: NamedDependency[Actor]) -> Me:
        """My account and my memberships, with what I may do in each."""
        return await accounts.me(actor)

    @patch(access=signed_in(), operation_id="changeMe")
    async def change(self, actor: NamedDependency[Actor], data: JSONBody[AccountChange]) -> AccountView:
        """Change my name, language or text size."""
        return await accounts.change_me(actor, data)


class MySessionsController(Controller):
    """The phones where I am signed in."""

    path = "/me/sessions"
    tags = ["Me"]

    @get(access=signed_in(), operation_id="listMySessions")
    async def list_sessions(self, actor: NamedDependency[Actor]) -> SessionsView:
        """My signed-in phones, the last used one first."""
        return SessionsView(list(await sessions.list_sessions(actor)))

    @delete("/{session_id:uuid}", access=signed_in(), operation_id="endMySession", status_code=204)
    async def end(self, actor: NamedDependency[Actor], session_id: FromPath[UUID]) -> None:
        """Sign one phone out, for example a lost one."""
        await sessions.end_session(actor, session_id)


class MyPasskeysController(Controller):
    """My passkeys."""

    path = "/me"
    tags = ["Me"]
    dependencies = DEPENDENCIES

    @get("/passkeys", access=signed_in(), operation_id="listMyPasskeys")
    async def list_passkeys(self, actor: NamedDependency[Actor]) -> PasskeysView:
        """My passkeys, oldest first."""
        return PasskeysView(list(await passkeys.list_passkeys(actor)))

    @post(
        "/passkey-options", access=signed_in(), operation_id="startPasskey", status_code=200, idempotent=False
    )
    async def options(
        self, actor: NamedDependency[Actor], browser: NamedDependency[Browser]
    ) -> PasskeyOptions:
        """A challenge for making a passkey on this phone."""
        return await passkeys.registration_options(actor, browser)

    @post("/passkeys", access=signed_in(), operation_id="addPasskey", idempotent=False)
    async def register(
        self, actor: NamedDependency[Actor], browser: NamedDependency[Browser], data: JSONBody[PasskeyInput]
    ) -> Response[PasskeyView]:
        """Keep a new passkey. The session's cookie changes."""
        passkey, token = await passkeys.register(actor, data, browser)
        return with_session(passkey, token)

    @delete("/passkeys/{passkey_id:uuid}", access=signed_in(), operation_id="removePasskey", status_code=204)
    async def remove(self, actor: NamedDependency[Actor], passkey_id: FromPath[UUID]) -> None:
        """Forget a passkey."""
        await passkeys.remove(actor, passkey_id)
