"""The documents of a phone: only what changed, each person's own, and gone when access is gone."""

import pytest

from backend.core import snapshot
from tests.world import found_firm


async def read(person, have: dict[str, str] | None = None):
    answer = await person.post("/me/snapshot", {"have": have or {}})
    assert answer.status_code == 200, answer.text
    return answer.json()


EVERYBODYS = ("fixes", "inbox", "open_shifts", "swaps", "time", "visits", "work")
"""What each member keeps of an organisation."""


def versions(answer) -> dict[str, str]:
    return {name: document["version"] for name, document in answer["documents"].items()}


async def test_a_new_phone_gets_everything_that_its_person_may_have(firm, manager, worker):
    managers, members = await read(manager), await read(worker)
    assert "me" in managers["documents"]
    assert f"{firm.org_id}/work" in managers["documents"]
    assert f"{firm.org_id}/crew" in managers["documents"]
    mine = {f"{firm.org_id}/{name}" for name in EVERYBODYS}
    assert set(members["documents"]) == {"me", "preferences"} | mine


async def test_what_the_phone_holds_is_not_sent_again(firm):
    held = versions(await read(firm.owner))
    again = await read(firm.owner, held)
    assert again["documents"] == {}
    assert again["gone"] == []
    assert again["server_time"].endswith("Z")


async def test_only_what_changed_is_sent(firm):
    held = versions(await read(firm.owner))
    await firm.owner.patch("/me", {"name": "새 이름"})
    changed = (await read(firm.owner, held))["documents"]
    assert "me" in changed
    assert f"{firm.org_id}/work" not in changed
    assert changed["me"]["data"]["account"]["name"] == "새 이름"


async def test_whoever_loses_access_is_told_what_is_gone(firm, worker):
    held = versions(await read(worker))
    await firm.owner.delete(f"~/members/{worker.member_id}")
    after = await read(worker, held)
    assert after["gone"] == sorted(f"{firm.org_id}/{name}" for name in EVERYBODYS)
    assert list(after["documents"]) == ["me"]


async def test_a_manager_who_is_one_no_longer_loses_the_managers_documents(firm, manager):
    held = versions(await read(manager))
    await firm.owner.patch(f"~/members/{manager.member_id}", {"role": "member"})
    gone = (await read(manager, held))["gone"]
    assert f"{firm.org_id}/crew" in gone
    assert f"{firm.org_id}/work" not in gone


async def test_names_of_others_documents_bring_nothing(firm, outsider):
    answer = await read(outsider, {f"{firm.org_id}/work": "0", f"{firm.org_id}/crew": "", "secrets": "1"})
    assert not any(firm.org_id in name for name in answer["documents"])
    assert answer["gone"] == sorted([f"{firm.org_id}/crew", f"{firm.org_id}/work", "secrets"])


async def test_two_organisations_are_read_each_in_its_own(app, firm, worker):
    other = await found_firm(app, "두 번째 회사")
    await other.admit(worker)
    documents = (await read(worker))["documents"]
    assert {f"{firm.org_id}/work", f"{other.org_id}/work"} <= set(documents)
    assert documents[f"{firm.org_id}/work"]["data"] != documents[f"{other.org_id}/work"]["data"]


async def test_without_a_session_there_is_no_snapshot(firm):
    firm.owner.client.cookies.clear()
    assert (await firm.owner.post("/me/snapshot", {"have": {}})).status_code == 401


@pytest.mark.parametrize("have", [{"me": "1" * 65}, {"me": 1}, ["me"]])
async def test_what_is_no_list_of_versions_is_refused(firm, have):
    assert (await firm.owner.post("/me/snapshot", {"have": have})).status_code == 400


def test_the_same_content_is_the_same_version_in_whatever_order_it_was_built():
    one = snapshot._encode({"a": 1, "b": [1, 2]})
    two = snapshot._encode({"b": [1, 2], "a": 1})
    assert snapshot.version_of(one) == snapshot.version_of(two)
    assert snapshot.version_of(one) != snapshot.version_of(snapshot._encode({"a": 1, "b": [2, 1]}))


async def test_a_long_answer_is_compressed_for_whoever_can_read_that(firm):
    asked = {"have": {}}
    packed = await firm.owner.post("/me/snapshot", asked, accept_encoding="gzip, deflate")
    plain = await firm.owner.post("/me/snapshot", asked, accept_encoding="identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["documents"] == plain.json()["documents"]
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
