"""A person's e-mail address, and the way out of mail."""

from html import escape
from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from backend.core.access import public, signed_in
from backend.core.actor import Actor
from backend.core.body import form_of
from backend.core.problems import language_of
from backend.notifications import templates
from backend.notifications.schemas.email import EmailCodeInput, EmailCodeSent, EmailInput, EmailView
from backend.notifications.service import email_addresses

Token = Annotated[str, PathParameter(max_length=200)]

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<body><h1>{title}</h1><p>{text}</p>{buttons}</body></html>"""
BUTTON = '<form method="post"><button name="stop" value="{value}">{words}</button></form>'


class EmailController(Controller):
    """The address that notifications may go to. Reading it is part of `/me/preferences`."""

    path = "/me/email"
    tags = ["Notifications"]

    @put(
        access=signed_in(), operation_id="setEmail", status_code=202, idempotent=False, limit="30/minute"
    )  # it talks to a relay, so it is no part of a transaction
    async def set_address(self, actor: NamedDependency[Actor], data: JSONBody[EmailInput]) -> EmailCodeSent:
        """Mail a code to an address. It counts once the code has come back."""
        return await email_addresses.send_code(actor, data.address)

    @put(
        "/verification",
        access=signed_in(),
        operation_id="verifyEmail",
        idempotent=False,
        limit="30/minute",
    )  # a wrong try is counted although it is refused
    async def verify(self, actor: NamedDependency[Actor], data: JSONBody[EmailCodeInput]) -> EmailView:
        """Prove it with the code."""
        return await email_addresses.verify(actor, data.code)

    @delete(access=signed_in(), operation_id="removeEmail", status_code=204)
    async def remove(self, actor: NamedDependency[Actor]) -> Response[None]:
        """No mail any more."""
        await email_addresses.remove(actor)
        return Response(None, status_code=204)


class UnsubscribeController(Controller):
    """The link at the end of each letter: a page for people, one click for their mail program (RFC 8058)."""

    path = "/public/email/unsubscribe/{token:str}"
    tags = ["Notifications"]
    include_in_schema = False

    @get(access=public("the token is the credential"), operation_id="showUnsubscribe", limit="60/minute")
    async def show(self, request: Request[Any, Any, Any], token: Token) -> Response[str]:
        """Ask; looking has no effect, since mail programs look too."""
        _, topic = email_addresses.topic_of(token)
        language = language_of(request.scope)
        title = templates.title_of(topic, language)
        buttons = "".join(
            BUTTON.format(value=value, words=escape(_say(f"unsubscribe_{value}", language)))
            for value in ("topic", "all")
        )
        return _page(language, _say("unsubscribe_ask", language), title, buttons)

    @post(
        access=public("the token is the credential"),
        operation_id="unsubscribe",
        status_code=200,
        limit="60/minute",
        signed=True,
        form=True,
    )
    async def stop(self, request: Request[Any, Any, Any], token: Token) -> Response[str]:
        """Stop this topic's letters, or all of them."""
        everything = form_of(await request.body()).get("stop") == "all"
        stopped_all = await email_addresses.unsubscribe(token, everything=everything)
        language = language_of(request.scope)
        text = _say("unsubscribed_all" if stopped_all else "unsubscribed_topic", language)
        return _page(language, _say("unsubscribed", language), text, "")


def _say(key: str, language: str) -> str:
    return templates.sentence(f"email.{key}", language)


def _page(language: str, title: str, text: str, buttons: str) -> Response[str]:
    html = PAGE.format(language=language, title=escape(title), text=escape(text), buttons=buttons)
    return Response(html, media_type="text/html")
