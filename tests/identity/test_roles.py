"""Roles and permissions, in words."""

from backend.core.access import PERMISSIONS


async def test_every_permission_is_said_in_words(app):
    assert [right.name for right in PERMISSIONS.values() if not (right.ko and right.en)] == []


async def test_each_role_says_what_it_may_do(app, worker):
    roles = {role["name"]: role for role in (await worker.get("/roles")).json()["items"]}
    assert [roles[name]["words"] for name in roles] == ["대표", "관리자", "현장 담당", "구성원"]
    may = {name: {right["name"] for right in role["may"]} for name, role in roles.items()}
    assert may["owner"] > may["manager"] > may["site_manager"] > may["member"]
    assert may["owner"] - may["manager"] == {"name_owners", "change_signing_key"}
    english = (await worker.get("/roles", accept_language="en")).json()["items"]
    assert english[0]["may"][0]["words"] == "See the organisation's name and settings"
