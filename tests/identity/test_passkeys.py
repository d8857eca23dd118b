"""Passkeys: made on a signed-in phone, then a way in of their own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx

from tests.identity.authenticator import USER_PRESENT, Authenticator
from tests.identity.stage import hold_cookie, later, rows, stranger, together
from tests.world import Person


async def add(person: Person, phone: Authenticator, name: str = "내 폰") -> httpx.Response:
    begun = (await person.post("/me/passkey-options")).json()
    body = {"challenge_id": begun["challenge_id"], "credential": phone.make(begun), "name": name}
    return await person.post("/me/passkeys", body)


async def challenge(person: Person) -> dict[str, Any]:
    answer = await person.post("/sign-in/passkey-options")
    assert answer.status_code == 200
    begun: dict[str, Any] = answer.json()
    return begun


async def enter(person: Person, phone: Authenticator, begun: dict[str, Any] | None = None) -> httpx.Response:
    begun = begun or await challenge(person)
    body = {"challenge_id": begun["challenge_id"], "credential": phone.answer(begun)}
    return await person.post("/sign-in/passkey-sessions", body)


async def test_a_passkey_is_a_way_in(app, worker):
    phone = Authenticator()
    answer = await add(worker, phone)
    assert answer.status_code == 201
    assert answer.json()["name"] == "내 폰"
    assert phone.user_handle == UUID(worker.account_id).bytes

    there = stranger(app)
    answer = await enter(there, phone)
    assert answer.status_code == 201
    assert answer.json()["account"]["id"] == worker.account_id
    assert len(answer.json()["memberships"]) == 1
    sessions = (await there.get("/me/sessions")).json()["items"]
    assert [s["method"] for s in sessions if s["current"]] == ["passkey"]
    [passkey] = (await there.get("/me/passkeys")).json()["items"]
    assert passkey["last_used_at"] is not None


async def test_the_options_ask_for_the_phones_lock(app, worker):
    begun = (await worker.post("/me/passkey-options")).json()
    assert begun["authenticatorSelection"]["residentKey"] == "required"
    assert begun["authenticatorSelection"]["userVerification"] == "required"
    assert begun["rp"] == {"name": "Pumasi", "id": "testserver"}
    await add(worker, Authenticator())
    begun = (await worker.post("/me/passkey-options")).json()
    assert len(begun["excludeCredentials"]) == 1
    assert (await challenge(worker))["userVerification"] == "required"


async def test_adding_a_way_in_changes_the_cookie(app, worker):
    before = worker.client.cookies["session"]
    assert (await add(worker, Authenticator())).status_code == 201
    assert worker.client.cookies["session"] != before
    assert (await worker.get("/me")).status_code == 200
    thief = stranger(app)
    hold_cookie(thief, before)
    assert (await thief.get("/me")).status_code == 401


async def test_a_challenge_is_good_once(app, worker):
    phone = Authenticator()
    await add(worker, phone)
    begun = await challenge(worker)
    there = [stranger(app) for _ in range(6)]
    assert await together(*(enter(person, phone, begun) for person in there)) == [201] + [422] * 5


async def test_a_failed_try_uses_the_challenge_up(app, worker):
    phone = Authenticator()
    await add(worker, phone)
    there = stranger(app)
    begun = await challenge(there)
    assert (await enter(there, replace(phone, origin="http://evil.example"), begun)).status_code == 422
    assert (await enter(there, phone, begun)).status_code == 422


async def test_a_challenge_ends(app, worker):
    phone = Authenticator()
    await add(worker, phone)
    there = stranger(app)
    begun = await challenge(there)
    with later(minutes=11):
        assert (await enter(there, phone, begun)).json()["code"] == "passkey-refused"


async def test_lies_are_refused(app, worker, outsider):
    phone = Authenticator()
    await add(worker, phone)
    theirs = Authenticator()
    await add(outsider, theirs)
    there = stranger(app)
    lies = {
        "another origin": replace(phone, origin="https://evil.example"),
        "not verified by the phone's lock": replace(phone, flags=USER_PRESENT),
        "nobody there": replace(phone, flags=0),
        "another key": replace(phone, key=theirs.key),
        "another person": replace(phone, user_handle=UUID(outsider.account_id).bytes),
        "another person's passkey for this account": replace(
            theirs, user_handle=UUID(worker.account_id).bytes
        ),
        "an unknown passkey": replace(phone, credential_id=b"x" * 32),
        "no handle": replace(phone, user_handle=b""),
    }
    for name, lie in lies.items():
        answer = await enter(there, lie)
        assert (answer.status_code, answer.json()["code"]) == (422, "passkey-refused"), name
    assert (await enter(there, phone)).status_code == 201


async def test_a_copied_authenticator_is_noticed(app, worker):
    phone = Authenticator(sign_count=5)
    await add(worker, phone)
    assert (await enter(stranger(app), replace(phone, sign_count=6))).status_code == 201
    assert (await enter(stranger(app), replace(phone, sign_count=6))).status_code == 422


async def test_nonsense_is_refused(app, worker):
    for credential in ({}, {"response": 1}, {"response": {"userHandle": "x"}, "rawId": "y"}, {"rawId": None}):
        begun = await challenge(worker)
        answer = await worker.post(
            "/sign-in/passkey-sessions", {"challenge_id": begun["challenge_id"], "credential": credential}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "passkey-refused")
        begun = (await worker.post("/me/passkey-options")).json()
        body = {"challenge_id": begun["challenge_id"], "credential": credential, "name": "x"}
        assert (await worker.post("/me/passkeys", body)).json()["code"] == "passkey-refused"


async def test_a_registration_belongs_to_who_began_it(app, worker, outsider):
    begun = (await worker.post("/me/passkey-options")).json()
    body = {
        "challenge_id": begun["challenge_id"],
        "credential": Authenticator().make(begun),
        "name": "x",
    }
    assert (await outsider.post("/me/passkeys", body)).json()["code"] == "passkey-refused"
    signing_in = await challenge(worker)
    body = {**body, "challenge_id": signing_in["challenge_id"]}
    assert (await worker.post("/me/passkeys", body)).json()["code"] == "passkey-refused"


async def test_a_passkey_is_registered_once(app, worker, outsider):
    phone = Authenticator()
    await add(worker, phone)
    assert (await add(worker, phone)).json()["code"] == "passkey-known"
    assert (await add(outsider, phone)).json()["code"] == "passkey-known"
    assert (await outsider.get("/me")).status_code == 200


async def test_a_removed_passkey_opens_nothing(app, worker, outsider):
    phone = Authenticator()
    made = (await add(worker, phone)).json()
    assert (await outsider.delete(f"/me/passkeys/{made['id']}")).status_code == 404
    assert (await worker.delete(f"/me/passkeys/{made['id']}")).status_code == 204
    assert (await worker.delete(f"/me/passkeys/{made['id']}")).status_code == 404
    assert (await enter(stranger(app), phone)).status_code == 422


async def test_no_more_than_twenty_passkeys(app, worker, monkeypatch):
    from backend.identity import rules

    monkeypatch.setattr(rules, "PASSKEYS_MAX", 1)
    await add(worker, Authenticator())
    answer = await worker.post("/me/passkey-options")
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-passkeys")


async def test_steps_that_nobody_finished_are_swept(app, worker, servers):
    await challenge(worker)
    with later(minutes=11):
        await challenge(worker)
        assert len(await rows(servers, "SELECT 1 FROM sign_in_step WHERE purpose = 'passkey sign-in'")) == 1
