"""The person's own account."""

from tests.identity.stage import rows, stranger


async def test_what_a_person_changes_of_themselves(app, worker):
    answer = await worker.patch("/me", {"name": " 이순이 ", "language": "en", "text_size": "large"})
    assert answer.status_code == 200
    assert answer.json() == {
        "id": worker.account_id,
        "name": "이순이",
        "phone": worker.phone,
        "language": "en",
        "text_size": "large",
    }
    assert (await worker.get("/me")).json()["account"] == answer.json()
    assert (await worker.patch("/me", {"text_size": None})).json()["text_size"] is None


async def test_what_is_left_out_stays(app, worker):
    before = (await worker.get("/me")).json()["account"]
    assert (await worker.patch("/me", {})).json() == before


async def test_what_a_person_cannot_be(app, worker):
    for change in (
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 121},
        {"language": "xx"},
        {"phone": "+821011112222"},
        {"id": worker.account_id},
        {"text_size": "HUGE!"},
        {"name": None},
    ):
        answer = await worker.patch("/me", change)
        assert answer.status_code == 400, change
        assert answer.json()["code"] == "invalid-fields"


async def test_memberships_say_what_one_may_do(app, firm, manager, worker):
    [seen] = (await firm.owner.get("/me")).json()["memberships"]
    assert (seen["role"], seen["site_ids"], seen["org_name"]) == ("owner", None, "푸른손 클린")
    assert {"change_members", "invite", "name_owners", "see_phones"} <= set(seen["permissions"])
    [seen] = (await manager.get("/me")).json()["memberships"]
    assert "invite" in seen["permissions"]
    assert "name_owners" not in seen["permissions"]
    [seen] = (await worker.get("/me")).json()["memberships"]
    assert not {"invite", "change_members", "see_members"} & set(seen["permissions"])


async def test_one_person_in_two_firms(app, firm, outsider, worker):
    invitation = (await outsider.post("~/invitations", {"role": "manager"})).json()
    answer = await worker.put(f"/invitations/{invitation['token']}/acceptance")
    assert answer.status_code == 200
    memberships = (await worker.get("/me")).json()["memberships"]
    assert [(m["org_id"], m["role"]) for m in memberships] == [
        (firm.org_id, "member"),
        (outsider.org_id, "manager"),
    ]
    assert (await worker.get(f"/orgs/{outsider.org_id}/members")).status_code == 200
    assert (await worker.get(f"/orgs/{firm.org_id}/members")).status_code == 403


async def test_account_events_hold_no_number_and_no_token(app, servers):
    person = stranger(app)
    await person.sign_in()
    await person.patch("/me", {"name": "새이름"})
    lines = await rows(
        servers,
        "SELECT kind, e::text AS line FROM account_event e WHERE account_id = $1 ORDER BY id",
        person.account_id,
    )
    assert [line["kind"] for line in lines] == ["AccountOpened", "SignedIn", "AccountChanged"]
    for line in lines:
        assert person.phone not in line["line"]
        assert person.client.cookies["session"] not in line["line"]
