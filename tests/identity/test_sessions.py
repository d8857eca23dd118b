"""Sessions: new at each sign-in, listed, ended."""

from uuid import uuid4

from tests.identity.stage import changed_settings, enter, eventually, hold_cookie, later, rows, stranger
from tests.world import last_code

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155N) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"


async def test_the_phones_of_a_person_are_listed(app):
    first, second = stranger(app), stranger(app)
    second.phone = first.phone
    await first.sign_in()
    second.client.headers["user-agent"] = ANDROID
    await second.sign_in()
    listed = (await second.get("/me/sessions")).json()["items"]
    assert [(s["device"], s["current"]) for s in listed] == [("SM-A155N · Chrome", True), ("?", False)]
    assert all(s["method"] == "code" for s in listed)


async def test_a_lost_phone_is_signed_out_from_another(app):
    mine, lost = stranger(app), stranger(app)
    lost.phone = mine.phone
    await lost.sign_in()
    await mine.sign_in()
    [other] = [s for s in (await mine.get("/me/sessions")).json()["items"] if not s["current"]]
    assert (await mine.delete(f"/me/sessions/{other['id']}")).status_code == 204
    answer = await lost.get("/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")
    assert (await mine.delete(f"/me/sessions/{other['id']}")).status_code == 204
    assert len((await mine.get("/me/sessions")).json()["items"]) == 1


async def test_the_session_of_another_person_does_not_exist(app, worker, outsider):
    [theirs] = (await worker.get("/me/sessions")).json()["items"]
    assert (await outsider.delete(f"/me/sessions/{theirs['id']}")).status_code == 404
    assert (await outsider.delete(f"/me/sessions/{uuid4()}")).status_code == 404
    assert (await worker.get("/me")).status_code == 200


async def test_signing_out_ends_the_session_and_its_cookie(app):
    person = stranger(app)
    await person.sign_in()
    kept = person.client.cookies["session"]
    answer = await person.delete("/sign-in/sessions/current")
    assert answer.status_code == 204
    assert "session" not in person.client.cookies
    hold_cookie(person, kept)
    assert (await person.get("/me")).status_code == 401


async def test_a_sign_in_never_keeps_a_cookie_that_was_there_before(app, servers):
    """Session fixation: whoever planted the cookie must not be signed in with it."""
    person = stranger(app)
    hold_cookie(person, "planted-by-somebody-else")
    await person.sign_in()
    assert person.client.cookies["session"] != "planted-by-somebody-else"
    assert len(person.client.cookies["session"]) >= 43


async def test_a_sign_in_ends_the_session_that_the_cookie_named(app, worker):
    before = worker.client.cookies["session"]
    await worker.sign_in()
    assert worker.client.cookies["session"] != before
    hold_cookie(worker, before)
    assert (await worker.get("/me")).status_code == 401


async def test_on_a_shared_phone_the_next_person_ends_the_session_of_the_one_before(app, worker):
    before = worker.client.cookies["session"]
    neighbour = stranger(app)
    hold_cookie(neighbour, before)
    await neighbour.sign_in()
    assert (await worker.get("/me")).status_code == 401


async def test_only_a_hash_of_the_token_is_stored(app, servers):
    person = stranger(app)
    await person.sign_in()
    stored = await rows(
        servers, "SELECT s::text AS line FROM session s WHERE account_id = $1", person.account_id
    )
    assert stored
    assert person.client.cookies["session"] not in stored[0]["line"]


async def test_a_session_ends_by_itself(app, worker):
    with later(days=399):
        assert (await worker.get("/me")).status_code == 200
    with later(days=401):
        assert (await worker.get("/me")).status_code == 401


async def test_nonsense_in_the_cookie_is_nobody(app):
    for value in ("x", "x" * 5000, "0" * 43, "%00"):
        person = stranger(app)
        hold_cookie(person, value)
        assert (await person.get("/me")).status_code == 401


async def test_the_last_use_is_noted_at_most_once_an_hour(app, worker, servers):
    async def seen():
        return (
            await rows(servers, "SELECT last_seen_at FROM session WHERE account_id = $1", worker.account_id)
        )[0]

    first = await seen()
    await worker.get("/me")
    assert await seen() == first
    with later(hours=2):
        await worker.get("/me")

        async def moved():
            return await seen() != first

        assert await eventually(moved)


async def test_the_cookie_is_closed_to_scripts_and_other_sites(app, monkeypatch):
    person = stranger(app)
    await person.post("/sign-in/codes", {"phone": person.phone})
    with changed_settings(monkeypatch, base_url="https://pumasi.example"):
        answer = await person.post(
            "/sign-in/sessions",
            {"phone": person.phone, "code": last_code(person.phone)},
            origin="https://pumasi.example",
        )
    assert answer.status_code == 201
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-session=")
    lower = {attribute.lower() for attribute in attributes}
    assert {"httponly", "secure", "path=/", "samesite=lax", f"max-age={400 * 86400}"} <= lower
    assert not any(attribute.startswith("domain") for attribute in lower)


async def test_a_wrong_code_leaves_the_old_session_alone(app, worker):
    await worker.post("/sign-in/codes", {"phone": worker.phone})
    code = last_code(worker.phone)
    assert (await enter(worker, "000000" if code != "000000" else "111111")).status_code == 422
    assert (await worker.get("/me")).status_code == 200
