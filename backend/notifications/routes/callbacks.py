"""Where providers say what became of a text message. They are no clients of the API and stand not in it."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, post
from litestar.params import FromPath, HeaderParameter, JSONBody

from backend.core.access import public
from backend.core.body import form_of
from backend.notifications.service import callbacks
from backend.notifications.service.callbacks import Reported

MANY = "6000/minute"


class SmsCallbacksController(Controller):
    """Status callbacks of Twilio and SOLAPI."""

    path = "/public/sms"
    tags = ["Notifications"]
    include_in_schema = False

    @post(
        "/twilio/status",
        access=public("Twilio signs its calls"),
        operation_id="hearTwilio",
        status_code=204,
        limit=MANY,
        signed=True,
        form=True,
    )
    async def twilio(
        self,
        request: Request[Any, Any, Any],
        signature: Annotated[str, HeaderParameter(name="X-Twilio-Signature", max_length=200)] = "",
    ) -> Response[None]:
        """Take one status."""
        query = request.scope["query_string"].decode("latin-1")
        target = f"{request.scope['path']}?{query}" if query else request.scope["path"]
        await callbacks.hear_twilio(target, form_of(await request.body()), signature)
        return Response(None, status_code=204)

    @post(
        "/solapi/{secret:str}",
        access=public("the address ends with a secret that SOLAPI was given"),
        operation_id="hearSolapi",
        status_code=204,
        limit=MANY,
        signed=True,
    )
    async def solapi(self, secret: FromPath[str], data: JSONBody[list[Reported]]) -> Response[None]:
        """Take reports."""
        await callbacks.hear_solapi(secret, data)
        return Response(None, status_code=204)
