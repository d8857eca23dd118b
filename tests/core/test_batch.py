"""A batch is several requests that happen to travel together."""

import json

import pytest

from backend.core import snapshot
from backend.core.errors import Busy, InFlight, NotFound
from backend.core.ids import new_id
from tests.world import ORIGIN


def write(method: str, path: str, body: object = None, key: str = "") -> dict[str, object]:
    return {"id": key or str(new_id()), "method": method, "path": path, "body": body}


def rename(name: str) -> dict[str, object]:
    return write("PATCH", "/api/v1/me", {"name": name})


async def send(person, *requests: dict[str, object]):
    answer = await person.post("/batch", {"requests": list(requests)})
    assert answer.status_code == 200, answer.text
    responses = answer.json()["responses"]
    assert [r["id"] for r in responses] == [r["id"] for r in requests]
    return responses


async def test_each_is_answered_as_if_it_had_come_alone_and_in_order(firm):
    owner = firm.owner
    site = {
        "name": "역삼 타워",
        "address": "서울",
        "lat": 37.5,
        "lon": 127.0,
        "radius_m": 100,
        "timezone": "Asia/Seoul",
    }
    site_id = str(new_id())
    responses = await send(
        owner,
        write("POST", f"/api/v1/orgs/{owner.org_id}/sites", {"id": site_id, **site}),
        write("PATCH", f"/api/v1/orgs/{owner.org_id}/sites/{site_id}", {"note": "열쇠는 경비실"}),
        write("DELETE", f"/api/v1/orgs/{owner.org_id}/sites/{site_id}"),
    )
    assert [r["status"] for r in responses][:2] == [201, 200]
    assert responses[1]["body"]["note"] == "열쇠는 경비실"
    assert responses[2]["status"] in (200, 204)


async def test_server_time_is_there_for_the_evidence_of_punches(firm):
    answer = await firm.owner.post("/batch", {"requests": [rename("김영숙")]})
    assert answer.json()["server_time"].endswith("Z")


async def test_the_id_is_the_idempotency_key(firm):
    first, again = rename("하나"), rename("둘")
    assert (await send(firm.owner, first, again))[1]["body"]["name"] == "둘"
    repeated = await send(firm.owner, first)
    assert repeated[0]["status"] == 200
    assert repeated[0]["body"]["name"] == "하나"
    assert (await firm.owner.get("/me")).json()["account"]["name"] == "둘"
    alone = await firm.owner.patch("/me", {"name": "셋"}, Idempotency_Key=str(first["id"]))
    assert alone.status_code == 422


async def test_the_same_request_alone_and_in_a_batch_is_one(firm):
    key = str(new_id())
    body = '{"name":"넷"}'
    alone = await firm.owner.client.patch(
        "/api/v1/me",
        content=body,
        headers={"origin": "http://testserver", "content-type": "application/json", "idempotency-key": key},
    )
    raw = f'{{"requests":[{{"id":"{key}","method":"PATCH","path":"/api/v1/me","body":{body}}}]}}'
    batch = await firm.owner.client.post(
        "/api/v1/batch",
        content=raw,
        headers={"origin": "http://testserver", "content-type": "application/json"},
    )
    assert batch.json()["responses"][0] == {"id": key, "status": 200, "body": alone.json()}


@pytest.mark.parametrize(
    ("bad", "status"),
    [
        (write("GET", "/api/v1/me"), 400),
        (write("TRACE", "/api/v1/me"), 400),
        (write("POST", "/api/v1/batch", {"requests": [rename("x")]}), 400),
        (write("POST", "/api/v1/batch/", {"requests": [rename("x")]}), 400),
        (write("POST", "/api/v1//batch", {"requests": [rename("x")]}), 400),
        (write("POST", "/api/v1/x/../batch", {"requests": [rename("x")]}), 400),
        (write("POST", "/api/v1/%62atch", {"requests": [rename("x")]}), 400),
        (write("POST", "/metrics"), 400),
        (write("POST", "http://elsewhere.example/api/v1/me"), 400),
        (write("POST", "/api/v1/nowhere"), 404),
        (write("POST", "/api/v1/me/nowhere\u00e9"), 400),
        (write("PUT", "/api/v1/me", {"name": "x"}), 405),
        (write("PATCH", "/api/v1/me", {"name": 7}), 400),
        (write("PATCH", "/api/v1/me", {"nam": "x"}), 400),
        (write("PATCH", "/api/v1/me", [1]), 400),
        ({"id": "a-request-without-path", "method": "PATCH"}, 400),
        (write("PATCH", "/api/v1/me", {"name": "x"}) | {"path": 7}, 400),
        (write("PATCH", "/api/v1/me", {"name": "x"}) | {"colour": "red"}, 400),
        (write("PATCH", "/api/v1/me", {"name": "x"}, key="x" * 201) | {"id": None}, 400),
    ],
)
async def test_a_bad_one_is_refused_alone(firm, bad, status):
    before, refused, after = await send(firm.owner, rename("앞"), bad, rename("뒤"))
    assert (before["status"], refused["status"], after["status"]) == (200, status, 200)
    assert refused["body"]["code"]
    assert (await firm.owner.get("/me")).json()["account"]["name"] == "뒤"


@pytest.mark.parametrize("bad", ['"text"', "7", "null", "[]", "{}", '{"id": 7}', "1e999", '{"body": 1e999}'])
async def test_what_is_no_request_holds_up_nobody(firm, bad):
    answer = await firm.owner.client.post(
        "/api/v1/batch",
        content=f'{{"requests": [{json.dumps(rename("앞"))}, {bad}, {json.dumps(rename("뒤"))}]}}',
        headers={"origin": ORIGIN, "content-type": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    before, refused, after = answer.json()["responses"]
    assert (before["status"], refused["status"], after["status"]) == (200, 400, 200)
    assert refused["id"] is None
    assert refused["body"]["code"] == "invalid-fields"
    assert (await firm.owner.get("/me")).json()["account"]["name"] == "뒤"


@pytest.mark.parametrize("name", ["1", "", "short", "이름" * 8, "with a space"])
async def test_an_id_that_is_no_key_only_names_the_answer(firm, name):
    first = write("PATCH", "/api/v1/me", {"name": "하나"}) | {"id": name}
    second = write("PATCH", "/api/v1/me", {"name": "둘"}) | {"id": name}
    assert [r["status"] for r in await send(firm.owner, first, second)] == [200, 200]
    assert (await firm.owner.get("/me")).json()["account"]["name"] == "둘"


@pytest.mark.parametrize("error", [Busy, InFlight, RuntimeError])
async def test_behind_one_that_must_be_tried_again_nothing_is_attempted(firm, monkeypatch, error):
    async def stumble(*_):
        raise error()

    monkeypatch.setattr(snapshot, "snapshot", stumble)
    await send(firm.owner, rename("앞"))
    responses = await send(firm.owner, write("POST", "/api/v1/me/snapshot", {"have": {}}), rename("뒤"))
    assert responses[1]["status"] == 503
    assert responses[1]["body"]["code"] == "not-attempted"
    assert (await firm.owner.get("/me")).json()["account"]["name"] == "앞"


async def test_a_refusal_is_no_reason_to_stop(firm, monkeypatch):
    async def refuse(*_):
        raise NotFound()

    monkeypatch.setattr(snapshot, "snapshot", refuse)
    responses = await send(firm.owner, write("POST", "/api/v1/me/snapshot", {"have": {}}), rename("뒤"))
    assert [r["status"] for r in responses] == [404, 200]


@pytest.mark.parametrize("count", [0, 21])
async def test_none_and_too_many_are_refused(firm, count):
    answer = await firm.owner.post("/batch", {"requests": [rename("x") for _ in range(count)]})
    assert answer.status_code == 400


async def test_every_item_asks_for_permission_itself(firm, outsider, worker):
    theirs = f"/api/v1/orgs/{firm.org_id}/invitations"
    assert [r["status"] for r in await send(outsider, write("POST", theirs, {"role": "member"}))] == [404]
    assert [r["status"] for r in await send(worker, write("POST", theirs, {"role": "member"}))] == [403]


async def test_without_origin_or_session_nothing_happens(firm):
    answer = await firm.owner.client.post("/api/v1/batch", json={"requests": [rename("x")]})
    assert answer.status_code == 403
    firm.owner.client.cookies.clear()
    answer = await firm.owner.post("/batch", {"requests": [rename("x")]})
    assert answer.status_code == 401
