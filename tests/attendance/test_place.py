"""Positions: checked against the site, never silently accepted, never a reason to lose a punch."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.attendance.day import AT_SITE, BUSAN, SEOUL_STATION, duty, flags, tap


@pytest.fixture
async def on_duty(firm, site, worker):
    await duty(firm, site["id"], worker, clock.now(), 3)
    return worker


@pytest.mark.parametrize(
    ("position", "expected", "how"),
    [
        (AT_SITE, [], "gps"),
        (SEOUL_STATION, ["outside_radius"], "gps"),
        (AT_SITE | {"accuracy_m": 3000}, ["poor_accuracy"], "gps"),
        (AT_SITE | {"accuracy_m": 0}, ["poor_accuracy"], "gps"),
        (AT_SITE | {"accuracy_m": None}, ["poor_accuracy"], "gps"),
        ({}, ["no_position"], "none"),
        ({"lat": 0, "lon": 0}, ["null_island"], "none"),
        ({"lat": 0.001, "lon": -0.002}, ["null_island"], "none"),
        ({"lat": 37.5, "lon": 180}, ["null_island"], "none"),
        ({"lat": 37.5, "lon": -180}, ["null_island"], "none"),
        ({"lat": 90, "lon": 127}, ["null_island"], "none"),
    ],
)
async def test_a_position_is_flagged_for_what_it_is(firm, site, on_duty, position, expected, how):
    answer = await tap(on_duty, "in", site_id=site["id"], **position)
    assert answer.status_code == 201
    assert (answer.json()["flags"], answer.json()["how"]) == (expected, how)


async def test_a_break_needs_no_position(firm, site, on_duty):
    await tap(on_duty, "in", site_id=site["id"], **AT_SITE)
    for kind in ("break_start", "break_end"):
        assert await flags(firm, await tap(on_duty, kind, site_id=site["id"])) == []


@pytest.mark.parametrize(
    "position",
    [
        {"lat": 999, "lon": 127},
        {"lat": 37.5, "lon": 180.0001},
        {"lat": -91, "lon": 127},
        {"lat": "NaN", "lon": "NaN"},
        {"lat": "Infinity", "lon": 127},
        {"lat": 37.5, "lon": 127, "accuracy_m": -1},
        {"lat": 37.5, "lon": 127, "accuracy_m": 1e9},
    ],
)
async def test_what_is_no_position_is_refused(firm, site, on_duty, position):
    assert (await tap(on_duty, "in", site_id=site["id"], **position)).status_code in (400, 422)
    assert await firm.events("PunchRecorded") == []


@pytest.mark.parametrize("half", [{"lat": 37.5}, {"lon": 127}, {"lat": 37.5, "lon": None}])
async def test_half_a_position_is_refused(site, on_duty, half):
    body = {"kind": "in", "device_time": clock.now().isoformat(), "site_id": site["id"], **half}
    answer = await on_duty.put(f"~/punches/{new_id()}", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/lon"


async def test_nan_in_json_is_refused(site, on_duty):
    answer = await tap(on_duty, "in", site_id=site["id"], lat=float("nan"), lon=127.0)
    assert answer.status_code == 400


async def test_the_distance_is_measured(site, on_duty):
    answer = await tap(on_duty, "in", site_id=site["id"], **SEOUL_STATION)
    assert answer.json()["distance_m"] == pytest.approx(8_300, rel=0.05)


async def test_impossible_travel_is_flagged_on_the_later_punch_whichever_came_first(firm, site, on_duty):
    in_seoul = clock.now() - timedelta(minutes=40)
    in_busan = in_seoul + timedelta(minutes=30)

    later = await tap(on_duty, "out", in_busan, site_id=site["id"], **BUSAN)
    earlier = await tap(on_duty, "in", in_seoul, site_id=site["id"], **AT_SITE)

    assert "impossible_travel" in await flags(firm, later)
    assert "impossible_travel" not in await flags(firm, earlier)


async def test_a_train_is_possible_travel(site, on_duty):
    in_seoul = clock.now() - timedelta(hours=3)
    await tap(on_duty, "in", in_seoul, site_id=site["id"], **AT_SITE)
    answer = await tap(on_duty, "out", in_seoul + timedelta(hours=2.5), site_id=site["id"], **BUSAN)
    assert "impossible_travel" not in answer.json()["flags"]


async def test_where_the_firm_blocks_nobody_clocks_in_from_outside(firm, site, on_duty):
    await firm.owner.patch("~", {"settings": {"punch_outside": "block"}})
    poster = (await firm.owner.get(f"~/sites/{site['id']}/poster")).json()["token"]

    outside = await tap(on_duty, "in", site_id=site["id"], **SEOUL_STATION)
    assert (outside.status_code, outside.json()["code"]) == (409, "outside-site")
    assert await firm.events("PunchRecorded") == []

    basement = await tap(on_duty, "in", site_id=site["id"])
    assert basement.status_code == 201, "no position is no proof of being elsewhere"
    await tap(on_duty, "out", site_id=site["id"], **AT_SITE)

    await firm.owner.post(f"~/sites/{site['id']}/poster-versions")
    revoked = await tap(on_duty, "in", site_id=site["id"], qr=poster)
    assert (revoked.status_code, revoked.json()["code"]) == (409, "outside-site")
    poster = (await firm.owner.get(f"~/sites/{site['id']}/poster")).json()["token"]
    scanned = await tap(on_duty, "in", site_id=site["id"], qr=poster, **SEOUL_STATION)
    assert (scanned.status_code, scanned.json()["how"]) == (201, "qr")
    assert (await tap(on_duty, "out", site_id=site["id"], **AT_SITE)).status_code == 201


async def test_a_poster_proves_the_place_without_a_position(firm, site, on_duty):
    poster = (await firm.owner.get(f"~/sites/{site['id']}/poster")).json()["token"]
    answer = await tap(on_duty, "in", qr=poster)
    assert (answer.json()["how"], answer.json()["flags"], answer.json()["site_id"]) == ("qr", [], site["id"])


async def test_a_tag_says_the_same_as_the_poster_and_is_told_apart(firm, site, on_duty):
    token = (await firm.owner.get(f"~/sites/{site['id']}/poster")).json()["token"]
    punch = (await tap(on_duty, "in", qr=token, nfc=True)).json()
    assert (punch["how"], punch["site_id"], punch["flags"]) == ("nfc", site["id"], [])
    await firm.owner.post(f"~/sites/{site['id']}/poster-versions")
    out = (await tap(on_duty, "out", qr=token, nfc=True)).json()
    assert (out["how"], out["flags"]) == ("none", ["qr_revoked", "no_position"])


async def test_no_code_is_no_tag(site, on_duty):
    assert (await tap(on_duty, "in", site_id=site["id"], nfc=True)).json()["how"] == "none"


async def test_a_revoked_poster_proves_nothing(firm, site, on_duty):
    poster = (await firm.owner.get(f"~/sites/{site['id']}/poster")).json()["token"]
    await firm.owner.post(f"~/sites/{site['id']}/poster-versions")

    answer = await tap(on_duty, "in", qr=poster)

    assert answer.status_code == 201
    assert (answer.json()["how"], answer.json()["flags"]) == ("none", ["qr_revoked", "no_position"])


async def test_a_screen_counts_when_it_was_read_not_when_it_arrived(firm, site, on_duty):
    shown = (await firm.owner.get(f"~/sites/{site['id']}/qr")).json()["token"]
    read_at = clock.now()

    with clock.stopped_at(read_at + timedelta(hours=5)):
        late = await tap(on_duty, "in", read_at, qr=shown)
        photographed = await tap(on_duty, "out", read_at + timedelta(hours=4), qr=shown)

    assert (late.json()["how"], late.json()["flags"]) == ("qr", ["arrived_late"])
    assert photographed.json()["how"] == "none"
    assert "qr_expired" in photographed.json()["flags"]


async def test_a_code_of_elsewhere_is_refused(firm, site, on_duty, outsider):
    other = await firm.site(name="다른 현장")
    of_other_site = (await firm.owner.get(f"~/sites/{other['id']}/poster")).json()["token"]
    theirs = (await outsider.post("~/sites", {"name": "x", "lat": 1, "lon": 2, "timezone": "UTC"})).json()
    of_other_firm = (await outsider.get(f"~/sites/{theirs['id']}/poster")).json()["token"]
    forged = of_other_site[:-4] + "AAAA"

    for code in (of_other_site, of_other_firm, forged, "https://example.com/menu"):
        answer = await tap(on_duty, "in", site_id=site["id"], qr=code)
        assert (answer.status_code, answer.json()["code"]) == (422, "qr-not-valid"), code
