"""Pushes on their way: what each answer of a push service means for the phone, the row and the person."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import clock, tenancy
from backend.notifications.channels.push import vapid
from backend.notifications.queries.ledger import SUMS_THAT_DIFFER
from backend.notifications.service.sending import send_due
from tests.notifications.push.conftest import VARIABLES, subscribe, tell


async def send(firm) -> None:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        assert await send_due("push") is False


async def row(ledger, decided, channel="push"):
    return await ledger.fetchrow(
        "SELECT * FROM delivery WHERE notification_id = $1 AND channel = $2", decided.notification_id, channel
    )


async def test_a_push_says_what_and_where(firm, worker, service, ledger):
    phone = await subscribe(worker, service)
    made = await tell(firm, "one", worker, link="/today", urgency="urgent")
    await send(firm)

    assert (await row(ledger, made))["state"] == "sent"
    [said] = phone.heard(service)
    notification = said["notification"]
    assert said["web_push"] == 8030
    assert notification["title"] == "한강빌딩: 아직 출근 전이에요"
    assert (notification["lang"], notification["app_badge"], said["app_badge"]) == ("ko", 1, 1)
    assert notification["navigate"].endswith(f"/open/{firm.org_id}/{made.notification_id}?to=/today")
    assert said["pumasi"]["id"] == str(made.notification_id)
    [pushed] = service.pushed
    assert pushed.headers["topic"] == notification["tag"]
    assert pushed.headers["urgency"] == "high"
    assert 0 < int(pushed.headers["ttl"]) <= 3 * 3600
    assert pushed.headers["content-encoding"] == "aes128gcm"
    assert vapid.vapid().verify(pushed.headers["authorization"])
    assert "한강" not in pushed.body.decode("latin-1")


async def test_a_lock_screen_that_shows_no_text_gets_the_topic_only(firm, worker, service):
    phone = await subscribe(worker, service, shows_text=False)
    await tell(firm, "quiet", worker)
    await send(firm)

    [said] = phone.heard(service)
    assert (said["notification"]["title"], said["notification"]["body"]) == ("미출근", "앱에서 확인해 주세요")
    assert "한강" not in str(said)
    assert said["pumasi"]["quiet_text"] is True


async def test_several_phones_of_a_person_are_one_delivery(firm, worker, service, ledger):
    phones = [await subscribe(worker, service) for _ in range(2)]
    dead = await subscribe(worker, service, "410")
    made = await tell(firm, "several", worker)
    await send(firm)

    found = await row(ledger, made)
    assert (found["state"], set(found["reached"])) == ("sent", {UUID(phone.device_id) for phone in phones})
    assert [len(phone.heard(service)) for phone in [*phones, dead]] == [1, 1, 1]
    devices = (await worker.get("/me/push-devices")).json()["items"]
    assert dead.device_id not in [device["id"] for device in devices]


async def test_a_phone_that_must_wait_does_not_ring_the_other_again(firm, worker, service, ledger):
    good, busy = await subscribe(worker, service), await subscribe(worker, service, "500")
    made = await tell(firm, "partly", worker)
    await send(firm)
    assert (await row(ledger, made))["state"] == "queued"

    service.answers[busy.path] = "201"
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        await send(firm)
    assert (await row(ledger, made))["state"] == "sent"
    assert [service.taken[phone.path] for phone in (good, busy)] == [1, 1]


@pytest.mark.parametrize("answer", ["404", "410"])
async def test_who_has_no_living_phone_is_told_by_text_at_once(firm, worker, service, ledger, answer):
    phone = await subscribe(worker, service, answer)
    made = await tell(firm, "dead", worker, patience=timedelta(hours=1))
    assert (await row(ledger, made, "sms"))["due_at"] > clock.now() + timedelta(minutes=50)
    await send(firm)

    found = await row(ledger, made)
    assert (found["state"], found["reason"]) == ("failed", "gone")
    assert (await row(ledger, made, "sms"))["due_at"] <= clock.now()
    ended = await ledger.fetchrow("SELECT * FROM push_device WHERE id = $1", UUID(phone.device_id))
    assert ended["ended_why"] == "gone"


async def test_who_signed_out_meanwhile_is_told_by_text_at_once(firm, worker, service, ledger):
    await subscribe(worker, service)
    made = await tell(firm, "signed out", worker, patience=timedelta(hours=1))
    await worker.sign_in()
    await send(firm)

    assert (await row(ledger, made))["reason"] == "gone"
    assert (await row(ledger, made, "sms"))["due_at"] <= clock.now()
    assert service.pushed == []


@pytest.mark.parametrize(
    ("answer", "reason", "at_least_s"),
    [
        ("429", "http 429", 7),
        ("500", "http 500", 3),
        ("403", "vapid_refused", 3),
        ("401", "vapid_refused", 3),
    ],
)
async def test_what_may_come_right_is_tried_again(firm, worker, service, ledger, answer, reason, at_least_s):
    await subscribe(worker, service, answer)
    made = await tell(firm, "later", worker)
    with clock.stopped_at(now := clock.now() + timedelta(seconds=1)):
        await send(firm)

    found = await row(ledger, made)
    assert (found["state"], found["reason"]) == ("queued", reason)
    assert found["due_at"] >= now + timedelta(seconds=at_least_s)
    assert len((await worker.get("/me/push-devices")).json()["items"]) == 1  # the phone is not to blame


async def test_the_page_of_numbers_counts_what_our_key_is_refused_for(firm, worker, manager, service):
    await subscribe(worker, service, "403")
    await tell(firm, "ours", worker)
    await send(firm)

    text = (await manager.get("/metrics")).text
    counted = next(line for line in text.splitlines() if line.startswith("pumasi_refused_pushes "))
    assert float(counted.split()[1]) >= 1


@pytest.mark.parametrize(("answer", "reason"), [("400", "refused 400"), ("413", "too_large")])
async def test_what_is_refused_for_good_has_failed(firm, worker, service, ledger, answer, reason):
    await subscribe(worker, service, answer)
    made = await tell(firm, "refused", worker)
    await send(firm)

    found = await row(ledger, made)
    assert (found["state"], found["reason"]) == ("failed", reason)


async def test_a_redirect_is_not_followed(firm, worker, service, ledger):
    await subscribe(worker, service, "redirect")
    made = await tell(firm, "elsewhere", worker)
    await send(firm)

    assert [pushed.path.split("/")[1] for pushed in service.pushed] == ["redirect"]
    assert (await row(ledger, made))["reason"] == "refused 307"


async def test_a_push_that_does_not_fit_leaves_to_nobody(firm, worker, service, ledger):
    await subscribe(worker, service)
    made = await tell(firm, "long", worker, link="/" + "x" * 9000)
    await send(firm)

    found = await row(ledger, made)
    assert (found["state"], found["reason"]) == ("failed", "too_large")
    assert service.pushed == []


async def test_a_long_text_is_cut_to_what_fits(firm, worker, service, ledger):
    phone = await subscribe(worker, service)
    made = await tell(firm, "wordy", worker, variables=VARIABLES | {"site": "🧹" * 3000})
    await send(firm)

    assert (await row(ledger, made))["state"] == "sent"
    assert phone.heard(service)[0]["notification"]["title"] == "🧹" * 120


async def test_a_deaf_push_service_holds_nobody_else_up(
    firm, worker, second_worker, service, ledger, monkeypatch
):
    from backend.notifications.channels.push import sender

    monkeypatch.setattr(sender, "WITHIN_S", 0.5)
    await subscribe(worker, service, "never")
    await subscribe(second_worker, service, "slow")
    made = await tell(firm, "deaf", worker, second_worker)
    await send(firm)

    rows = await ledger.fetch(
        "SELECT state, reason FROM delivery WHERE notification_id = $1 AND channel = 'push' ORDER BY 1",
        made.notification_id,
    )
    assert [tuple(row) for row in rows] == [("queued", "no_answer"), ("sent", None)]


async def test_what_can_wait_comes_in_one_push(firm, worker, service, ledger):
    phone = await subscribe(worker, service)
    made = [
        await tell(firm, f"low {number}", worker, urgency="low", expires_at=clock.now() + timedelta(days=3))
        for number in range(3)
    ]
    with clock.stopped_at(clock.now() + timedelta(days=1, hours=1)):
        await send(firm)

    [said] = phone.heard(service)
    assert said["notification"]["title"] == "새 소식 3건"
    assert (said["notification"]["silent"], said["app_badge"]) == (True, 3)
    assert [(await row(ledger, each))["state"] for each in made] == ["sent"] * 3
    assert await ledger.fetch(SUMS_THAT_DIFFER) == []
