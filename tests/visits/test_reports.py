"""What is broken or runs out: told by the crew, heard and answered by the office."""

from backend.core.ids import new_id
from tests.scheduling.plan import manage_site
from tests.visits.visit import picture, send
from tests.world import Firm, Person


async def test_a_report_reaches_the_office_and_its_answer_comes_back(firm: Firm, worker: Person) -> None:
    site = await firm.site()
    report_id = str(new_id())
    body = {"id": report_id, "kind": "problem", "text": "3층 화장실 물이 새요"}
    made = await worker.post(f"~/sites/{site['id']}/reports", body)
    again = await worker.post(f"~/sites/{site['id']}/reports", body)
    assert (made.status_code, again.json()["id"]) == (201, report_id)
    photo_id = str(new_id())
    assert (await send(worker, f"/reports/{report_id}/photos/{photo_id}", picture())).status_code == 200

    (open_one,) = (await firm.owner.get("~/reports?state=open")).json()["items"]
    assert (open_one["text"], open_one["name"], open_one["photo_ids"]) == (
        body["text"],
        worker.name,
        [photo_id],
    )
    settled = await firm.owner.patch(f"~/reports/{report_id}", {"state": "done", "answer": "오늘 고쳐요"})
    assert settled.json()["settled_at"] is not None
    (mine,) = (await worker.get("~/reports")).json()["items"]
    assert (mine["state"], mine["answer"]) == ("done", "오늘 고쳐요")
    assert (await firm.owner.get("~/reports?state=open")).json()["items"] == []


async def test_a_site_manager_sees_their_site_and_everybody_their_own(firm: Firm, worker: Person) -> None:
    here, there = await firm.site(name="여기"), await firm.site(name="저기")
    manager, other = await firm.hire("박담당"), await firm.hire("최다른")
    await manage_site(firm, manager, here["id"])
    for site in (here, there):
        await worker.post(f"~/sites/{site['id']}/reports", {"kind": "supplies", "text": "세제"})
    assert [r["site_name"] for r in (await manager.get("~/reports")).json()["items"]] == ["여기"]
    assert len((await worker.get("~/reports")).json()["items"]) == 2
    assert (await other.get("~/reports")).json()["items"] == []
    elsewhere = next(r for r in (await worker.get("~/reports")).json()["items"] if r["site_name"] == "저기")
    refused = await manager.patch(f"~/reports/{elsewhere['id']}", {"state": "done"})
    assert refused.status_code == 403


async def test_refusals(firm: Firm, worker: Person) -> None:
    site = await firm.site()
    made = await worker.post(f"~/sites/{site['id']}/reports", {"kind": "problem", "text": "문이 안 열려요"})
    other = await firm.hire("최다른")
    path = f"/reports/{made.json()['id']}/photos/{new_id()}"
    assert (await send(other, path, picture())).status_code == 404
    assert (await worker.patch(f"~/reports/{made.json()['id']}", {"state": "done"})).status_code == 403
    assert (
        await worker.post(f"~/sites/{new_id()}/reports", {"kind": "problem", "text": "?"})
    ).status_code == 404
    assert (
        await worker.post(f"~/sites/{site['id']}/reports", {"kind": "gift", "text": "?"})
    ).status_code == 400
