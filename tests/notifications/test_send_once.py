"""A text message leaves once, or we say that we do not know."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import clock, database, sms, tenancy
from backend.core.sms import Receipt
from backend.notifications.errors import NotSettled
from backend.notifications.service import text_messages as service
from backend.notifications.service.text_messages import send_once
from tests.world import new_phone, outbox

BODY = "오늘 18:00에 만나요"


class Provider:
    """The provider's answers, one after the other. What it was asked to send is in `sent`."""

    name = "made"

    def __init__(self, *receipts: Receipt | BaseException) -> None:
        self.receipts, self.sent = list(receipts), 0

    async def send(self, to: str, body: str, **_more: str) -> Receipt:
        self.sent += 1
        await asyncio.sleep(0.05)
        receipt = self.receipts.pop(0)
        if isinstance(receipt, BaseException):
            raise receipt
        return receipt


@pytest.fixture
def provider(monkeypatch):
    def answering(*receipts: Receipt | BaseException) -> Provider:
        made = Provider(*receipts)
        monkeypatch.setattr(sms, "providers", lambda: [made])
        return made

    return answering


@pytest.fixture
def org_id(firm) -> UUID:
    return UUID(firm.org_id)


async def row(org_id: UUID, key: str = "why"):
    with tenancy.acting_for(org_id=org_id):
        async with database.transaction():
            return await database.fetch_row("SELECT * FROM text_message WHERE key = $1", key)


async def test_the_same_reason_twice_is_one_message(org_id):
    phone = new_phone()
    assert await send_once(org_id, "why", phone, BODY) == "sent"
    assert await send_once(org_id, "why", phone, BODY) == "sent"
    assert [m["body"] for m in outbox() if m["to"] == phone] == [BODY]


async def test_side_by_side_one_sends_and_the_others_wait(org_id, provider):
    made = provider(Receipt("sent"))
    outcomes = await asyncio.gather(
        *(send_once(org_id, "why", new_phone(), BODY) for _ in range(5)), return_exceptions=True
    )
    assert made.sent == 1
    assert outcomes.count("sent") == 1
    assert sum(isinstance(outcome, NotSettled) for outcome in outcomes) == 4


async def test_a_sender_that_dies_leaves_unknown_and_nobody_sends_again(org_id, provider, firm):
    made = provider(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await send_once(org_id, "why", new_phone(), BODY)
    with pytest.raises(NotSettled):
        await send_once(org_id, "why", new_phone(), BODY)
    with clock.stopped_at(clock.now() + service.LEASE + timedelta(seconds=1)):
        assert await send_once(org_id, "why", new_phone(), BODY) == "unknown"
    assert made.sent == 1
    assert [m.key for m in await service.messages(org_id, state="unknown")] == ["why"]
    assert len(await firm.events("TextMessageUnknown")) == 1


async def test_no_answer_is_unknown(org_id, provider, firm):
    made = provider(Receipt("unknown", error="ReadTimeout"))
    assert await send_once(org_id, "why", new_phone(), BODY) == "unknown"
    assert await send_once(org_id, "why", new_phone(), BODY) == "unknown"
    assert made.sent == 1
    assert len(await firm.events("TextMessageUnknown")) == 1


async def test_what_surely_did_not_leave_is_tried_again_and_then_given_up(org_id, provider):
    refusal = Receipt("failed", error="ConnectError", retryable=True)
    made = provider(*[refusal] * service.ATTEMPTS)
    for _ in range(service.ATTEMPTS - 1):
        with pytest.raises(NotSettled):
            await send_once(org_id, "why", new_phone(), BODY)
    assert await send_once(org_id, "why", new_phone(), BODY) == "failed"
    assert await send_once(org_id, "why", new_phone(), BODY) == "failed"
    assert made.sent == service.ATTEMPTS


async def test_a_refusal_for_good_is_failed_with_its_reason(org_id, provider, firm):
    provider(Receipt("failed", error="twilio 21610"))
    assert await send_once(org_id, "why", new_phone(), BODY) == "failed"
    assert (await row(org_id))["error"] == "twilio 21610"
    [event] = await firm.events("TextMessageFailed")
    assert "21610" in event["data"]


async def test_a_text_with_a_secret_is_not_kept(org_id):
    await send_once(org_id, "why", new_phone(), BODY, keep_body=False)
    assert (await row(org_id))["body"] is None


async def test_inside_a_transaction_it_refuses(org_id):
    with tenancy.acting_for(org_id=org_id):
        async with database.transaction():
            with pytest.raises(RuntimeError, match="outside any transaction"):
                await send_once(org_id, "why", new_phone(), BODY)


async def test_another_organisation_does_not_see_it(org_id, outsider):
    await send_once(org_id, "why", new_phone(), BODY)
    assert await row(UUID(outsider.org_id)) is None
