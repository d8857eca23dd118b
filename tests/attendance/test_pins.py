"""PINs: chosen by their person, given by the office to begin with, read by nobody."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from backend.attendance.rules.pins import is_easy
from backend.core import clock, database, tenancy
from tests.attendance.tablet import pair, set_pin
from tests.races import at_once


@pytest.fixture
async def tablet(firm, site):
    return await pair(firm, site["id"])


async def test_five_wrong_tries_close_it_also_when_eight_race(tablet, worker, second_worker):
    await set_pin(worker, "2580")
    await set_pin(second_worker, "2580")
    answers = await at_once(*(tablet.tap(worker, f"135{n}") for n in range(8)))
    assert sorted(answer.status_code for answer in answers) == [422] * 5 + [429] * 3
    closed = await tablet.tap(worker, "2580")
    assert (closed.status_code, closed.json()["code"]) == (429, "pin-closed")
    assert 0 < int(closed.headers["retry-after"]) <= 901
    assert (await worker.get("~/pin")).json()["closed_until"] is not None
    assert (await tablet.tap(second_worker, "2580")).status_code == 201, "one's tries close nobody else's"


async def test_while_closed_not_even_the_right_one_is_looked_at(firm, tablet, worker, monkeypatch):
    await set_pin(worker, "2580")
    hour_ago = clock.now() - timedelta(hours=1)
    for minute in range(5):
        await tablet.tap(worker, "1352", at=hour_ago + timedelta(minutes=minute * 11), kept=True)
    kept = await tablet.tap(worker, "2580", at=clock.now() - timedelta(minutes=3), kept=True)
    punch = (await firm.owner.get(f"~/punches/{kept.json()['id']}")).json()
    assert "pin_unchecked" in punch["flags"]

    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await tablet.tap(worker, "1352", "out", at=later)).json()["tries_left"] == 4
    assert (await tablet.tap(worker, "2580", "out", at=later)).status_code == 201


async def test_a_right_pin_forgets_the_wrong_ones(tablet, worker):
    await set_pin(worker, "2580")
    for pin in ("1352", "1352", "2580"):
        await tablet.tap(worker, pin)
    assert (await tablet.tap(worker, "1352", "out")).json()["tries_left"] == 4


async def test_the_office_gives_one_and_never_reads_one(firm, tablet, worker, manager):
    await set_pin(worker, "2580")
    given = (await manager.post(f"~/members/{worker.member_id}/given-pins")).json()
    assert (await tablet.tap(worker, "2580")).json()["code"] == "pin-not-right", "the old one is gone"
    first = await tablet.tap(worker, given["pin"])
    assert (first.status_code, first.json()["code"]) == (409, "pin-to-change")
    assert (await tablet.choose(worker, given["pin"], "7788")).status_code == 204
    assert (await tablet.tap(worker, "7788")).status_code == 201
    assert [notice["topic"] for notice in (await worker.get("~/inbox")).json()["items"]] == ["pin_given"]
    assert (await manager.get("~/pin")).json() == {
        "is_set": False,
        "set_at": None,
        "temporary_until": None,
        "closed_until": None,
    }


async def test_a_given_pin_ends(firm, tablet, worker, monkeypatch):
    given = (await firm.owner.post(f"~/members/{worker.member_id}/given-pins")).json()
    assert (await worker.get("~/pin")).json()["temporary_until"] == given["expires_at"]
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (await tablet.choose(worker, given["pin"], "7788")).json()["code"] == "pin-unset"
    assert (await worker.get("~/pin")).json()["is_set"] is False


async def test_who_may_give(firm, worker, second_worker, outsider, manager):
    path = f"~/members/{second_worker.member_id}/given-pins"
    assert (await worker.post(path)).status_code == 403
    assert (await outsider.post(path)).status_code == 404
    await firm.owner.delete(f"~/members/{second_worker.member_id}")
    assert (await manager.post(path)).status_code == 404


async def test_a_pin_changed_at_the_tablet_needs_the_old_one(tablet, worker):
    await set_pin(worker, "2580")
    assert (await tablet.choose(worker, "1352", "7788")).json()["code"] == "pin-not-right"
    assert (await tablet.choose(worker, "2580", "4444")).json()["code"] == "easy-pin"
    assert (await tablet.choose(worker, "2580", "778899")).status_code == 204
    assert (await tablet.tap(worker, "778899")).status_code == 201


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "", "\uff11\uff12\uff13\uff14", None])
async def test_what_is_no_pin_is_refused(worker, pin):
    assert (await worker.put("~/pin", {"pin": pin})).status_code == 400


def test_easy_pins():
    easy = {"0000", "1234", "9876", "7890", "111111", "345678"}
    assert {pin for pin in (*easy, "2580", "1212", "1235", "0001") if is_easy(pin)} == easy


async def test_a_pin_is_written_nowhere(firm, tablet, worker):
    """Neither in a row, nor in an event, nor in a stored answer, sent again or not."""
    key = {"idempotency_key": "pin-0123456789"}
    await worker.put("~/pin", {"pin": "804613"}, **key)
    given = await firm.owner.post(f"~/members/{worker.member_id}/given-pins", **key)
    await tablet.choose(worker, given.json()["pin"], "804613")
    await tablet.tap(worker, "804613")
    words = await everything(firm)
    assert "PinSet" in words
    assert "804613" not in words
    assert given.json()["pin"] not in words


async def everything(firm) -> str:
    """All rows of the tables that these requests write, as text."""
    tables = ("event", "member_pin", "tablet", "punch", "record_entry", "notification", "idempotent_answer")
    found = []
    with tenancy.acting_for(org_id=UUID(firm.org_id), account_id=UUID(firm.owner.account_id)):
        async with database.transaction():
            for table in tables:
                found += await database.fetch(f"SELECT to_jsonb(t)::text AS row FROM {table} t")
    return json.dumps([row["row"] for row in found])
