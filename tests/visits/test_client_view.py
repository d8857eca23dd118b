"""What a client sees behind its link: its own visits, done and planned, with proof; nothing else."""

from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.ids import new_id
from tests.attendance.day import AT_SITE, tap
from tests.scheduling.plan import publish, shift
from tests.visits.visit import checklist, done, picture, send, visit_now
from tests.world import Firm, Person


async def link_to(firm: Firm, *site_ids: str, **changes: Any) -> dict[str, Any]:
    client = (await firm.owner.post("~/clients", {"name": "한강빌딩 관리단"})).json()
    for site_id in site_ids:
        await firm.owner.put(f"~/sites/{site_id}/client", {"client_id": client["id"]})
    answer = await firm.owner.post(f"~/clients/{client['id']}/links", changes)
    assert answer.status_code == 201, answer.text
    return {**answer.json(), "client_id": client["id"]}


async def see(anybody: Person, link: dict[str, Any], rest: str = "") -> Any:
    """Without a session."""
    secret = link["url"].rpartition("/c/")[2]
    return await anybody.client.get(f"/api/v1/public/client-views/{secret}{rest}", headers={"cookie": ""})


async def test_a_client_sees_what_was_done_and_what_is_planned(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    (task,) = await checklist(firm, visit["site_id"], ("로비 바닥", "required"))
    photo_id = new_id()
    await send(worker, f"/shifts/{visit['id']}/checks/{task}/photos/{photo_id}", picture())
    await worker.put(f"~/shifts/{visit['id']}/checks/{task}", done())
    await tap(worker, "in", site_id=visit["site_id"], **AT_SITE)
    await shift(firm, visit["site_id"], 30, 33, note="열쇠는 경비실")
    draft = await shift(firm, visit["site_id"], 60, 63)
    await publish(firm.owner)
    await firm.owner.patch(f"~/shifts/{draft['id']}", {"note": "초안"})
    link = await link_to(firm, visit["site_id"])

    answer = await see(firm.owner, link)
    seen = answer.json()
    assert (seen["client"], [v["state"] for v in seen["visits"]]) == ("한강빌딩 관리단", ["now", "planned"])
    today = seen["visits"][0]
    assert (today["people"], today["tasks"][0]["photo_ids"]) == (1, [str(photo_id)])
    assert (await see(firm.owner, link, f"/photos/{photo_id}")).content.startswith(b"\xff\xd8")
    for secret in (worker.name, worker.member_id, "열쇠", "note"):
        assert secret not in answer.text


async def test_a_client_sees_nothing_of_another(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    (task,) = await checklist(firm, visit["site_id"], ("창문", "optional"))
    photo_id = new_id()
    await send(worker, f"/shifts/{visit['id']}/checks/{task}/photos/{photo_id}", picture())
    theirs = await link_to(firm, (await firm.site(name="다른 곳"))["id"])
    assert (await see(firm.owner, theirs)).json()["visits"] == []
    assert (await see(firm.owner, theirs, f"/photos/{photo_id}")).status_code == 404


async def test_a_reports_photo_stays_in_the_house(firm: Firm, worker: Person) -> None:
    site = await firm.site()
    link = await link_to(firm, site["id"])
    report = (await worker.post(f"~/sites/{site['id']}/reports", {"kind": "problem", "text": "누수"})).json()
    photo_id = new_id()
    await send(worker, f"/reports/{report['id']}/photos/{photo_id}", picture())
    assert (await see(firm.owner, link, f"/photos/{photo_id}")).status_code == 404


async def test_a_link_ends_by_itself_by_hand_or_with_its_client(firm: Firm) -> None:
    site = await firm.site()
    short = await link_to(firm, site["id"], days=1)
    revoked, kept = await link_to(firm, site["id"]), await link_to(firm, site["id"])
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert (await see(firm.owner, short)).status_code == 404
    assert (await firm.owner.delete(f"~/client-links/{revoked['id']}")).status_code == 204
    assert (await firm.owner.delete(f"~/client-links/{revoked['id']}")).status_code == 204
    assert (await see(firm.owner, revoked)).status_code == 404
    assert (await see(firm.owner, kept)).status_code == 200
    (listed,) = (await firm.owner.get(f"~/clients/{kept['client_id']}/links")).json()["items"]
    assert (listed["url"], listed["last_read_at"] is None) == (kept["url"], False)
    await firm.owner.delete(f"~/clients/{kept['client_id']}")
    assert (await see(firm.owner, kept)).status_code == 404


async def test_refusals(firm: Firm, worker: Person) -> None:
    link = await link_to(firm)
    assert (await see(firm.owner, {"url": link["url"][:-6] + "AAAAAA"})).status_code == 404
    assert (await worker.post(f"~/clients/{link['client_id']}/links")).status_code == 403
    assert (await firm.owner.post(f"~/clients/{new_id()}/links")).status_code == 404
    assert (await firm.owner.post(f"~/clients/{link['client_id']}/links", {"days": 0})).status_code == 400
    assert (await firm.owner.delete(f"~/client-links/{new_id()}")).status_code == 404
