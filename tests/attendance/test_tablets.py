"""The shared tablet: paired once, nobody's own, and taps that only the person's PIN makes."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.attendance.day import duty, flags, record
from tests.attendance.tablet import nobody, pair, set_pin
from tests.races import at_once
from tests.scheduling.plan import manage_site


@pytest.fixture
async def tablet(firm, site, worker):
    await duty(firm, site["id"], worker, clock.now(), 3)
    await set_pin(worker, "2580")
    return await pair(firm, site["id"])


async def test_a_worker_taps_with_a_pin_and_the_tablet_knows(firm, site, worker, tablet):
    assert (await tablet.people())[worker.name]["presence"] == "out"
    answer = await tablet.tap(worker, "2580")
    assert answer.status_code == 201
    punch = (await firm.owner.get(f"~/punches/{answer.json()['id']}")).json()
    assert (punch["how"], punch["site_id"], punch["flags"]) == ("tablet", site["id"], [])
    assert punch["recorded_by"] is None
    assert punch["shift_id"] is not None
    assert (await tablet.people())[worker.name]["presence"] == "in"

    for kind, presence in (("break_start", "break"), ("break_end", "in"), ("out", "out")):
        assert (await tablet.tap(worker, "2580", kind)).status_code == 201
        assert (await tablet.people())[worker.name]["presence"] == presence
    (session,) = await record(firm, worker)
    assert session["closed_by"] == "out"


async def test_the_crew_of_today_is_on_it_and_others_are_found(firm, site, tablet, worker, second_worker):
    assert list(await tablet.people()) == [worker.name]
    found = (await tablet.browser.get("/tablet/people?name=명희")).json()["items"]
    assert [(one["member_id"], one["has_pin"]) for one in found] == [(second_worker.member_id, False)]
    for nothing in ("%25", "%20", "_"):
        assert (await tablet.browser.get(f"/tablet/people?name={nothing}")).json()["items"] == []
    await set_pin(second_worker, "1357")
    assert (await tablet.tap(second_worker, "1357")).status_code == 201
    assert second_worker.name in await tablet.people(), "whoever is at work there is on it"


async def test_a_wrong_pin_writes_nothing(firm, tablet, worker):
    wrong = await tablet.tap(worker, "0852")
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["tries_left"]) == (422, "pin-not-right", 4)
    assert await firm.events("PunchRecorded") == []


async def test_a_tap_without_a_signal_is_kept_whatever_its_pin_says(firm, tablet, worker, second_worker):
    hour_ago = clock.now() - timedelta(hours=1)
    right = await tablet.tap(worker, "2580", at=hour_ago, kept=True)
    assert await flags(firm, right) == ["arrived_late"]
    wrong = await tablet.tap(worker, "0852", "out", at=hour_ago + timedelta(minutes=20), kept=True)
    assert await flags(firm, wrong) == ["arrived_late", "pin_wrong"]
    unset = await tablet.tap(second_worker, "0852", at=hour_ago, kept=True)
    assert "pin_unchecked" in await flags(firm, unset)

    heard = (await worker.get("~/inbox")).json()["items"]
    assert [(notice["topic"], notice["link"]) for notice in heard] == [
        ("tapped_for_you", f"/punches/{wrong.json()['id']}")
    ]


async def test_the_same_tap_again_is_one_punch_and_one_try(firm, tablet, worker):
    punch_id, at = str(new_id()), clock.now() - timedelta(minutes=30)
    body: dict[str, Any] = {"punch_id": punch_id, "at": at, "kept": True}
    answers = [await tablet.tap(worker, "0852", **body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert (await tablet.tap(worker, "0852", "out")).json()["tries_left"] == 3
    other = await tablet.tap(worker, "0852", "out", **body)
    assert (other.status_code, other.json()["code"]) == (409, "punch-exists")


async def test_a_sealed_pin_is_good_for_its_punch_and_person_only(firm, tablet, worker, second_worker):
    taken = tablet.seal(f"{new_id()} {worker.member_id}", "2580")
    answer = await tablet.tap(worker, "2580", proof=taken)
    assert (answer.status_code, answer.json()["code"]) == (422, "proof-unreadable")
    other = await pair(firm, tablet.shown["site_id"])
    punch_id = str(new_id())
    elsewhere = other.seal(f"{punch_id} {worker.member_id}", "2580")
    assert (await tablet.tap(worker, "2580", punch_id=punch_id, proof=elsewhere)).status_code == 422


async def test_a_code_pairs_one_tablet_also_when_three_race(firm, site):
    offer = (await firm.owner.post("~/tablets", {"site_id": site["id"]})).json()
    assert offer["link"].endswith(f"/tablet#{offer['code']}")
    typed = offer["code"].lower().replace("-", " ")
    devices = [nobody(firm) for _ in range(3)]
    answers = await at_once(*(device.post("/tablet/pairing", {"code": typed}) for device in devices))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]
    assert (await firm.owner.get("~/tablets")).json()["items"][0]["paired_at"] is not None


async def test_a_code_is_soon_over(firm, site, monkeypatch):
    offer = (await firm.owner.post("~/tablets", {"site_id": site["id"]})).json()
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    late = await nobody(firm).post("/tablet/pairing", {"code": offer["code"]})
    assert (late.status_code, late.json()["code"]) == (422, "pairing-code-wrong")


async def test_nobody_is_signed_in_on_it(firm, site, worker):
    offer = (await firm.owner.post("~/tablets", {"site_id": site["id"]})).json()
    mine = await worker.post("/tablet/pairing", {"code": offer["code"]})
    assert (mine.status_code, mine.json()["code"]) == (409, "person-signed-in")
    assert (await nobody(firm).post("/tablet/pairing", {"code": offer["code"]})).status_code == 201


async def test_its_cookie_is_closed_to_scripts_and_opens_nothing_else(firm, tablet):
    (cookie,) = tablet.browser.client.cookies.jar
    assert (cookie.name, cookie.has_nonstandard_attr("HttpOnly")) == ("tablet", True)
    tablet.browser.org_id = firm.org_id
    for path in ("~/members", "~/board", "~/punches", "/me"):
        assert (await tablet.browser.get(path)).status_code == 401


async def test_a_revoked_tablet_is_nothing_but_a_screen(firm, tablet, worker):
    tablet_id = tablet.shown["id"]
    assert (await firm.owner.delete(f"~/tablets/{tablet_id}")).status_code == 204
    assert (await firm.owner.delete(f"~/tablets/{tablet_id}")).status_code == 204
    for answer in (await tablet.browser.get("/tablet"), await tablet.tap(worker, "2580")):
        assert (answer.status_code, answer.json()["code"]) == (401, "tablet-unknown")
    assert (await firm.owner.get("~/tablets")).json()["items"] == []
    assert [event["kind"] for event in await firm.events() if "Tablet" in event["kind"]] == [
        "TabletOffered",
        "TabletPaired",
        "TabletRevoked",
    ]


async def test_who_left_cannot_tap(firm, tablet, worker):
    await firm.owner.delete(f"~/members/{worker.member_id}")
    assert (await tablet.tap(worker, "2580")).status_code == 404
    assert await tablet.people() == {}


@pytest.mark.parametrize("secret", ["", "x", "A" * 86, "%EA%B0%80", "=" * 88])
async def test_what_is_no_secret_opens_nothing(firm, secret):
    device = nobody(firm)
    assert (await device.get("/tablet", cookie=f"tablet={secret}")).status_code == 401


async def test_who_may_pair(firm, site, worker, second_worker, manager):
    body = {"site_id": site["id"]}
    assert (await worker.post("~/tablets", body)).status_code == 403
    other = await firm.site(name="남의 현장")
    await manage_site(firm, second_worker, other["id"])
    assert (await second_worker.post("~/tablets", body)).status_code == 404
    assert (await second_worker.post("~/tablets", {"site_id": other["id"]})).status_code == 201
    assert (await manager.post("~/tablets", body)).status_code == 201
    seen = (await second_worker.get("~/tablets")).json()["items"]
    assert [tablet["site_id"] for tablet in seen] == [other["id"]]
    hers = (await manager.get("~/tablets")).json()["items"]
    mine = next(tablet for tablet in hers if tablet["site_id"] == site["id"])
    assert (await second_worker.delete(f"~/tablets/{mine['id']}")).status_code == 404
    await firm.owner.delete(f"~/sites/{site['id']}")
    assert (await manager.post("~/tablets", body)).status_code == 404


async def test_a_tablet_of_another_firm_knows_nobody_here(firm, tablet, worker, outsider):
    theirs = await outsider.post("~/sites", {**SITE, "id": str(new_id())})
    offer = (await outsider.post("~/tablets", {"site_id": theirs.json()["id"]})).json()
    device = nobody(firm)
    shown = await device.post("/tablet/pairing", {"code": offer["code"]})
    assert shown.json()["people"] == []
    stranger = type(tablet)(device, shown.json())
    assert (await stranger.tap(worker, "2580")).status_code == 404
    assert (await device.get(f"/tablet/people?name={worker.name}")).json()["items"] == []


SITE = {
    "name": "남의 현장",
    "address": "부산",
    "lat": 35.1,
    "lon": 129.0,
    "radius_m": 100,
    "timezone": "Asia/Seoul",
}
