"""Pay slips: released from locked sheets, given on payday, seen, corrected by a new version, on paper."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from backend.core import clock, tenancy
from backend.payroll.service.slips import tell
from tests.payroll.pay import contract, decide, release, statement
from tests.races import at_once
from tests.timesheets.sheets import clean_day, day_ago, days_ago, last_week, locked, work

PENSION = {"name": "국민연금", "won": 1_620}


@pytest.fixture
async def period_id(firm, site, worker, decided):
    """Last week, in which somebody worked three hours; their sheet is locked, and payday is over."""
    await decide(firm, payday={"day": day_ago(1).day, "months_after": 0, "on_day_off": "same"})
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    found = await last_week(firm)
    await locked(firm, found, worker)
    return found


async def newest(person):
    return (await person.get("~/my-pay")).json()["slips"][0]


async def test_a_slip_names_what_the_law_wants_and_is_seen(firm, worker, period_id):
    answer = await release(firm, period_id, worker)
    assert answer.status_code == 200, answer.text
    assert answer.json()["released"] == [worker.member_id]

    mine = await newest(worker)
    assert (mine["version"], mine["net_won"], mine["seen_at"]) == (1, 36_000, None)
    slip = (await worker.get(f"~/pay-slips/{mine['id']}")).json()["content"]
    assert (slip["name"], slip["organisation"], slip["payday"]) == (
        "이순자",
        "푸른손 클린",
        day_ago(1).isoformat(),
    )
    assert slip["worked_days"] == 1
    assert set(slip["statement"]["hours"]) == {"worked", "overtime", "night", "holiday", "part_time_extra"}
    assert slip["statement"]["lines"][0]["minutes"] == "180"

    for _ in range(2):
        assert (await worker.put(f"~/pay-slips/{mine['id']}/reading")).status_code == 200
    assert (await newest(worker))["seen_at"]
    assert len(await firm.events("PaySlipSeen")) == 1
    assert (await statement(firm, period_id, worker))["slips"][0]["seen_at"]
    assert "36000" not in str(await firm.events("PaySlipsReleased")), "how much it is stands in no event"


async def test_people_hear_of_it_once_and_not_how_much(firm, worker, period_id):
    await release(firm, period_id, worker)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await tell(UUID(period_id))
        await tell(UUID(period_id))
    told = [one for one in (await worker.get("~/inbox")).json()["items"] if one["topic"] == "pay_slip"]
    assert len(told) == 1
    assert told[0]["title"] == "급여명세서가 나왔어요"
    assert "36" not in told[0]["body"]


async def test_before_payday_it_is_the_offices_and_on_payday_the_persons(firm, worker, period_id):
    coming = clock.now() + timedelta(days=20)
    await decide(firm, payday={"day": coming.day, "months_after": 0, "on_day_off": "same"})
    given_at = (await release(firm, period_id, worker)).json()["given_at"]
    assert given_at > clock.now().isoformat()

    mine = (await worker.get("~/my-pay")).json()
    assert mine["slips"] == []
    assert [one["final"] for one in mine["estimates"] if one["period"]["id"] == period_id] == [True]
    slip_id = (await statement(firm, period_id, worker))["slips"][0]["id"]
    assert (await worker.get(f"~/pay-slips/{slip_id}")).status_code == 404
    assert (await worker.put(f"~/pay-slips/{slip_id}/reading")).status_code == 404
    with clock.stopped_at(coming + timedelta(days=2)):
        assert (await newest(worker))["id"] == slip_id


async def test_open_sheets_are_named(firm, site, worker, second_worker, period_id):
    await contract(firm, second_worker)
    await clean_day(firm, site["id"], second_worker, 2)
    refused = await release(firm, period_id)
    assert (refused.status_code, refused.json()["code"]) == (409, "period-open")
    assert [(one["name"], one["state"]) for one in refused.json()["people"]] == [("최명희", "open")]
    assert (await release(firm, period_id, worker)).status_code == 200, "who is locked may have theirs"
    await locked(firm, period_id, second_worker)
    rest = (await release(firm, period_id)).json()
    assert (rest["released"], rest["unchanged"]) == ([second_worker.member_id], [worker.member_id])


async def test_releasing_twice_is_refused_and_at_once_makes_one(firm, worker, period_id):
    first, second = await at_once(release(firm, period_id, worker), release(firm, period_id, worker))
    assert sorted([first.status_code, second.status_code]) == [200, 409]
    again = await release(firm, period_id, worker)
    assert (again.status_code, again.json()["code"]) == (409, "already-released")
    assert len((await statement(firm, period_id, worker))["slips"]) == 1


async def test_a_corrected_slip_is_a_new_version_and_the_old_one_stays(firm, site, worker, period_id):
    await release(firm, period_id, worker)
    old = await newest(worker)
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "08:00")))
    path = f"~/periods/{period_id}/sheets/{worker.member_id}/reopenings"
    await firm.owner.post(path, {"reason": "빠진 한 시간"})
    await locked(firm, period_id, worker)
    people = (await firm.owner.get(f"~/pay/{period_id}")).json()["people"]
    assert next(one for one in people if one["member_id"] == worker.member_id)["slip_differs"]

    without = await release(firm, period_id, worker)
    assert (without.status_code, without.json()["code"]) == (422, "reason-needed")
    assert (await release(firm, period_id, worker, reason="빠진 한 시간을 더했어요")).status_code == 200

    new = await newest(worker)
    assert (new["version"], new["total_won"]) == (2, 48_000)
    before = (await worker.get(f"~/pay-slips/{old['id']}")).json()
    assert (before["content"]["statement"]["total_won"], before["newest"]) == (36_000, False)
    assert (await worker.get(f"~/pay-slips/{new['id']}")).json()["reason"] == "빠진 한 시간을 더했어요"


async def test_deductions_add_up_and_cannot_be_more_than_the_pay(firm, worker, period_id):
    path = f"~/pay/{period_id}/members/{worker.member_id}/deductions"
    both = [PENSION, {"name": "건강보험", "won": 1_276}]
    assert (await firm.owner.put(path, {"items": both})).json()["deducted_won"] == 2_896
    assert (await firm.owner.put(path, {"items": both})).status_code == 200
    assert len(await firm.events("DeductionsChanged")) == 1
    await release(firm, period_id, worker)
    assert (await newest(worker))["net_won"] == 33_104

    await firm.owner.put(path, {"items": [{"name": "가불", "won": 40_000}]})
    refused = await release(firm, period_id, worker, reason="가불")
    assert (refused.status_code, refused.json()["code"]) == (409, "deduction-too-large")
    for wrong in ([{"name": " ", "won": 1}], [{"name": "x", "won": 0}], [PENSION] * 21):
        assert (await firm.owner.put(path, {"items": wrong})).status_code == 400
    assert (await worker.put(path, {"items": []})).status_code == 403


async def test_it_is_read_on_paper_in_both_languages(firm, worker, manager, period_id):
    await firm.owner.put(f"~/members/{worker.member_id}/protection", {"born_on": "1968-03-01"})
    path = f"~/pay/{period_id}/members/{worker.member_id}/deductions"
    await firm.owner.put(path, {"items": [PENSION]})
    await release(firm, period_id, worker)
    slip_id = (await newest(worker))["id"]

    korean = await worker.get(f"~/pay-slips/{slip_id}/paper?language=ko")
    assert korean.headers["content-type"] == "application/pdf"
    again = await manager.get(f"~/pay-slips/{slip_id}/paper?language=ko")
    assert again.content == korean.content, "the same slip is the same file"
    text = said(korean.content)
    for words in (
        "급여명세서",
        "이순자",
        "1968-03-01",
        "기본급",
        "3시간0분",
        "12,000원",
        "국민연금",
        "34,380",
    ):
        assert words in text, words
    for words in ("연장근로", "야간근로", "휴일근로", "제50조", "법률자문이아니에요"):
        assert words in text, words
    english = said((await worker.get(f"~/pay-slips/{slip_id}/paper?language=en")).content)
    for words in ("Payslip", "Basicpay", "Overtime", "Netpay", "notlegaladvice"):
        assert words in english, words


async def test_a_slip_is_its_persons_and_the_offices(firm, worker, second_worker, outsider, period_id):
    assert (await worker.post(f"~/pay/{period_id}/slips", {})).status_code == 403
    await release(firm, period_id, worker)
    slip_id = (await newest(worker))["id"]
    for part in ("", "/paper"):
        assert (await second_worker.get(f"~/pay-slips/{slip_id}{part}")).status_code == 403
        assert (await outsider.get(f"/orgs/{firm.org_id}/pay-slips/{slip_id}{part}")).status_code == 404
        assert (await outsider.get(f"~/pay-slips/{slip_id}{part}")).status_code == 404
    assert (await firm.owner.put(f"~/pay-slips/{slip_id}/reading")).status_code == 404
    assert (await newest(worker))["seen_at"] is None, "the office's look is not the person's"
    assert (await second_worker.get("~/my-pay")).json()["slips"] == []


async def test_without_a_payday_nothing_is_released(firm, site, worker):
    await contract(firm, worker)
    await clean_day(firm, site["id"], worker, 3)
    period_id = await last_week(firm)
    mine = (await worker.get("~/my-pay")).json()
    assert [one["missing"] for one in mine["estimates"]] == [["pack"], ["pack"]]
    refused = await release(firm, period_id, worker)
    assert (refused.status_code, refused.json()["choices"]) == (422, ["pack"])
    await firm.owner.patch("~/pay-settings", {"pack": "neutral", "minutes": "exact"})
    await locked(firm, period_id, worker)
    assert (await release(firm, period_id, worker)).json()["choices"] == ["payday"]


def said(pdf: bytes) -> str:
    """The text of a PDF, without what only lays it out."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
