"""What identity puts on the phones."""

from typing import Any

from tests.world import Person


async def documents(person: Person) -> dict[str, Any]:
    answer = await person.post("/me/snapshot", {"have": {}})
    assert answer.status_code == 200
    return {name: document["data"] for name, document in answer.json()["documents"].items()}


async def test_everybody_has_themselves(app, worker):
    assert (await documents(worker))["me"] == (await worker.get("/me")).json()


async def test_the_office_has_the_crew_and_its_invitations(app, firm, manager, worker):
    invitation = (await firm.owner.post("~/invitations", {"role": "member"})).json()
    crew = (await documents(manager))[f"{firm.org_id}/crew"]
    assert crew["items"] == (await manager.get("~/members")).json()["items"]
    assert invitation in crew["invitations"]
    assert worker.phone in [member["phone"] for member in crew["items"]]


async def test_a_worker_has_no_crew(app, firm, worker):
    assert f"{firm.org_id}/crew" not in await documents(worker)


async def test_a_site_manager_has_the_crew_without_numbers_and_invitations(app, firm, worker):
    site = await firm.site()
    await firm.owner.post("~/invitations", {"role": "member"})
    await firm.owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site["id"]]})
    crew = (await documents(worker))[f"{firm.org_id}/crew"]
    assert {member["phone"] for member in crew["items"]} == {None}
    assert crew["invitations"] == []


async def test_who_is_let_go_keeps_nothing(app, firm, worker):
    held = await worker.post("/me/snapshot", {"have": {}})
    versions = {name: document["version"] for name, document in held.json()["documents"].items()}
    await firm.owner.delete(f"~/members/{worker.member_id}")
    answer = (await worker.post("/me/snapshot", {"have": versions})).json()
    assert answer["gone"] == sorted(name for name in versions if name.startswith(firm.org_id))
    assert answer["documents"]["me"]["data"]["memberships"] == []
