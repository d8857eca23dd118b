"""What Twilio brings: text messages and calls of people who clock in without the app.

They are no clients of the API and stand not in it. An answer is TwiML; what cannot be done is said in words.
"""

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from litestar import Controller, Request, Response, post
from litestar.params import HeaderParameter
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from backend import settings
from backend.attendance.service import calls, texts
from backend.attendance.service.calls import Spoken
from backend.core.access import public
from backend.core.body import form_of
from backend.core.errors import BadRequest, TooManyRequests
from backend.core.limits import limiter
from backend.core.sms.twilio import is_signed
from backend.notifications.errors import SignatureWrong

MANY = "6000/minute"
OF_ONE_NUMBER = "12/minute;60/hour"
CALLS = "/api/v1/public/calls/twilio"
LONGEST = 500
VOICES = {"ko": ("ko-KR", "Polly.Seoyeon"), "en": ("en-US", "Polly.Joanna")}
PATIENCE_S = 8

Signature = Annotated[str, HeaderParameter(name="X-Twilio-Signature", max_length=200)]


class ClockTextController(Controller):
    """Twilio's webhooks for incoming messages and calls (docs/operations.md)."""

    path = "/public"
    tags = ["Attendance"]
    include_in_schema = False

    @post(
        "/texts/twilio",
        access=public("Twilio signs its calls"),
        operation_id="hearText",
        status_code=200,
        limit=MANY,
        signed=True,
        form=True,
    )
    async def text(self, request: Request[Any, Any, Any], signature: Signature = "") -> Response[str]:
        """Take a text message and answer it."""
        form = await _form(request, signature, "MessageSid")
        answer = MessagingResponse()
        if await _within_limits(form):
            said = await texts.hear(
                form["From"], form.get("To", ""), form["MessageSid"], form.get("Body", "")[:LONGEST]
            )
            answer.message(said)
        return _xml(str(answer))

    @post(
        "/calls/twilio",
        access=public("Twilio signs its calls"),
        operation_id="hearCall",
        status_code=200,
        limit=MANY,
        signed=True,
        form=True,
    )
    async def call(self, request: Request[Any, Any, Any], signature: Signature = "") -> Response[str]:
        """Take a call, or the key that was pressed in it, and say what comes next."""
        form = await _form(request, signature, "CallSid")
        if not await _within_limits(form):
            busy = VoiceResponse()
            busy.reject(reason="busy")
            return _xml(str(busy))
        step = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), max_num_fields=10))
        spoken = await calls.hear(
            form["From"], form.get("To", ""), form["CallSid"], form.get("Digits", ""), step
        )
        return _xml(str(_voice(spoken)))


async def _form(request: Request[Any, Any, Any], signature: str, sid: str) -> dict[str, str]:
    """The form with its id, `sid`, once its signature is right. Raises SignatureWrong, BadRequest."""
    query = request.scope["query_string"].decode("latin-1")
    target = f"{request.scope['path']}?{query}" if query else request.scope["path"]
    form = form_of(await request.body())
    if not is_signed(target, form, signature):
        raise SignatureWrong()
    number = form.get("From", "")
    if not form.get(sid) or not number:
        raise BadRequest("a message or a call has an id and a number")
    # A withheld number is a word such as "anonymous": it is nobody's.
    return form if number.startswith("+") and number[1:].isdigit() else {**form, "From": "+0"}


async def _within_limits(form: dict[str, str]) -> bool:
    """Whether the number may go on; who texts without end is not answered, since each answer costs."""
    if settings.current().rate_limits != "on":
        return True
    try:
        await limiter().count(OF_ONE_NUMBER, "number", form["From"], "clock")
    except TooManyRequests:
        return False
    return True


def _voice(spoken: Spoken) -> VoiceResponse:
    answer = VoiceResponse()
    into: VoiceResponse | Gather = answer
    if spoken.then is not None:
        action = f"{CALLS}?{urlencode(spoken.then)}"
        into = answer.gather(num_digits=1, action=action, timeout=PATIENCE_S, action_on_empty_result=False)
    for language, said in spoken.said:
        spoken_as, voice = VOICES[language]
        into.say(said, language=spoken_as, voice=voice)
    answer.hangup()
    return answer


def _xml(answer: str) -> Response[str]:
    return Response(answer, media_type="text/xml")
