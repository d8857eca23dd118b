"""Twilio, over its own client. Only what surely did not leave is retryable: there is no idempotency key."""

import logging
from functools import cache
from typing import Any

import httpx
from twilio.base.exceptions import TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from backend import settings
from backend.core.sms import Receipt

log = logging.getLogger("twilio")

TIMEOUT = httpx.Timeout(10, connect=3)
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
TOO_MANY = 429
SERVER_ERROR = 500


class BoundedHttp(AsyncHttpClient):  # type: ignore[misc]
    """Twilio's own asynchronous HTTP client ignores its time-out; this one keeps it."""

    def __init__(self) -> None:
        super().__init__(log, is_async=True)
        self.http = httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False)

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
        return Response(answer.status_code, answer.text, answer.headers)


class Twilio:
    """`PUMASI_TWILIO_SENDER` is a number, or a messaging service (`MG...`)."""

    def __init__(self, account_sid: str, auth_token: str, sender: str, base_url: str = "") -> None:
        self.client = Client(account_sid, auth_token, http_client=BoundedHttp())
        self.sender = {"messaging_service_sid" if sender.startswith("MG") else "from_": sender}
        if base_url:
            self.client.api.base_url = base_url

    @staticmethod
    @cache
    def of_settings() -> "Twilio":
        now = settings.current()
        return Twilio(now.twilio_account_sid, now.twilio_auth_token, now.twilio_sender, now.twilio_base_url)

    async def send(self, to: str, body: str) -> Receipt:
        try:
            message = await self.client.messages.create_async(to=to, body=body, **self.sender)
        except NEVER_LEFT as error:
            return Receipt(state="failed", error=type(error).__name__, retryable=True)
        except (httpx.HTTPError, ValueError) as error:  # no answer, or one that is not Twilio's
            return Receipt(state="unknown", error=type(error).__name__)
        except TwilioRestException as error:
            return refused(error)
        return Receipt(state="sent", provider_id=message.sid)


def refused(error: TwilioRestException) -> Receipt:
    """A number, never the message: Twilio's texts repeat the phone number."""
    if error.status >= SERVER_ERROR:
        return Receipt(state="unknown", error=f"http {error.status}")
    reason = f"twilio {error.code or error.status}"
    return Receipt(state="failed", error=reason, retryable=error.status == TOO_MANY)
