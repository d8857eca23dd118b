"""What a phone keeps: everybody their own work, the office the plan, the sites and the board."""

from datetime import timedelta

from backend.core import clock
from tests.attendance.day import AT_SITE, duty, tap
from tests.world import Person

HOUR = timedelta(hours=1)


async def documents(person: Person) -> dict[str, dict]:
    answer = await person.post("/me/snapshot", {"have": {}})
    assert answer.status_code == 200, answer.text
    return {
        name.removeprefix(f"{person.org_id}/"): document["data"]
        for name, document in answer.json()["documents"].items()
    }


async def test_a_worker_keeps_their_own_work(firm, site, worker, second_worker):
    shift = await duty(firm, site["id"], worker, clock.now() - HOUR, 3)
    await firm.owner.put(f"~/shifts/{shift.shift_id}/assignments/{second_worker.member_id}")
    came = await tap(worker, "in", site_id=site["id"], **AT_SITE)
    await tap(worker, "break_start")

    kept = await documents(worker)

    assert {"plan", "sites", "board"}.isdisjoint(kept)
    work = kept["work"]
    assert work["org"] == {
        "id": firm.org_id,
        "name": "푸른손 클린",
        "timezone": "Asia/Seoul",
        "language": "ko",
    }
    assert work["member_id"] == worker.member_id
    assert (work["now_session"]["id"], work["now_session"]["on_break"]) == (came.json()["id"], True)
    assert [s["id"] for s in work["shifts"]] == [shift.shift_id]
    assert work["shifts"][0]["site"]["address"] == site["address"]
    assert work["shifts"][0]["colleagues"] == [second_worker.name]
    assert [punch["kind"] for punch in work["punches"]] == ["break_start", "in"]


async def test_the_office_keeps_plan_sites_and_board(firm, site, manager, worker):
    shift = await duty(firm, site["id"], worker, clock.now() + HOUR, 3)
    kept = await documents(manager)
    assert [s["id"] for s in kept["plan"]["shifts"]] == [shift.shift_id]
    assert [s["id"] for s in kept["sites"]["items"]] == [site["id"]]
    assert kept["board"]["counts"]["expected"] == 1


async def test_nothing_changed_is_sent_again(firm, site, manager, worker):
    await duty(firm, site["id"], worker, clock.now() + HOUR, 3)
    with clock.stopped_at(clock.now().replace(second=1)):
        first = (await manager.post("/me/snapshot", {"have": {}})).json()["documents"]
        have = {name: document["version"] for name, document in first.items()}
    with clock.stopped_at(clock.now().replace(second=30)):
        again = (await manager.post("/me/snapshot", {"have": have})).json()
    assert (again["documents"], again["gone"]) == ({}, [])
