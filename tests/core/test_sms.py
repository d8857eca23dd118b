"""Text messages: the console's outbox, and Twilio, against its own API document and against bad weather."""

import asyncio
import json
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from twilio.base.exceptions import TwilioException

from backend import settings
from backend.core import clock, sms
from backend.core.sms import CannotAsk, Receipt, twilio
from backend.core.sms.twilio import Twilio
from tests.processes import free_port
from tests.world import new_phone, outbox

STAND_INS = Path(__file__).parents[1] / "stand-ins" / "node_modules"
PRISM = STAND_INS / "@stoplight" / "prism-cli" / "dist" / "index.js"
DOCUMENT = STAND_INS / "@twilio-alpha" / "mcp" / "twilio-oai" / "spec" / "json" / "twilio_api_v2010.json"
NODE = shutil.which("node") or str(Path(".local/node/bin/node").absolute())
ACCOUNT, TOKEN, SENDER = "AC" + "0" * 32, "only-for-tests", "+15005550006"
BODY = "인증번호 123456"
START_S = 60


class TestConsole:
    async def test_a_message_is_a_line_that_scripts_can_read(self, app, capsys):
        phone = new_phone()
        assert await sms.send(phone, BODY) == Receipt("sent")
        [message] = [message for message in outbox() if message["to"] == phone]
        assert set(message) == {"to", "body", "at"}
        assert message["body"] == BODY
        assert f"SMS to {phone}: {BODY}" in capsys.readouterr().out

    async def test_side_by_side_no_line_is_torn(self, app):
        phones = [new_phone() for _ in range(50)]
        await asyncio.gather(*(sms.send(phone, BODY * 20) for phone in phones))
        assert {message["to"] for message in outbox()} >= set(phones)


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """Prism serves Twilio's own OpenAPI document and refuses what does not follow it."""
    assert PRISM.exists(), f"npm ci in {STAND_INS.parent}"
    port = free_port()
    process = subprocess.Popen(
        [NODE, PRISM, "mock", "-h", "127.0.0.1", "-p", str(port), "--errors", DOCUMENT],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=10)


class TestAgainstTwiliosDocument:
    async def test_its_messages_are_asked_for_as_the_document_says(self, api):
        """The document's own example breaks the document, so Prism finds fault, but not with the question."""
        listed = Twilio(ACCOUNT, TOKEN, SENDER, api).client.messages.list_async
        with pytest.raises(TwilioException) as told:
            await listed(to=new_phone(), limit=twilio.LOOKED_AT)
        assert set(re.findall(r'"location":."(\w+)"', str(told.value))) == {"response"}
        with pytest.raises(TwilioException, match="HTTP 422"):
            await Twilio("not-an-account", TOKEN, SENDER, api).client.messages.list_async(to=new_phone())

    async def test_a_callback_goes_with_a_message(self, api):
        provider = Twilio(ACCOUNT, TOKEN, SENDER, api, "https://pumasi.example/status")
        receipt = await provider.send(new_phone(), BODY, sender="+8225551234", reference="abcdefghijk")
        assert receipt.state == "sent"

    async def test_a_message_is_taken(self, api):
        receipt = await Twilio(ACCOUNT, TOKEN, SENDER, api).send(new_phone(), BODY)
        assert receipt.state == "sent"
        assert receipt.provider_id
        assert receipt.provider_id.startswith("SM")

    async def test_a_messaging_service_is_a_sender_too(self, api):
        receipt = await Twilio(ACCOUNT, TOKEN, "MG" + "0" * 32, api).send(new_phone(), BODY)
        assert receipt.state == "sent"

    async def test_a_call_that_does_not_follow_the_document_is_refused(self, api):
        receipt = await Twilio("not-an-account", TOKEN, SENDER, api).send(new_phone(), BODY)
        assert receipt.state == "failed"
        assert not receipt.retryable

    async def test_the_settings_choose_it(self, api, monkeypatch):
        real = settings.current()
        chosen = msgspec.structs.replace(
            real,
            sms_provider="twilio",
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=TOKEN,
            twilio_sender=SENDER,
            twilio_base_url=api,
        )
        monkeypatch.setattr(settings, "current", lambda: chosen)
        Twilio.of_settings.cache_clear()
        assert (await sms.send(new_phone(), BODY)).state == "sent"
        Twilio.of_settings.cache_clear()


Weather = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def twilio_in(weather: Weather) -> AsyncIterator[tuple[Twilio, list[bytes]]]:
    """A Twilio whose every answer is `weather(writer)`, and what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int((head.lower().split(b"content-length: ")[1:] or [b"0"])[0].split(b"\r\n")[0])
        asked.append(head + await reader.readexactly(length))
        await weather(writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield Twilio(ACCOUNT, TOKEN, SENDER, f"http://127.0.0.1:{port}"), asked


def says(status: int, body: str, *headers: str) -> Weather:
    async def weather(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} x", f"Content-Length: {len(body.encode())}", *headers, "", body]
        writer.write("\r\n".join(lines).encode())
        await writer.drain()

    return weather


async def hangs(_writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n{")
    await writer.drain()


def problem(code: int, message: str = "to +821012345678") -> str:
    return json.dumps({"code": code, "message": message, "status": 400})


@pytest.mark.parametrize(
    ("weather", "expected"),
    [
        (says(429, problem(20429)), Receipt("failed", error="twilio 20429", retryable=True)),
        (says(400, problem(21610)), Receipt("failed", error="twilio 21610")),
        (says(400, problem(21211)), Receipt("failed", error="twilio 21211")),
        (says(401, problem(20003)), Receipt("failed", error="twilio 20003", retryable=True, fault=True)),
        (
            says(429, problem(20429), "Retry-After: 7"),
            Receipt("failed", error="twilio 20429", retryable=True, retry_after_s=7),
        ),
        (says(500, problem(20500)), Receipt("unknown", error="http 500", fault=True)),
        (says(503, problem(20503)), Receipt("unknown", error="http 503", fault=True)),
        (says(502, "<html>bad gateway</html>"), Receipt("unknown", error="http 502", fault=True)),
        (says(201, "<html>welcome</html>"), Receipt("unknown", error="JSONDecodeError", fault=True)),
        (hangs, Receipt("unknown", error="ReadTimeout", fault=True)),
        (hangs_up, Receipt("unknown", error="RemoteProtocolError", fault=True)),
    ],
)
async def test_bad_weather_is_told_for_what_it_is_and_never_sent_twice(monkeypatch, weather, expected):
    monkeypatch.setattr(twilio, "TIMEOUT", httpx.Timeout(0.5))
    async with twilio_in(weather) as (provider, asked):
        assert await provider.send("+821012345678", BODY) == expected
    assert len(asked) == 1


async def test_a_redirect_does_not_carry_the_message_elsewhere():
    async with twilio_in(says(201, "{}")) as (elsewhere, asked_there):
        away = f"Location: {elsewhere.client.api.base_url}/"
        async with twilio_in(says(307, "{}", away)) as (provider, asked):
            receipt = await provider.send("+821012345678", BODY)
    assert receipt.state == "failed"
    assert (len(asked), len(asked_there)) == (1, 0)


async def test_what_never_left_may_be_tried_again():
    receipt = await Twilio(ACCOUNT, TOKEN, SENDER, f"http://127.0.0.1:{free_port()}").send(new_phone(), BODY)
    assert receipt == Receipt("failed", error="ConnectError", retryable=True, fault=True)


@pytest.mark.parametrize(("ago_s", "is_sure"), [(600, True), (0, False)])
async def test_among_many_messages_it_is_only_sure_when_it_has_seen_them_all(ago_s, is_sure):
    at = format_datetime(clock.now() - timedelta(seconds=ago_s))
    other = {"sid": "SM1", "to": "+821012345678", "body": "다른 말", "status": "sent", "date_created": at}
    page = json.dumps({"messages": [other] * twilio.LOOKED_AT, "page_size": twilio.LOOKED_AT})
    async with twilio_in(says(200, page)) as (provider, _):
        if is_sure:
            assert await provider.find("+821012345678", "/n/abcdefghijk", clock.now()) is None
        else:
            with pytest.raises(CannotAsk):
                await provider.find("+821012345678", "/n/abcdefghijk", clock.now())
