"""Whom the firm works for: clients, whose sites they are, and what was agreed."""

from typing import Any

from backend.core.ids import new_id
from tests.world import Firm, Person

NAME = "한강빌딩 관리단"


async def client_of(firm: Firm, **changes: Any) -> dict[str, Any]:
    answer = await firm.owner.post("~/clients", {"name": NAME, **changes})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_client_is_won_changed_archived_and_brought_back(firm: Firm) -> None:
    client_id = str(new_id())
    await client_of(firm, id=client_id)
    again = await client_of(firm, id=client_id, name="다른 이름")
    assert again["name"] == NAME, "the same id again is the same client"
    path = f"~/clients/{client_id}"
    assert (await firm.owner.patch(path, {"note": "매월 25일 청구"})).json()["note"] == "매월 25일 청구"
    assert (await firm.owner.delete(path)).status_code == 204
    assert (await firm.owner.get(path)).json()["archived_at"] is not None
    assert (await firm.owner.patch(path, {"archived": False})).json()["archived_at"] is None
    assert [event["kind"] for event in await firm.events() if "Client" in event["kind"]] == [
        "ClientWon",
        "ClientChanged",
        "ClientLost",
        "ClientChanged",
    ]


async def test_a_site_belongs_to_a_client_until_it_does_not(firm: Firm) -> None:
    client, site = await client_of(firm), await firm.site(name="로비")
    given = await firm.owner.put(f"~/sites/{site['id']}/client", {"client_id": client["id"]})
    assert given.status_code == 204
    (listed,) = (await firm.owner.get("~/clients")).json()["items"]
    assert [own["name"] for own in listed["sites"]] == ["로비"]
    await firm.owner.delete(f"~/sites/{site['id']}/client")
    assert (await firm.owner.get(f"~/clients/{client['id']}")).json()["sites"] == []


async def test_contracts_go_on_until_they_are_ended(firm: Firm) -> None:
    client = await client_of(firm)
    body = {"name": "2027년 청소", "from_on": "2027-01-01", "monthly_won": 3_200_000}
    made = (await firm.owner.post(f"~/clients/{client['id']}/contracts", body)).json()
    path = f"~/contracts/{made['id']}"
    assert (await firm.owner.patch(path, {"until_on": "2027-12-31"})).json()["until_on"] == "2027-12-31"
    assert (await firm.owner.get(f"~/clients/{client['id']}")).json()["contracts"] == 1
    assert (await firm.owner.delete(path)).status_code == 204
    assert (await firm.owner.delete(path)).status_code == 204
    refused = await firm.owner.patch(path, {"note": "늦었어요"})
    assert (refused.status_code, refused.json()["code"]) == (409, "contract-over")
    (kept,) = (await firm.owner.get(f"~/clients/{client['id']}/contracts")).json()["items"]
    assert kept["ended_at"] is not None


async def test_refusals(firm: Firm, worker: Person) -> None:
    client, site = await client_of(firm), await firm.site()
    contracts = f"~/clients/{client['id']}/contracts"
    backwards = {"name": "계약", "from_on": "2027-02-01", "until_on": "2027-01-01"}
    refused = await firm.owner.post(contracts, backwards)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/until_on")
    made = (await firm.owner.post(contracts, {"name": "계약", "from_on": "2027-02-01"})).json()
    late = await firm.owner.patch(f"~/contracts/{made['id']}", {"until_on": "2027-01-01"})
    assert late.status_code == 422
    assert (await firm.owner.post("~/clients", {"name": "  "})).status_code == 400
    assert (await worker.get("~/clients")).status_code == 403
    assert (await firm.owner.get(f"~/clients/{new_id()}/contracts")).status_code == 404
    unknown = await firm.owner.put(f"~/sites/{site['id']}/client", {"client_id": str(new_id())})
    assert unknown.status_code == 404
    await firm.owner.delete(f"~/clients/{client['id']}")
    archived = await firm.owner.put(f"~/sites/{site['id']}/client", {"client_id": client["id"]})
    assert archived.json()["code"] == "client-archived"
    assert (await firm.owner.post(contracts, {"name": "새", "from_on": "2027-03-01"})).status_code == 409
