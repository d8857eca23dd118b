"""SOLAPI, against a stand-in that checks what it is asked as SOLAPI's own client would be checked."""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from solapi.model import RequestMessage
from solapi.model.response.messages.get_messages import GetMessagesResponse
from solapi.model.response.send_message_response import MessageItem

from backend.core.sms import CannotAsk, Found, Receipt, solapi
from backend.core.sms.solapi import Solapi, national
from tests.processes import free_port

KEY, SECRET, SENDER = "NCS0000000000000", "only-for-tests", "02-555-1234"
PHONE = "+821012345678"
SIGNED = re.compile(r"HMAC-SHA256 ApiKey=(\S+), Date=(\S+), salt=(\w+), signature=(\w+)")


@asynccontextmanager
async def standing_in(status: int, body: Any, *headers: str) -> AsyncIterator[tuple[Solapi, list[Any]]]:
    """SOLAPI that always says this, after checking the signature; and what it was asked."""
    asked: list[Any] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        found = SIGNED.search(head)
        assert found
        key, date, salt, signature = found.groups()
        assert hmac.new(SECRET.encode(), (date + salt).encode(), hashlib.sha256).hexdigest() == signature
        length = re.search(r"content-length: (\d+)", head.lower())
        content = await reader.readexactly(int(length.group(1))) if length else b""
        asked.append((key, head.split(" ")[1], json.loads(content) if content else None))
        if status == 0:
            await asyncio.sleep(5)
        payload = (json.dumps(body) if not isinstance(body, str) else body).encode()
        lines = [f"HTTP/1.1 {status} x", f"Content-Length: {len(payload)}", "Connection: close", *headers]
        writer.write("\r\n".join([*lines, "", ""]).encode() + payload)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield Solapi(KEY, SECRET, SENDER, url), asked


def answer(**more: Any) -> dict[str, Any]:
    return {"groupInfo": {"groupId": "G4V"}, "failedMessageList": [], **more}


TAKEN = answer(messageList=[{"messageId": "M4V1", "statusCode": "2000", "statusMessage": "정상 접수"}])


async def test_a_message_is_asked_for_as_its_own_client_asks():
    async with standing_in(200, TAKEN) as (provider, asked):
        receipt = await provider.send(PHONE, "가" * 46, reference="abcdefghijk")
    assert receipt == Receipt("sent", provider_id="M4V1")
    [(key, path, body)] = asked
    assert (key, path) == (KEY, "/messages/v4/send-many/detail")
    [message] = body["messages"]
    assert message | {"text": ""} == {
        "to": "01012345678",
        "country": "82",
        "from": "025551234",
        "text": "",
        "type": "LMS",
        "autoTypeDetect": False,
        "customFields": {"code": "abcdefghijk"},
    }
    assert RequestMessage.model_validate(message).model_dump(by_alias=True)["to"] == "01012345678"
    assert MessageItem.model_validate(TAKEN["messageList"][0]).message_id == "M4V1"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (
            200,
            answer(failedMessageList=[{"statusCode": "3104", "to": "x"}]),
            Receipt("failed", error="solapi 3104"),
        ),
        (
            400,
            {"errorCode": "ValidationError", "errorMessage": "to 01012345678"},
            Receipt("failed", error="solapi ValidationError"),
        ),
        (
            402,
            {"errorCode": "NotEnoughBalance", "errorMessage": ""},
            Receipt("failed", error="solapi NotEnoughBalance", retryable=True, fault=True),
        ),
        (
            403,
            {"errorCode": "SignatureDoesNotMatch", "errorMessage": ""},
            Receipt("failed", error="solapi SignatureDoesNotMatch", retryable=True, fault=True),
        ),
        (
            429,
            {"errorCode": "TooManyRequests", "errorMessage": ""},
            Receipt("failed", error="solapi TooManyRequests", retryable=True, retry_after_s=9),
        ),
        (500, "<html>", Receipt("unknown", error="http 500", fault=True)),
        (200, "<html>", Receipt("unknown", error="JSONDecodeError", fault=True)),
        (200, answer(), Receipt("unknown", error="no message in the answer", fault=True)),
        (0, "", Receipt("unknown", error="ReadTimeout", fault=True)),
    ],
)
async def test_what_it_says_is_told_for_what_it_is(monkeypatch, status, body, expected):
    monkeypatch.setattr(solapi, "TIMEOUT", httpx.Timeout(0.3))
    async with standing_in(status, body, "Retry-After: 9") as (provider, asked):
        assert await provider.send(PHONE, "안녕") == expected
    assert len(asked) == 1


async def test_what_never_left_may_go_by_another():
    provider = Solapi(KEY, SECRET, SENDER, f"http://127.0.0.1:{free_port()}")
    assert await provider.send(PHONE, "안녕") == Receipt(
        "failed", error="ConnectError", retryable=True, fault=True
    )


async def test_a_message_is_found_by_its_link():
    known = {
        "M4V1": {"messageId": "M4V1", "text": "다른 말", "statusCode": "4000"},
        "M4V2": {"messageId": "M4V2", "text": "출근\nhttps://x/n/abcdefghijk", "statusCode": "4000"},
    }
    listed = {"limit": 50, "messageList": known, "startKey": None, "nextKey": None}
    since = datetime(2026, 11, 24, 6, tzinfo=UTC)
    async with standing_in(200, listed) as (provider, asked):
        assert await provider.find(PHONE, "/n/abcdefghijk", since) == Found("M4V2", "delivered")
        assert await provider.find(PHONE, "/n/zzzzzzzzzzz", since) is None
    query = parse_qs(urlsplit(asked[0][1]).query)
    assert (query["to"], query["startDate"]) == (["01012345678"], ["2026-11-24T05:59:00+00:00"])
    assert GetMessagesResponse.model_validate({**listed, "messageList": {}}).limit == 50
    async with standing_in(503, "{}") as (provider, _):
        with pytest.raises(CannotAsk):
            await provider.find(PHONE, "/n/abcdefghijk", since)


@pytest.mark.parametrize(
    ("written", "expected"),
    [(PHONE, ("82", "01012345678")), ("+8225551234", ("82", "025551234")), ("1588-1234", ("82", "15881234"))],
)
def test_numbers_are_written_as_in_the_country(written, expected):
    assert national(written) == expected
