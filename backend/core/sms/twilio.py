"""Twilio, over its own client. Only what surely did not leave is retryable: there is no idempotency key."""

import logging
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

import httpx
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from backend import settings
from backend.core.sms import CannotAsk, Found, Receipt

log = logging.getLogger("twilio")

TIMEOUT = httpx.Timeout(8, connect=3, pool=3)
CONNECTIONS = httpx.Limits(max_connections=50, max_keepalive_connections=50, keepalive_expiry=60)
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
TOO_MANY = 429
OURS_WRONG = (401, 403)
SERVER_ERROR = 500
LOOKED_AT = 50
"""So many of the newest messages to a number are looked through for one."""
CLOCKS_DIFFER = timedelta(minutes=1)
CALLBACK = "/api/v1/public/sms/twilio/status"


_retry_after_s: ContextVar[float | None] = ContextVar("retry_after_s", default=None)
"""What the last answer in this task said; Twilio's exception leaves it out."""


class BoundedHttp(AsyncHttpClient):  # type: ignore[misc]
    """Twilio's own asynchronous HTTP client ignores its time-out; this one keeps it."""

    def __init__(self) -> None:
        super().__init__(log, is_async=True)
        self.http = httpx.AsyncClient(timeout=TIMEOUT, limits=CONNECTIONS, follow_redirects=False)

    async def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        **_ignored: Any,
    ) -> Response:
        answer = await self.http.request(method, url, params=params, data=data, headers=headers, auth=auth)
        _retry_after_s.set(seconds_of(answer.headers.get("retry-after")))
        return Response(answer.status_code, answer.text, answer.headers)


class Twilio:
    """`PUMASI_TWILIO_SENDER` is a number, or a messaging service (`MG...`)."""

    name = "twilio"

    def __init__(
        self, account_sid: str, auth_token: str, sender: str, base_url: str = "", callback: str = ""
    ) -> None:
        self.client = Client(account_sid, auth_token, http_client=BoundedHttp())
        self.sender = sender
        self.callback = callback
        if base_url:
            self.client.api.base_url = base_url

    @staticmethod
    @cache
    def of_settings() -> "Twilio":
        now = settings.current()
        callback = (
            now.origin + CALLBACK if now.secure else ""
        )  # Twilio refuses an address that it cannot reach
        return Twilio(
            now.twilio_account_sid, now.twilio_auth_token, now.twilio_sender, now.twilio_base_url, callback
        )

    async def send(self, to: str, body: str, *, sender: str = "", reference: str = "") -> Receipt:
        chosen = sender or self.sender
        more = {"messaging_service_sid" if chosen.startswith("MG") else "from_": chosen}
        if self.callback and reference:
            more["status_callback"] = f"{self.callback}?{urlencode({'code': reference})}"
        try:
            message = await self.client.messages.create_async(to=to, body=body, **more)
        except NEVER_LEFT as error:
            return Receipt("failed", error=type(error).__name__, retryable=True, fault=True)
        except (httpx.HTTPError, ValueError) as error:  # no answer, or one that is not Twilio's
            return Receipt("unknown", error=type(error).__name__, fault=True)
        except TwilioRestException as error:
            return refused(error, _retry_after_s.get())
        return Receipt("sent", provider_id=message.sid, segments=counted(message.num_segments))

    async def find(self, to: str, text: str, since: datetime) -> Found | None:
        # Not by date: Twilio's filter is the date of sending, which a message that still waits does not have.
        try:
            known = await self.client.messages.list_async(to=to, limit=LOOKED_AT)
        except (httpx.HTTPError, ValueError, TwilioException) as error:
            raise CannotAsk(type(error).__name__) from None
        mine = next((message for message in known if text in (message.body or "")), None)
        if mine is not None:
            return Found(mine.sid, state_of(mine.status))
        oldest = known[-1].date_created if known else None
        if len(known) == LOOKED_AT and (oldest is None or oldest >= since - CLOCKS_DIFFER):
            raise CannotAsk("more messages than are looked at")
        return None


def is_signed(target: str, form: dict[str, str], signature: str) -> bool:
    """Whether a call to us comes from Twilio. `target` is the path and query as they were called."""
    ours = settings.current()
    known = ours.twilio_auth_token
    return bool(known) and bool(RequestValidator(known).validate(ours.origin + target, form, signature))


def refused(error: TwilioRestException, retry_after_s: float | None = None) -> Receipt:
    """A number, never the message: Twilio's texts repeat the phone number."""
    if error.status >= SERVER_ERROR:
        return Receipt("unknown", error=f"http {error.status}", fault=True)
    reason = f"twilio {error.code or error.status}"
    if error.status == TOO_MANY:
        return Receipt("failed", error=reason, retryable=True, retry_after_s=retry_after_s)
    ours = error.status in OURS_WRONG
    return Receipt("failed", error=reason, retryable=ours, fault=ours)


def state_of(status: str) -> Literal["sent", "delivered", "failed"]:
    """Twilio's word for a message's state as ours."""
    if status in ("delivered", "read"):
        return "delivered"
    return "failed" if status in ("failed", "undelivered", "canceled") else "sent"


def counted(segments: Any) -> int | None:
    return int(segments) if str(segments).isdigit() and int(segments) > 0 else None


def seconds_of(retry_after: str | None) -> float | None:
    """Retry-After in seconds; the form with a date is left to our own backoff."""
    return float(retry_after) if retry_after and retry_after.isdigit() else None
