"""What the plan knows about people: positions, terms, protection, skills, and what sites want."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.scheduling.guards.words import codes, findings
from tests.scheduling.plan import manage_site, shift

TERMS = {"weekly_min": 900, "days_per_week": 3, "wage_kind": "hourly", "wage_won": 10320}


@pytest.fixture
async def site(firm):
    return await firm.site()


async def made(answer) -> dict:
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


async def test_a_position_is_added_renamed_archived_and_brought_back(firm, worker):
    wanted = {"id": str(new_id()), "name": "바닥 관리", "color": "teal"}
    first, again = await firm.owner.post("~/positions", wanted), await firm.owner.post("~/positions", wanted)
    assert (await made(first)) == (await made(again))
    path = f"~/positions/{wanted['id']}"

    assert (await firm.owner.post("~/positions", {"name": "바닥 관리"})).json()["code"] == "name-taken"
    assert (await firm.owner.patch(path, {"name": "바닥"})).json()["name"] == "바닥"
    assert (await firm.owner.patch(path, {"archived": True})).json()["archived_at"] is not None
    await made(await firm.owner.post("~/positions", {"name": "바닥"}))
    assert (await firm.owner.patch(path, {"archived": False})).json()["code"] == "name-taken"

    names = [
        (one["name"], one["archived_at"] is None) for one in (await worker.get("~/positions")).json()["items"]
    ]
    assert names == [("바닥", True), ("바닥", False)], "everybody reads them, those in use first"
    assert (await worker.post("~/positions", {"name": "창문"})).status_code == 403


async def test_a_position_wants_people_who_are_registered_and_certified(firm, site, worker):
    position = await made(await firm.owner.post("~/positions", {"name": "고소 작업"}))
    kind = await made(await firm.owner.post("~/certificate-kinds", {"name": "고소 작업 교육"}))
    needs = {"certificate_kind_ids": [kind["id"]]}
    assert (await made(await firm.owner.put(f"~/positions/{position['id']}/requirements", needs)))[
        "certificate_kind_ids"
    ] == [kind["id"]]
    planned = await shift(firm, site["id"], 1, 3, position_id=position["id"])
    assert codes(await findings(firm, worker, planned)) == ["position", "certificate"]

    await made(await firm.owner.put(f"~/members/{worker.member_id}/positions/{position['id']}"))
    yesterday = (clock.now() - timedelta(days=2)).date().isoformat()
    held = await made(
        await firm.owner.post(
            f"~/members/{worker.member_id}/certificates", {"kind_id": kind["id"], "expires_on": yesterday}
        )
    )
    (found,) = await findings(firm, worker, planned)
    assert (found.code, "유효하지" in found.ko) == ("certificate", True)

    await made(await firm.owner.patch(f"~/certificates/{held['id']}", {"expires_on": None}))
    assert await findings(firm, worker, planned) == []
    skills = (await worker.get(f"~/members/{worker.member_id}/skills")).json()
    assert skills["positions"] == [position["id"]]
    assert skills["certificates"][0]["kind_name"] == "고소 작업 교육"

    assert (await firm.owner.delete(f"~/certificates/{held['id']}")).status_code == 204
    assert (
        await firm.owner.delete(f"~/members/{worker.member_id}/positions/{position['id']}")
    ).status_code == 204
    assert codes(await findings(firm, worker, planned)) == ["position", "certificate"]


async def test_a_site_says_who_may_work_there(firm, site, worker, second_worker):
    kind = await made(await firm.owner.post("~/certificate-kinds", {"name": "위생 교육"}))
    await manage_site(firm, second_worker, site["id"])
    wanted = {"approved_only": True, "certificate_kind_ids": [kind["id"]], "weekly_budget_won": 900_000}
    path = f"~/sites/{site['id']}/requirements"
    assert await made(await second_worker.put(path, wanted)) == wanted
    assert (await firm.owner.get(path)).json() == wanted
    planned = await shift(firm, site["id"], 1, 3)
    assert codes(await findings(firm, worker, planned)) == ["site_unapproved", "certificate"]

    person = f"~/sites/{site['id']}/people/{worker.member_id}"
    assert (await second_worker.put(person, {"rule": "approved"})).status_code == 200
    assert codes(await findings(firm, worker, planned)) == ["certificate"]
    assert (await second_worker.put(person, {"rule": "excluded", "reason": "고객 요청"})).status_code == 200
    assert codes(await findings(firm, worker, planned)) == ["site_excluded", "certificate"]
    skills = (await firm.owner.get(f"~/members/{worker.member_id}/skills")).json()
    assert [(one["site_id"], one["reason"]) for one in skills["sites"]] == [(site["id"], "고객 요청")]
    assert (await second_worker.delete(person)).status_code == 204

    other = await firm.site(name="마포 상가")
    for answer in (
        await second_worker.put(f"~/sites/{other['id']}/requirements", wanted),
        await second_worker.put(f"~/sites/{other['id']}/people/{worker.member_id}", {"rule": "approved"}),
        await firm.owner.put(f"~/sites/{site['id']}/people/{new_id()}", {"rule": "approved"}),
    ):
        assert answer.status_code == 404
    unknown = {**wanted, "certificate_kind_ids": [str(new_id())]}
    assert (await firm.owner.put(path, unknown)).status_code == 422
    assert (await firm.owner.get(path)).json() == wanted, "nothing half done"


async def test_terms_hold_from_a_day_on_and_are_private(firm, worker, second_worker):
    path = f"~/members/{worker.member_id}/terms"
    await made(await firm.owner.put(f"{path}/2026-01-01", TERMS))
    later = {**TERMS, "wage_won": 10500, "extra_hours_agreed": True}
    await made(await firm.owner.put(f"{path}/2026-07-01", {**TERMS, "wage_won": 10_400}))
    await made(await firm.owner.put(f"{path}/2026-07-01", later))

    own = (await worker.get(path)).json()["items"]
    assert [(one["from_on"], one["wage_won"]) for one in own] == [
        ("2026-07-01", 10500),
        ("2026-01-01", 10320),
    ]
    assert (await second_worker.get(path)).status_code == 403
    assert (await worker.put(f"{path}/2026-08-01", TERMS)).status_code == 403
    assert (await firm.owner.delete(f"{path}/2026-07-01")).status_code == 204
    assert len((await firm.owner.get(path)).json()["items"]) == 1
    assert "10500" not in str(await firm.events("TermsChanged"))

    wrong = [
        {"weekly_min": -1},
        {"weekly_min": 5000},
        {"days_per_week": 8},
        {"wage_won": -1},
        {"wage_kind": "x"},
    ]
    answers = [await firm.owner.put(f"{path}/2026-09-01", {**TERMS, **one}) for one in wrong]
    assert {answer.status_code for answer in answers} == {400}
    assert (await firm.owner.put(f"{path}/0001-01-01", TERMS)).status_code == 422
    assert (await firm.owner.put(f"{path}/2026-02-30", TERMS)).status_code in (400, 404)
    assert (await firm.owner.put(f"~/members/{new_id()}/terms/2026-01-01", TERMS)).status_code == 404


async def test_protection_is_for_the_office_and_its_event_tells_nothing(firm, worker, second_worker):
    path = f"~/members/{worker.member_id}/protection"
    assert (await firm.owner.get(path)).json()["born_on"] is None
    facts = {
        "born_on": "2009-03-01",
        "pregnant_from": "2026-11-01",
        "pregnant_until": None,
        "gave_birth_on": None,
        "night_permit": False,
    }
    assert await made(await firm.owner.put(path, facts)) == facts
    assert (await firm.owner.get(path)).json() == facts
    (event,) = await firm.events("ProtectionChanged")
    assert "2009" not in event["data"]

    site = await firm.site()
    await manage_site(firm, second_worker, site["id"])
    for person in (worker, second_worker):
        assert (await person.get(path)).status_code == 403
        assert (await person.put(path, facts)).status_code == 403
    wrong = [
        {"pregnant_until": "2026-10-01"},
        {"pregnant_from": None, "pregnant_until": "2027-01-01"},
        {"born_on": "0001-01-01"},
    ]
    answers = [await firm.owner.put(path, {**facts, **one}) for one in wrong]
    assert {answer.status_code for answer in answers} == {422}


async def test_another_firm_sees_nothing_of_it(firm, worker, outsider):
    for path in ("terms", "protection", "skills"):
        answer = await outsider.get(f"/orgs/{firm.org_id}/members/{worker.member_id}/{path}")
        assert answer.status_code == 404
        assert (await outsider.get(f"~/members/{worker.member_id}/{path}")).status_code == 404
