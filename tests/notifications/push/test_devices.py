"""Phones that take pushes: registered, moved, ended; and what is refused."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core import clock
from backend.notifications.queries.devices import AT_MOST
from tests.notifications.push.conftest import Browser, subscribe, url64

GOOGLE = "https://fcm.googleapis.com/fcm/send/abc"


async def test_a_browser_is_registered_and_stays_one_device(worker, service):
    first = await subscribe(worker, service, name="갤럭시")
    again = await worker.put(f"/me/push-devices/{uuid4()}", first.browser.subscription(first.endpoint))

    assert (again.status_code, again.json()["id"]) == (200, first.device_id)
    [device] = (await worker.get("/me/push-devices")).json()["items"]
    assert (device["name"], device["current"], device["shows_text"]) == ("갤럭시", True, True)
    assert len((await worker.get("/public/push-key")).json()["key"]) == 87


async def test_the_lock_screen_says_nothing_private_until_the_person_allows_it(worker, service):
    device_id = uuid4()
    body = Browser().subscription(service.endpoint("201", "shy"))

    made = await worker.put(f"/me/push-devices/{device_id}", body)
    assert (made.status_code, made.json()["shows_text"]) == (201, False)


async def test_a_browser_that_subscribes_anew_keeps_its_device(worker, service):
    first = await subscribe(worker, service)
    other = Browser().subscription(service.endpoint("201", "renewed"), shows_text=False)

    assert (await worker.put(f"/me/push-devices/{first.device_id}", other)).status_code == 200
    [device] = (await worker.get("/me/push-devices")).json()["items"]
    assert (device["id"], device["shows_text"]) == (first.device_id, False)


async def test_a_browser_that_changes_hands_leaves_who_had_it(worker, second_worker, service):
    first = await subscribe(worker, service)
    body = first.browser.subscription(first.endpoint)

    moved = await second_worker.put(f"/me/push-devices/{first.device_id}", body)

    assert moved.status_code == 201
    assert moved.json()["id"] != first.device_id
    assert (await worker.get("/me/push-devices")).json()["items"] == []
    assert len((await second_worker.get("/me/push-devices")).json()["items"]) == 1


async def test_knowing_an_address_is_not_enough_to_take_it(worker, outsider, service):
    first = await subscribe(worker, service)
    taken = await outsider.put(f"/me/push-devices/{uuid4()}", Browser().subscription(first.endpoint))

    assert (taken.status_code, taken.json()["code"]) == (409, "endpoint-taken")
    assert len((await worker.get("/me/push-devices")).json()["items"]) == 1


async def test_registered_twice_at_once_it_is_one(worker, service):
    browser, endpoint = Browser(), service.endpoint("201", "race")
    answers = await asyncio.gather(
        *(worker.put(f"/me/push-devices/{uuid4()}", browser.subscription(endpoint)) for _ in range(4))
    )

    assert sorted(a.status_code for a in answers) == [200, 200, 200, 201]
    assert len((await worker.get("/me/push-devices")).json()["items"]) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://10.0.0.1/push",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/push",
        "https://[::1]/push",
        "https://localhost/push",
        "https://push.example.com/abc",
        "https://fcm.googleapis.com.example.com/abc",
        "https://evilfcm.googleapis.com/abc",
        "https://fcm.googleapis.com:8443/abc",
        "https://fcm.googleapis.com@10.0.0.1/abc",
        "https://10.0.0.1\\@fcm.googleapis.com/abc",
        "https://fcm.googleapis.com%2f@10.0.0.1/abc",
        "https://10.0.0.1#fcm.googleapis.com/abc",
        "http://10.0.0.1:8000/abc",
        "ftp://fcm.googleapis.com/abc",
        "https://web.push.apple.com evil/abc",
        "nonsense!",
    ],
)
async def test_pushes_go_to_push_services_only(worker, endpoint):
    answer = await worker.put(f"/me/push-devices/{uuid4()}", Browser().subscription(endpoint))
    assert (answer.status_code, answer.json()["code"]) == (422, "endpoint-not-allowed"), answer.text


@pytest.mark.parametrize(
    "endpoint",
    [
        GOOGLE,
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/QOxyz",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
    ],
)
async def test_the_services_of_the_browsers_are_known(worker, endpoint):
    body = Browser().subscription(endpoint + uuid4().hex)
    assert (await worker.put(f"/me/push-devices/{uuid4()}", body)).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("p256dh", url64(b"\x04" + b"\x01" * 64)),  # of the right size, and not on the curve
        ("p256dh", url64(b"\x02" + b"\x01" * 32)),
        ("p256dh", "A"),
        ("auth", url64(b"short")),
        ("auth", url64(b"x" * 17)),
    ],
)
async def test_keys_that_nothing_can_be_encrypted_for_are_refused(worker, field, value):
    answer = await worker.put(f"/me/push-devices/{uuid4()}", Browser().subscription(GOOGLE) | {field: value})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


async def test_it_ends_when_its_person_says_so_or_signs_out(worker, outsider, service):
    first = await subscribe(worker, service)

    assert (await outsider.delete(f"/me/push-devices/{first.device_id}")).status_code == 404
    assert (await worker.delete(f"/me/push-devices/{first.device_id}")).status_code == 204
    assert (await worker.delete(f"/me/push-devices/{first.device_id}")).status_code == 204
    await subscribe(worker, service)
    await worker.sign_in()  # a new session: the old one, and its device, are over
    assert (await worker.get("/me/push-devices")).json()["items"] == []


async def test_of_too_many_the_oldest_ends(worker, service):
    began = clock.now()
    for number in range(AT_MOST + 1):
        with clock.stopped_at(began + timedelta(seconds=number)):
            made = await subscribe(worker, service)
            if number == 0:
                first = made

    devices = (await worker.get("/me/push-devices")).json()["items"]
    assert len(devices) == AT_MOST
    assert first.device_id not in [device["id"] for device in devices]


async def test_a_trial_comes_at_once_and_says_when_it_does_not(worker, outsider, service):
    good, dead = await subscribe(worker, service), await subscribe(worker, service, "410")

    trial = await worker.post(f"/me/push-devices/{good.device_id}/trials")
    assert (trial.status_code, trial.json()) == (202, {"sent": True, "reason": None})
    assert good.heard(service)[0]["notification"]["title"] == "알림이 잘 와요"
    trial = await worker.post(f"/me/push-devices/{dead.device_id}/trials")
    assert trial.json() == {"sent": False, "reason": "gone"}
    assert [d["id"] for d in (await worker.get("/me/push-devices")).json()["items"]] == [good.device_id]
    assert (await outsider.post(f"/me/push-devices/{good.device_id}/trials")).status_code == 404
