"""Members: listed, changed, let go."""

from uuid import uuid4

from tests.identity.stage import rows, together


async def test_members_are_listed_by_name_in_pages(app, firm):
    for name in ("다", "가", "나", "가"):
        await firm.hire(name)
    seen, cursor = [], ""
    while cursor is not None:
        page = (await firm.owner.get(f"~/members?limit=2{f'&cursor={cursor}' if cursor else ''}")).json()
        assert len(page["items"]) <= 2
        seen += [m["name"] for m in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["가", "가", "김영숙", "나", "다"]


async def test_members_are_found_by_a_part_of_the_name_or_the_end_of_the_number(app, firm, worker, manager):
    async def find(q):
        answer = await firm.owner.client.get(f"/api/v1/orgs/{firm.org_id}/members", params={"q": q})
        return [m["name"] for m in answer.json()["items"]]

    assert await find("순자") == ["이순자"]
    assert await find(worker.phone[-4:]) == ["이순자"]
    assert await find("%") == []
    assert await find("' OR 1=1") == []


async def test_phones_are_for_the_office_only(app, firm, manager, worker, second_worker):
    listed = (await manager.get("~/members")).json()["items"]
    assert worker.phone in [m["phone"] for m in listed]
    assert (await worker.get("~/members")).status_code == 403


async def test_an_outsider_sees_nobody(app, firm, outsider, worker):
    assert (await outsider.get(f"/orgs/{firm.org_id}/members")).status_code == 404
    assert (
        await outsider.patch(f"/orgs/{firm.org_id}/members/{worker.member_id}", {"name": "x"})
    ).status_code == 404
    assert (await outsider.patch(f"~/members/{worker.member_id}", {"name": "x"})).status_code == 404
    assert (await outsider.delete(f"~/members/{worker.member_id}")).status_code == 404


async def test_a_broken_cursor_or_limit_is_refused(app, firm):
    for query in ("cursor=x", "cursor=W10", "cursor=%00", "limit=0", "limit=201", "limit=x"):
        assert (await firm.owner.get(f"~/members?{query}")).status_code in (400, 422), query


async def test_a_manager_changes_a_name_and_a_role(app, firm, manager, worker):
    answer = await manager.patch(f"~/members/{worker.member_id}", {"name": "이순이", "role": "manager"})
    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["role"]) == ("이순이", "manager")
    assert (await worker.get("~/members")).status_code == 200
    [event] = await firm.events("MemberChanged")
    assert str(event["subject"]) == worker.member_id
    await manager.patch(f"~/members/{worker.member_id}", {"name": "이순이", "role": "manager"})
    assert len(await firm.events("MemberChanged")) == 1, "nothing changed, nothing to tell"


async def test_only_an_owner_makes_or_unmakes_owners(app, firm, manager, worker):
    for target, role in ((worker, "owner"), (firm.owner, "member")):
        answer = await manager.patch(f"~/members/{target.member_id}", {"role": role})
        assert (answer.status_code, answer.json()["code"]) == (403, "owners-only")
    assert (await manager.delete(f"~/members/{firm.owner.member_id}")).json()["code"] == "owners-only"
    assert (await firm.owner.patch(f"~/members/{manager.member_id}", {"role": "owner"})).status_code == 200
    assert (await manager.patch(f"~/members/{firm.owner.member_id}", {"role": "member"})).status_code == 200


async def test_the_last_owner_stays(app, firm, manager):
    answer = await firm.owner.patch(f"~/members/{firm.owner.member_id}", {"role": "manager"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last-owner")
    assert (await firm.owner.delete(f"~/members/{firm.owner.member_id}")).json()["code"] == "last-owner"


async def test_two_owners_who_leave_at_once_leave_one_behind(app, firm, servers):
    for _ in range(3):
        second = await firm.hire("둘째 대표", "owner")
        statuses = await together(
            firm.owner.patch(f"~/members/{second.member_id}", {"role": "member"}),
            second.patch(f"~/members/{firm.owner.member_id}", {"role": "member"}),
            firm.owner.delete(f"~/members/{firm.owner.member_id}"),
            second.delete(f"~/members/{second.member_id}"),
        )
        owners = await rows(
            servers,
            "SELECT id FROM member WHERE org_id = $1 AND role = 'owner' AND ended_at IS NULL",
            firm.org_id,
        )
        assert len(owners) >= 1, statuses
        still = firm.owner if str(owners[0]["id"]) == firm.owner.member_id else second
        firm.owner = still


async def test_who_is_let_go_loses_access_at_once_and_the_record_stays(app, firm, worker, servers):
    assert (await worker.get("~")).status_code == 200
    assert (await firm.owner.delete(f"~/members/{worker.member_id}")).status_code == 204
    assert (await worker.get("~")).status_code == 404
    assert (await worker.get("/me")).json()["memberships"] == []
    kept = await rows(servers, "SELECT name, ended_at FROM member WHERE id = $1", worker.member_id)
    assert kept[0]["name"] == "이순자"
    assert kept[0]["ended_at"] is not None
    left = (await firm.owner.get("~/members?ended=true")).json()["items"]
    assert [m["id"] for m in left] == [worker.member_id]
    [event] = await firm.events("MemberLeft")
    assert str(event["subject"]) == worker.member_id


async def test_ending_a_membership_again_changes_nothing(app, firm, worker):
    assert (
        await together(*(firm.owner.delete(f"~/members/{worker.member_id}") for _ in range(5))) == [204] * 5
    )
    assert len(await firm.events("MemberLeft")) == 1


async def test_a_worker_may_leave_and_let_nobody_else_go(app, firm, worker, second_worker):
    assert (await worker.delete(f"~/members/{second_worker.member_id}")).status_code == 403
    assert (await worker.delete(f"~/members/{worker.member_id}")).status_code == 204
    assert (await worker.get("~")).status_code == 404


async def test_who_comes_back_is_the_same_member(app, firm, worker):
    await firm.owner.delete(f"~/members/{worker.member_id}")
    before = worker.member_id
    await firm.admit(worker, "manager")
    assert worker.member_id == before
    assert (await worker.get("~/members")).status_code == 200
    assert len(await firm.events("MemberJoined")) == 3


async def test_the_crews_link_does_not_bring_back_who_was_let_go(app, firm, worker):
    old = (await firm.owner.post("~/invitations", {"role": "member"})).json()["token"]
    await firm.owner.delete(f"~/members/{worker.member_id}")

    answer = await worker.put(f"/invitations/{old}/acceptance")
    assert (answer.status_code, answer.json()["code"]) == (404, "invitation-over")
    assert (await worker.get("~")).status_code == 404

    new = (await firm.owner.post("~/invitations", {"role": "member"})).json()["token"]
    assert (await worker.put(f"/invitations/{new}/acceptance")).status_code == 200


async def test_who_answers_for_every_site_is_given_no_single_ones(firm, worker):
    site = await firm.site()
    path = f"~/members/{worker.member_id}"
    answer = await firm.owner.patch(path, {"role": "manager", "site_ids": [site["id"]]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/site_ids")
    assert (await firm.owner.patch(path, {"site_ids": [site["id"]]})).status_code == 200
    promoted = await firm.owner.patch(path, {"role": "manager"})
    assert (promoted.json()["role"], promoted.json()["site_ids"]) == ("manager", None)


async def test_a_member_who_left_cannot_be_changed(app, firm, worker):
    await firm.owner.delete(f"~/members/{worker.member_id}")
    assert (await firm.owner.patch(f"~/members/{worker.member_id}", {"role": "manager"})).status_code == 404
    assert (await firm.owner.patch(f"~/members/{uuid4()}", {"name": "x"})).status_code == 404
    assert (await firm.owner.delete(f"~/members/{uuid4()}")).status_code == 404


async def test_a_member_answers_for_some_sites(app, firm, worker):
    site, other = await firm.site(), await firm.site(name="다른 곳")
    changed = await firm.owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site["id"]]})
    assert changed.json()["site_ids"] == [site["id"]]
    [seen] = (await worker.get("/me")).json()["memberships"]
    assert seen["site_ids"] == [site["id"]]
    assert "see_members" in seen["permissions"]
    listed = (await worker.get("~/members")).json()["items"]
    assert len(listed) == 2
    assert {m["phone"] for m in listed} == {None}, "numbers are for the office"
    assert (await worker.patch(f"~/members/{worker.member_id}", {"role": "owner"})).status_code == 403

    await firm.owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site["id"], other["id"]]})
    await firm.owner.patch(f"~/members/{worker.member_id}", {"name": "이순이"})
    assert len((await worker.get("/me")).json()["memberships"][0]["site_ids"]) == 2
    changed = await firm.owner.patch(f"~/members/{worker.member_id}", {"role": "manager"})
    assert changed.json()["site_ids"] is None, "a manager answers for all of them"


async def test_the_sites_of_another_firm_cannot_be_given(app, firm, worker, outsider):
    from tests.world import Firm

    theirs = await Firm(app, outsider, outsider.org_id).site()
    for site_id in (theirs["id"], str(uuid4())):
        answer = await firm.owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site_id]})
        assert (answer.status_code, answer.json()["code"]) == (404, "scope-unknown")
    assert (await worker.get("/me")).json()["memberships"][0]["site_ids"] is None
