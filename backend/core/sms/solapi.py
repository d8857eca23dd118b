"""SOLAPI over its HTTP API. The `solapi` package is synchronous and has no time-out, so it only signs.

Calls and answers are those of `solapi.services.message_service` 5.x: `POST /messages/v4/send-many/detail`
and `GET /messages/v4/list`. A message has no idempotency key.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

import httpx
import phonenumbers
from solapi.lib.authenticator import Authenticator

from backend import settings
from backend.core import clock
from backend.core.sms import CannotAsk, Found, Receipt

TIMEOUT = httpx.Timeout(8, connect=3, pool=3)
CONNECTIONS = httpx.Limits(max_connections=50, max_keepalive_connections=50, keepalive_expiry=60)
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
TOO_MANY, SERVER_ERROR, OURS_WRONG = 429, 500, (401, 402, 403)
TAKEN = "2000"
SMS_BYTES = 90
LOOKED_AT = 50
NOT_ENOUGH_MONEY = "NotEnoughBalance"


class Solapi:
    """`PUMASI_SOLAPI_SENDER` must be registered with SOLAPI (발신번호 사전등록)."""

    name = "solapi"

    def __init__(self, key: str, secret: str, sender: str, base_url: str = "https://api.solapi.com") -> None:
        self.signature = Authenticator(key, secret)
        self.sender = sender
        self.http = httpx.AsyncClient(
            base_url=base_url, timeout=TIMEOUT, limits=CONNECTIONS, follow_redirects=False
        )

    @staticmethod
    @cache
    def of_settings() -> "Solapi":
        now = settings.current()
        return Solapi(now.solapi_api_key, now.solapi_api_secret, now.solapi_sender, now.solapi_base_url)

    async def send(self, to: str, body: str, *, sender: str = "", reference: str = "") -> Receipt:
        country, number = national(to)
        message = {
            "to": number,
            "country": country,
            "from": national(sender or self.sender)[1],
            "text": body,
            "type": "SMS" if len(body.encode("euc_kr", "replace")) <= SMS_BYTES else "LMS",
            "autoTypeDetect": False,
            "customFields": {"code": reference} if reference else {},
        }
        asked = {"messages": [message], "showMessageList": True, "allowDuplicates": True}
        try:
            answer = await self._call("POST", "/messages/v4/send-many/detail", json=asked)
            return receipt_of(answer)
        except NEVER_LEFT as error:
            return Receipt("failed", error=type(error).__name__, retryable=True, fault=True)
        except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            return Receipt("unknown", error=type(error).__name__, fault=True)

    async def find(self, to: str, text: str, since: datetime) -> Found | None:
        asked: dict[str, str | int] = {
            "to": national(to)[1],
            "dateType": "CREATED",
            "startDate": (since - timedelta(minutes=1)).isoformat(),  # its clock is not ours
            "endDate": (clock.now() + timedelta(minutes=1)).isoformat(),
            "limit": LOOKED_AT,
        }
        try:
            answer = await self._call("GET", "/messages/v4/list", params=asked)
            answer.raise_for_status()
            known: dict[str, Any] = answer.json()["messageList"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise CannotAsk(type(error).__name__) from None
        for message_id, message in known.items():
            if text in (message.get("text") or ""):
                return Found(message_id, state_of(str(message.get("statusCode", ""))))
        if len(known) >= LOOKED_AT:
            raise CannotAsk("more messages than are looked at")
        return None

    async def _call(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": self.signature.get_auth_info()}
        return await self.http.request(method, path, headers=headers, **more)


def receipt_of(answer: httpx.Response) -> Receipt:
    """What SOLAPI said of one message: codes only, its texts repeat the phone number."""
    if answer.status_code >= SERVER_ERROR:
        return Receipt("unknown", error=f"http {answer.status_code}", fault=True)
    body = answer.json()
    if not answer.is_success:
        return _refused(answer, str(body.get("errorCode", answer.status_code)))
    taken = [m for m in body.get("messageList") or [] if m["statusCode"] == TAKEN]
    if taken:
        return Receipt("sent", provider_id=taken[0]["messageId"])
    failed = body.get("failedMessageList") or []
    if failed:
        return Receipt("failed", error=f"solapi {failed[0]['statusCode']}")
    return Receipt("unknown", error="no message in the answer", fault=True)


def _refused(answer: httpx.Response, code: str) -> Receipt:
    wait = answer.headers.get("retry-after", "")
    if answer.status_code == TOO_MANY:
        after_s = float(wait) if wait.isdigit() else None
        return Receipt("failed", error=f"solapi {code}", retryable=True, retry_after_s=after_s)
    ours = answer.status_code in OURS_WRONG or code == NOT_ENOUGH_MONEY
    return Receipt("failed", error=f"solapi {code}", retryable=ours, fault=ours)


def state_of(status_code: str) -> Literal["sent", "delivered", "failed"]:
    """SOLAPI's code as our state: 2xxx is on its way, 4000 has arrived, the rest has failed."""
    if status_code == "4000":
        return "delivered"
    return "sent" if status_code.startswith("2") else "failed"


def national(number: str) -> tuple[str, str]:
    """`+821012345678` as ("82", "01012345678"); a sender such as `15881234` stays as it is."""
    if not number.startswith("+"):
        return "82", "".join(char for char in number if char.isdigit())
    parsed = phonenumbers.parse(number)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return str(parsed.country_code), "".join(char for char in written if char.isdigit())
