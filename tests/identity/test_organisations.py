"""Founding and changing an organisation."""

from uuid import uuid4

from backend.core.ids import new_id
from tests.identity.stage import rows, stranger, together

SHOP = {"name": "순이네 반찬", "kind": "shop", "timezone": "Asia/Seoul", "language": "ko"}


async def test_who_founds_it_owns_it(app):
    person = stranger(app, "김영숙")
    await person.sign_in()
    answer = await person.post(
        "/orgs", {"name": "순이네 반찬", "kind": "shop", "timezone": "Asia/Seoul", "language": "ko"}
    )
    assert answer.status_code == 201
    made = answer.json()
    assert made["settings"] == {"punch_outside": "flag", "no_show_after_min": 20, "correction_answer_days": 7}
    person.org_id = made["id"]
    [member] = (await person.get("~/members")).json()["items"]
    assert (member["name"], member["role"], member["phone"]) == ("김영숙", "owner", person.phone)
    assert (await person.get("~")).json() == made


async def test_the_same_id_is_the_same_organisation(app, servers):
    person = stranger(app)
    await person.sign_in()
    body = {**SHOP, "id": str(new_id())}
    answers = [await person.post("/orgs", body), await person.post("/orgs", {**body, "name": "다른 이름"})]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (
        await together(*(person.post("/orgs", {**SHOP, "id": str(body["id"])}) for _ in range(6)))
        == [201] * 6
    )
    count = await rows(servers, "SELECT count(*) AS n FROM member WHERE org_id = $1", body["id"])
    assert count == [{"n": 1}]


async def test_eight_parallel_copies_found_one_organisation(app, servers):
    person = stranger(app)
    await person.sign_in()
    body = {**SHOP, "id": str(new_id())}
    assert await together(*(person.post("/orgs", body) for _ in range(8))) == [201] * 8
    events = await rows(servers, "SELECT kind FROM event WHERE org_id = $1 ORDER BY id", body["id"])
    assert [e["kind"] for e in events] == ["OrganisationFounded", "MemberJoined"]


async def test_nobody_enters_an_organisation_by_naming_its_id(app, firm, worker, outsider):
    for person in (worker, outsider, stranger(app)):
        if not person.account_id:
            await person.sign_in()
        answer = await person.post("/orgs", {**SHOP, "id": firm.org_id})
        assert (answer.status_code, answer.json()["code"]) == (409, "id-taken")
    assert (await outsider.get(f"/orgs/{firm.org_id}")).status_code == 404


async def test_what_an_organisation_cannot_be(app):
    person = stranger(app)
    await person.sign_in()
    assert (await person.post("/orgs", {**SHOP, "timezone": "Seoul"})).status_code == 422
    for change in (
        {"timezone": ""},
        {"kind": "bank"},
        {"name": " "},
        {"language": "fr"},
        {"id": "1"},
        {"extra": 1},
        {"name": "x\u0000y"},
    ):
        assert (await person.post("/orgs", {**SHOP, **change})).status_code == 400, change
    assert (await stranger(app).post("/orgs", SHOP)).status_code == 401


async def test_a_manager_changes_the_settings_and_everybody_hears(app, firm, manager, worker):
    answer = await manager.patch("~", {"name": "푸른손", "settings": {"punch_outside": "block"}})
    assert answer.status_code == 200
    kept = {"correction_answer_days": 7}
    assert answer.json()["settings"] == {"punch_outside": "block", "no_show_after_min": 20, **kept}
    assert answer.json()["timezone"] == "Asia/Seoul"
    answer = await manager.patch("~", {"settings": {"no_show_after_min": 30}})
    assert answer.json()["settings"] == {"punch_outside": "block", "no_show_after_min": 30, **kept}
    assert [e["kind"] for e in await firm.events("OrganisationChanged")] == ["OrganisationChanged"] * 2
    assert (await worker.get("~")).json()["name"] == "푸른손"


async def test_who_may_not_change_it(app, firm, worker, outsider):
    assert (await worker.patch("~", {"name": "x"})).status_code == 403
    assert (await outsider.patch(f"/orgs/{firm.org_id}", {"name": "x"})).status_code == 404
    assert (await firm.owner.patch("~", {"settings": {"punch_outside": "no"}})).status_code == 400
    assert (await firm.owner.patch("~", {"settings": {"no_show_after_min": 0}})).status_code == 400
    assert (await firm.owner.patch("~", {"timezone": "Mars/Phobos"})).status_code == 422
    assert (await firm.owner.get(f"/orgs/{uuid4()}")).status_code == 404
