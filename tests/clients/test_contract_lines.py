"""What a contract says is to be done: lines are series, and end with it."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.core.ids import new_id


@pytest.fixture
async def contract(firm):
    with clock.stopped_at(datetime(2026, 11, 23, tzinfo=UTC)):
        client = (await firm.owner.post("~/clients", {"name": "한강빌딩"})).json()
        body = {"name": "청소", "from_on": "2026-11-23", "until_on": "2027-06-30"}
        yield (await firm.owner.post(f"~/clients/{client['id']}/contracts", body)).json()


@pytest.fixture
async def line(firm, contract):
    site = await firm.site()
    return {
        "id": str(new_id()),
        "site_id": site["id"],
        "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "from_on": "2026-11-24",
        "begins": "06:00",
        "minutes": 180,
        "seats": 2,
    }


async def planned(firm) -> list[date]:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            found = await database.fetch(
                "SELECT occurrence FROM shift WHERE state <> 'cancelled' ORDER BY occurrence"
            )
    return [row["occurrence"] for row in found]


async def test_a_line_is_planned_once_and_within_its_contract(firm, contract, line):
    lines = f"~/contracts/{contract['id']}/lines"
    answers = [await firm.owner.post(lines, line) for _ in range(2)]
    last_friday = {**line, "id": str(new_id()), "rrule": "FREQ=MONTHLY;BYDAY=-1FR", "seats": 5}
    await firm.owner.post(lines, last_friday)

    assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
    assert answers[0].json()["until_on"] == "2027-06-30"
    listed = (await firm.owner.get(lines)).json()["items"]
    assert [one["words_ko"] for one in listed] == ["매주 월·화·수·목·금", "매월 마지막 금요일"]
    assert len(await firm.events("LineAdded")) == 2
    assert len(await planned(firm)) == 38 + 1  # the Friday of Christmas is off
    for wrong in ({"from_on": "2026-11-01"}, {"until_on": "2027-07-01"}):
        answer = await firm.owner.post(lines, {**line, "id": None, **wrong})
        assert answer.status_code == 422


async def test_lines_end_with_their_contract_also_what_was_split_off(firm, contract, line):
    series = (await firm.owner.post(f"~/contracts/{contract['id']}/lines", line)).json()
    split = {"scope": "following", "on": "2026-12-07", "begins": "07:00"}
    assert (await firm.owner.patch(f"~/series/{series['id']}", split)).status_code == 200

    shorter = await firm.owner.patch(f"~/contracts/{contract['id']}", {"until_on": "2026-12-08"})
    assert shorter.status_code == 200, shorter.text
    assert (await planned(firm))[-1] == date(2026, 12, 8)

    assert (await firm.owner.delete(f"~/contracts/{contract['id']}")).status_code == 204
    assert await planned(firm) == []
    over = await firm.owner.post(f"~/contracts/{contract['id']}/lines", {**line, "id": None})
    assert (over.status_code, over.json()["code"]) == (409, "contract-over")


async def test_a_line_ends_alone_and_no_other_firm_reaches_it(firm, contract, line, outsider, worker):
    path = f"~/contracts/{contract['id']}/lines"
    series = (await firm.owner.post(path, line)).json()
    assert (await worker.get(path)).status_code == 403
    for answer in (await outsider.get(path), await outsider.delete(f"{path}/{series['id']}")):
        assert answer.status_code == 404
    assert (await firm.owner.delete(f"{path}/{new_id()}")).status_code == 404
    assert (await firm.owner.delete(f"{path}/{series['id']}")).status_code == 204
    assert await planned(firm) == []
