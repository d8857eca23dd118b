"""Idempotency: a write sent again has no second effect and the same answer."""

import asyncio
from uuid import UUID

from backend.core import database, tenancy
from backend.core.ids import new_id

SITE = {
    "name": "역삼 타워",
    "address": "서울",
    "lat": 37.5,
    "lon": 127.03,
    "radius_m": 100,
    "timezone": "Asia/Seoul",
}


async def test_sent_again_it_answers_the_same_and_does_nothing(firm):
    key = str(new_id())
    first = await firm.owner.post("~/sites", SITE, idempotency_key=key)
    again = await firm.owner.post("~/sites", SITE, idempotency_key=key)

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again.headers["idempotent-replay"] == "true"
    assert len((await firm.owner.get("~/sites")).json()["items"]) == 1
    assert len(await firm.events("SiteOpened")) == 1


async def test_eight_parallel_copies_have_one_effect_and_equal_answers(firm):
    key = str(new_id())
    answers = await asyncio.gather(*(firm.owner.post("~/sites", SITE, idempotency_key=key) for _ in range(8)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len((await firm.owner.get("~/sites")).json()["items"]) == 1


async def test_the_same_key_for_another_request_is_refused(firm):
    key = str(new_id())
    await firm.owner.post("~/sites", SITE, idempotency_key=key)
    answer = await firm.owner.post("~/sites", {**SITE, "name": "다른 곳"}, idempotency_key=key)

    assert answer.status_code == 422
    assert answer.json()["code"] == "key-reused"


async def test_two_people_may_use_the_same_key(firm, manager):
    key = str(new_id())
    assert (await firm.owner.post("~/sites", SITE, idempotency_key=key)).status_code == 201
    assert (await manager.post("~/sites", {**SITE, "name": "둘째"}, idempotency_key=key)).status_code == 201
    assert len((await firm.owner.get("~/sites")).json()["items"]) == 2


async def test_a_refusal_is_not_kept_because_it_may_be_different_tomorrow(firm):
    key, site_id = str(new_id()), str(new_id())
    shift = {
        "id": str(new_id()),
        "site_id": site_id,
        "starts_at": "2026-12-01T09:00:00+09:00",
        "ends_at": "2026-12-01T12:00:00+09:00",
        "seats": 1,
        "note": "",
    }
    assert (await firm.owner.post("~/shifts", shift, idempotency_key=key)).status_code == 404
    await firm.owner.post("~/sites", {**SITE, "id": site_id})
    assert (await firm.owner.post("~/shifts", shift, idempotency_key=key)).status_code == 201


async def test_a_key_of_the_wrong_shape_is_refused(firm):
    for key in ("short", "x" * 65, "with space!", "semi;colon;", "caf\\xe9-caf\\xe9"):
        answer = await firm.owner.post("~/sites", SITE, idempotency_key=key)
        assert answer.status_code == 400, key


async def test_effect_and_answer_are_one_transaction(firm, monkeypatch):
    """When storing the answer fails, the effect is gone too: never one without the other."""
    from backend.core import idempotency

    key = str(new_id())
    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "keep", lambda *_: "SELECT 1/0")
        assert (await firm.owner.post("~/sites", SITE, idempotency_key=key)).status_code >= 400
    assert (await firm.owner.get("~/sites")).json()["items"] == []
    assert (await firm.owner.post("~/sites", SITE, idempotency_key=key)).status_code == 201


async def test_what_is_stored_belongs_to_its_account_only(firm, outsider):
    await firm.owner.post("~/sites", SITE, idempotency_key=str(new_id()))
    with tenancy.acting_for(account_id=UUID(outsider.account_id)):
        async with database.transaction():
            rows = await database.fetch("SELECT account_id FROM idempotent_answer")
    assert all(str(row["account_id"]) == outsider.account_id for row in rows)
