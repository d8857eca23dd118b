"""Invitations: made, seen, accepted, used up, revoked."""

from uuid import uuid4

from backend.core.ids import new_id
from jobs.identity import text_invitation
from jobs.job import Happened
from tests.identity.stage import later, rows, stranger, together
from tests.world import ORIGIN, last_code, new_phone, outbox


async def test_a_link_makes_somebody_a_member(app, firm):
    made = await firm.owner.post("~/invitations", {"role": "member"})
    assert made.status_code == 201
    invitation = made.json()
    assert invitation["link"] == f"{ORIGIN}/join/{invitation['token']}"
    assert (invitation["max_uses"], invitation["uses"]) == (None, 0)

    person = stranger(app, "이순자")
    offer = await person.get(f"/invitations/{invitation['token']}")
    assert offer.status_code == 200
    assert offer.json() | {"expires_at": ""} == {
        "org_name": "푸른손 클린",
        "role": "member",
        "inviter_name": "김영숙",
        "language": "ko",
        "expires_at": "",
    }
    await person.sign_in()
    answer = await person.put(f"/invitations/{invitation['token']}/acceptance", {"name": "순자 이모"})
    assert answer.status_code == 200
    assert (answer.json()["org_id"], answer.json()["role"], answer.json()["name"]) == (
        firm.org_id,
        "member",
        "순자 이모",
    )
    assert [e["kind"] for e in await firm.events()] == [
        "OrganisationFounded",
        "MemberJoined",
        "InvitationMade",
        "MemberJoined",
    ]


async def test_accepting_again_changes_nothing(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "max_uses": 1})).json()
    person = stranger(app)
    await person.sign_in()
    path = f"/invitations/{invitation['token']}/acceptance"
    assert await together(*(person.put(path) for _ in range(8))) == [200] * 8
    assert (await person.put(path)).status_code == 200
    assert len(await firm.events("MemberJoined")) == 2


async def test_no_body_is_needed(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member"})).json()
    person = stranger(app, "이순자")
    await person.sign_in()
    path = f"/api/v1/invitations/{invitation['token']}/acceptance"
    answer = await person.client.put(path, headers={"origin": ORIGIN})
    assert (answer.status_code, answer.json()["name"]) == (200, "이순자")


async def test_a_name_is_never_needed(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member"})).json()
    person = stranger(app)
    await person.post("/sign-in/codes", {"phone": person.phone})
    await person.post("/sign-in/sessions", {"phone": person.phone, "code": last_code(person.phone)})
    answer = await person.put(f"/invitations/{invitation['token']}/acceptance")
    assert answer.json()["name"] == person.phone[-4:]
    other = stranger(app)
    await other.post("/sign-in/codes", {"phone": other.phone})
    await other.post("/sign-in/sessions", {"phone": other.phone, "code": last_code(other.phone)})
    await other.put(f"/invitations/{invitation['token']}/acceptance", {"name": "응우옌"})
    assert (await other.get("/me")).json()["account"]["name"] == "응우옌"


async def test_ten_people_race_for_three_places(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "max_uses": 3})).json()
    people = [stranger(app, f"사람{n}") for n in range(10)]
    for person in people:
        await person.sign_in()
    statuses = await together(*(p.put(f"/invitations/{invitation['token']}/acceptance") for p in people))
    assert statuses == [200] * 3 + [404] * 7
    assert len((await firm.owner.get("~/members")).json()["items"]) == 4
    late = await people[0].get(f"/invitations/{invitation['token']}")
    assert (late.status_code, late.json()["code"]) == (404, "invitation-over")


async def test_an_invitation_for_a_number_is_for_that_number_only(app, firm, worker):
    phone = new_phone()
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "phone": "0" + phone[3:]})).json()
    assert (invitation["phone"], invitation["max_uses"]) == (phone, 1)
    path = f"/invitations/{invitation['token']}/acceptance"
    thief = stranger(app)
    await thief.sign_in()
    answer = await thief.put(path)
    assert (answer.status_code, answer.json()["code"]) == (403, "invitation-for-another")
    invited = stranger(app, phone=phone)
    await invited.sign_in()
    assert (await invited.put(path)).status_code == 200


async def test_the_link_is_texted_once_and_kept_nowhere(app, firm, servers):
    phone = new_phone()
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "phone": phone})).json()
    [event] = await firm.events("InvitationMade")
    [stored] = await rows(
        servers,
        "SELECT id, org_id, at, data::text FROM event WHERE org_id = $1 AND kind = 'InvitationMade'",
        firm.org_id,
    )
    happened = Happened(
        org_id=stored["org_id"],
        event_id=stored["id"],
        kind="InvitationMade",
        subject=event["subject"],
        actor_id=None,
        at=stored["at"],
        data=stored["data"].encode(),
    )
    from backend.core import tenancy

    with tenancy.acting_for(org_id=stored["org_id"]):
        await text_invitation.work(happened)
        await text_invitation.work(happened)
    texts = [sms["body"] for sms in outbox() if sms["to"] == phone]
    assert len(texts) == 1
    assert texts[0].endswith(invitation["link"])
    for table in ("event", "invitation", "text_message", "handover"):
        for row in await rows(servers, f"SELECT t::text AS line FROM {table} t"):
            assert invitation["token"] not in row["line"]
    for row in await rows(servers, "SELECT e::text AS line FROM event e"):
        assert phone not in row["line"]


async def test_nothing_is_texted_for_a_revoked_invitation(app, firm, servers):
    phone = new_phone()
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "phone": phone})).json()
    await firm.owner.delete(f"~/invitations/{invitation['id']}")
    from uuid import UUID

    from backend.core import tenancy
    from backend.identity.service.invitations import text_of

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        assert await text_of(UUID(invitation["id"])) is None


async def test_an_invitation_ends(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "expires_in_hours": 2})).json()
    person = stranger(app)
    await person.sign_in()
    with later(hours=2, seconds=1):
        answer = await person.put(f"/invitations/{invitation['token']}/acceptance")
        assert (answer.status_code, answer.json()["code"]) == (404, "invitation-over")
        assert (await person.get(f"/invitations/{invitation['token']}")).json()["code"] == "invitation-over"
        assert invitation["id"] not in (await firm.owner.get("~/invitations")).text
    with later(hours=1):
        assert (await person.put(f"/invitations/{invitation['token']}/acceptance")).status_code == 200


async def test_a_revoked_invitation_lets_nobody_in_and_throws_nobody_out(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member"})).json()
    early, late = stranger(app), stranger(app)
    await early.sign_in()
    await late.sign_in()
    path = f"/invitations/{invitation['token']}/acceptance"
    await early.put(path)
    assert (await firm.owner.delete(f"~/invitations/{invitation['id']}")).status_code == 204
    assert (await firm.owner.delete(f"~/invitations/{invitation['id']}")).status_code == 204
    assert (await late.put(path)).json()["code"] == "invitation-over"
    assert (await early.get(f"/orgs/{firm.org_id}")).status_code == 200
    assert len(await firm.events("InvitationRevoked")) == 1


async def test_somebody_let_go_cannot_come_back_by_a_used_link(app, firm):
    invitation = (await firm.owner.post("~/invitations", {"role": "member", "max_uses": 1})).json()
    person = stranger(app)
    await person.sign_in()
    accepted = await person.put(f"/invitations/{invitation['token']}/acceptance")
    await firm.owner.delete(f"~/members/{accepted.json()['member_id']}")
    assert (await person.put(f"/invitations/{invitation['token']}/acceptance")).json()[
        "code"
    ] == "invitation-over"


async def test_an_invitation_changes_nothing_for_who_is_a_member(app, firm, worker):
    invitation = (await firm.owner.post("~/invitations", {"role": "owner"})).json()
    assert invitation["max_uses"] == 1
    assert (await worker.put(f"/invitations/{invitation['token']}/acceptance")).json()["role"] == "member"
    assert (await firm.owner.get("~/invitations")).json()["items"][0]["uses"] == 0


async def test_open_invitations_are_listed_newest_first_in_pages(app, firm):
    made = [(await firm.owner.post("~/invitations", {"role": "member"})).json() for _ in range(3)]
    first = (await firm.owner.get("~/invitations?limit=2")).json()
    rest = (await firm.owner.get(f"~/invitations?limit=2&cursor={first['next_cursor']}")).json()
    assert [i["id"] for i in first["items"] + rest["items"]] == [i["id"] for i in reversed(made)]
    assert first["items"][0] == made[2], "a manager can show the same link again"
    assert rest["next_cursor"] is None


async def test_the_same_id_is_the_same_invitation(app, firm):
    body = {"id": str(new_id()), "role": "member"}
    answers = [await firm.owner.post("~/invitations", body) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(await firm.events("InvitationMade")) == 1


async def test_who_may_not_invite(app, firm, manager, worker, outsider):
    assert (await worker.post("~/invitations", {"role": "member"})).status_code == 403
    assert (await worker.get("~/invitations")).status_code == 403
    assert (await outsider.post(f"/orgs/{firm.org_id}/invitations", {"role": "member"})).status_code == 404
    answer = await manager.post("~/invitations", {"role": "owner"})
    assert (answer.status_code, answer.json()["code"]) == (403, "owners-only")
    invitation = (await manager.post("~/invitations", {"role": "manager"})).json()
    assert (await outsider.delete(f"~/invitations/{invitation['id']}")).status_code == 404
    assert (await worker.delete(f"~/invitations/{invitation['id']}")).status_code == 403
    assert (await firm.owner.delete(f"~/invitations/{uuid4()}")).status_code == 404


async def test_made_up_tokens_open_nothing(app, firm, worker):
    good = (await firm.owner.post("~/invitations", {"role": "member"})).json()["token"]
    swapped = ("A" if good[-5] != "A" else "B").join((good[:-5], good[-4:]))
    for token in (swapped, good[:-1], good + "A", "x", "0" * 43, "é" * 20, "%2e%2e"):
        assert (await worker.get(f"/invitations/{token}")).status_code == 404, token
        assert (await worker.put(f"/invitations/{token}/acceptance")).status_code == 404, token
    assert (await stranger(app).put(f"/invitations/{good}/acceptance")).status_code == 401


async def test_bad_invitations_are_refused(app, firm):
    for body in (
        {"role": "boss"},
        {},
        {"role": "member", "max_uses": 0},
        {"role": "member", "expires_in_hours": 0},
        {"role": "member", "expires_in_hours": 99999},
        {"role": "member", "x": 1},
    ):
        assert (await firm.owner.post("~/invitations", body)).status_code == 400, body
    answer = await firm.owner.post("~/invitations", {"role": "member", "phone": "02-123-4567"})
    assert (answer.status_code, answer.json()["code"]) == (422, "phone-not-valid")
