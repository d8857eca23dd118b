"""What may have left is asked for before anything is sent again; what the provider says later is believed
when it is signed."""

from datetime import timedelta

import pytest
from twilio.request_validator import RequestValidator

from backend import settings
from backend.core import clock
from backend.core.sms import twilio
from backend.notifications.service.deliveries import LEASE
from tests.notifications.sms.carrier import TOKEN, problem
from tests.world import ORIGIN, outbox

PATH = "/api/v1/public/sms/twilio/status"


def later(**time):
    return clock.stopped_at(clock.now() + timedelta(**time))


async def test_a_message_without_an_answer_that_the_provider_has_is_sent(
    office, worker, network, use, monkeypatch
):
    monkeypatch.setattr(twilio, "TIMEOUT", 0.3)
    network.hangs_after_taking = True
    use(network.provider("console"))
    told = await office.tell(worker)
    await office.send()
    assert await office.states(told) == [("unknown", "no_answer")]
    await office.send()
    await office.ask()  # too early
    assert await office.states(told) == [("unknown", "no_answer")]
    with later(minutes=1, seconds=1):
        await office.ask()
    [row] = await office.rows(told)
    assert (row["state"], row["provider_id"], row["cost_won"]) == ("sent", network.taken[0]["sid"], 20)
    assert len(network.taken) == 1
    assert await office.money() == (20, 0)


async def test_a_message_that_is_surely_nowhere_is_sent_again(office, worker, network, use):
    network.weather = lambda form: problem(500, 20500)
    use(network.provider())
    told = await office.tell(worker)
    await office.send()
    network.weather = lambda form: None
    network.is_down_for_questions = True
    with later(minutes=3):
        await office.ask()
        assert await office.states(told) == [("unknown", "no_answer")]
    network.is_down_for_questions = False
    with later(minutes=6):
        await office.ask()
        assert await office.states(told) == [("queued", None)]
        assert await office.money() == (0, 0)
        await office.send()
    assert await office.states(told) == [("sent", None)]
    assert len(network.taken) == 1


async def test_what_nobody_can_be_asked_about_stays_unknown_and_keeps_its_reason(
    office, firm, worker, network, use
):
    network.weather = lambda form: problem(500, 20500)
    use(network.provider("gone"))
    told = await office.tell(worker)
    await office.send()
    use(network.provider("another"))
    with later(minutes=10):
        await office.ask()
        await office.send()
    assert await office.states(told) == [("unknown", "no_answer")]
    assert (await firm.events("DeliveriesSettled")) != []
    assert network.taken == []


async def test_a_sender_that_died_after_sending_is_found_in_the_outbox(office, worker, ledger):
    told = await office.tell(worker)
    await office.send()
    now = clock.now()
    await ledger.execute(
        "UPDATE delivery SET state = 'leased', lease = uuidv7(), leased_until = $2, provider = NULL, "
        "cost_won = 0 WHERE notification_id = $1 AND channel = 'sms'",
        told,
        now + LEASE,
    )
    with later(minutes=3):
        await office.send()
        assert await office.states(told) == [("unknown", "sender_died")]
    with later(minutes=6):
        await office.ask()
        await office.ask()
    [row] = await office.rows(told)
    assert (row["state"], row["provider"]) == ("sent", "console")
    assert len([m for m in outbox() if m["to"] == worker.phone and row["code"] in m["body"]]) == 1


@pytest.fixture
async def sent(office, worker, network, use, monkeypatch):
    """A message that Twilio took; and how it calls back, signed."""
    import msgspec

    real = msgspec.structs.replace(settings.current(), twilio_auth_token=TOKEN)
    monkeypatch.setattr(settings, "current", lambda: real)
    use(network.provider("twilio", callback=f"https://pumasi.example{PATH}"))
    told = await office.tell(worker)
    await office.send()
    [message] = network.taken

    async def call(status: str, *, error: str = "", sid: str = message["sid"], token: str = TOKEN) -> int:
        form = {"MessageSid": sid, "MessageStatus": status, "To": worker.phone}
        if error:
            form["ErrorCode"] = error
        target = message["StatusCallback"].removeprefix("https://pumasi.example")
        signature = RequestValidator(token).compute_signature(ORIGIN + target, form)
        answer = await worker.client.post(target, data=form, headers={"X-Twilio-Signature": signature})
        return answer.status_code

    return told, call


async def test_a_signed_callback_counts_once_and_never_backwards(office, firm, sent):
    told, call = sent
    assert await call("sent") == 204
    assert await office.states(told) == [("sent", None)]
    assert await call("delivered") == 204
    events = len(await firm.events("DeliveriesSettled"))
    for status in ("delivered", "sent", "queued", "undelivered"):
        assert await call(status, error="30003" if status == "undelivered" else "") == 204
    assert await office.states(told) == [("delivered", None)]
    assert len(await firm.events("DeliveriesSettled")) == events


async def test_a_failure_after_sending_is_recorded_and_a_late_arrival_corrects_it(office, sent):
    told, call = sent
    assert await call("undelivered", error="30006") == 204
    assert await office.states(told) == [("failed", "invalid_number")]
    assert await call("delivered") == 204
    assert await office.states(told) == [("delivered", None)]


async def test_a_wrong_signature_or_a_message_that_is_not_ours_changes_nothing(
    office, sent, worker, monkeypatch
):
    told, call = sent
    assert await call("delivered", token="guessed") == 403
    unsigned = await worker.client.post(PATH, data={"MessageSid": "x", "MessageStatus": "delivered"})
    assert unsigned.status_code == 403
    assert await call("undelivered", sid="SM" + "f" * 32) == 204  # an older message: not this one's failure
    as_json = await worker.client.post(PATH, json={"MessageSid": "x"})
    assert as_json.status_code == 415
    import msgspec

    unset = msgspec.structs.replace(settings.current(), twilio_auth_token="")
    monkeypatch.setattr(settings, "current", lambda: unset)
    assert await call("delivered", token="") == 403
    assert await office.states(told) == [("sent", None)]


async def test_a_callback_before_the_answer_settles_it(office, sent, ledger):
    told, call = sent
    await ledger.execute(
        "UPDATE delivery SET state = 'unknown', reason = 'no_answer', provider = NULL, provider_id = NULL "
        "WHERE notification_id = $1 AND channel = 'sms'",
        told,
    )
    assert await call("sent") == 204
    assert await office.states(told) == [("sent", None)]


async def test_solapi_reports_by_its_secret_address(office, worker, use, network, monkeypatch):
    import msgspec

    real = msgspec.structs.replace(settings.current(), solapi_webhook_secret="s" * 24)
    monkeypatch.setattr(settings, "current", lambda: real)
    use(network.provider("solapi"))
    told = await office.tell(worker)
    await office.send()
    [row] = await office.rows(told)
    reports = [
        {"eventDataId": "1", "data": {"messageId": "none of ours", "statusCode": "4000"}, "retryCount": 0},
        {"eventDataId": "2", "data": {"messageId": row["provider_id"], "statusCode": "4000", "to": "x"}},
    ]
    path = "/api/v1/public/sms/solapi/"
    assert (await worker.client.post(path + "guessed", json=reports)).status_code == 403
    assert (await worker.client.post(path + "s" * 24, json=reports)).status_code == 204
    assert await office.states(told) == [("delivered", None)]


async def test_a_short_link_leads_there_and_reading_it_counts(office, firm, worker, outsider):
    told = await office.tell(worker)
    await office.send()
    [row] = await office.rows(told)
    link = f"/public/short-links/{row['code']}"
    shown = await outsider.get(link)
    assert shown.json() == {"org_id": firm.org_id, "notification_id": str(told), "link": "/inbox"}
    assert await office.states(told) == [("sent", None)]
    for _ in range(2):
        assert (await worker.put(f"{link}/reading")).status_code == 204
    assert await office.states(told) == [("read", None)]
    assert len(await firm.events("NotificationRead")) == 1
    assert (await worker.get("/public/short-links/aaaaaaaaaaa")).status_code == 404
    assert (await worker.put("/public/short-links/aaaaaaaaaaa/reading")).status_code == 404
    with later(days=61):
        assert (await worker.get(link)).status_code == 404
