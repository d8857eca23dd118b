"""Access: a route that forgets to say who may call it does not start."""

import pytest
from litestar import Litestar, get

from backend.core.access import UndeclaredAccess, check_declared, member_may


def refuses(handler) -> bool:
    app = Litestar([handler], openapi_config=None)
    with pytest.raises(UndeclaredAccess):
        check_declared(app)
    return True


async def test_without_access_the_application_does_not_start():
    @get("/forgotten")
    async def forgotten() -> None: ...

    assert refuses(forgotten)


async def test_with_a_permission_that_nobody_declared_it_does_not_start():
    @get("/orgs/{org_id:uuid}/x", access=member_may("fly"))
    async def flies() -> None: ...

    assert refuses(flies)


async def test_with_a_members_permission_and_no_organisation_it_does_not_start(app):
    @get("/x", access=member_may("plan_shifts"))
    async def nowhere() -> None: ...

    assert refuses(nowhere)


async def test_every_operation_of_the_application_says_who_may_call_it(app):
    check_declared(app)
    operations = [
        (path, method, operation)
        for path, item in app.openapi_schema.to_schema()["paths"].items()
        for method, operation in item.items()
    ]
    assert len(operations) > 40
    assert all(operation.get("operationId") for _, _, operation in operations)


async def test_without_a_session_nothing_private_opens(app, firm):
    from tests.world import browser

    stranger = browser(app)
    for path in ("/api/v1/me", f"/api/v1/orgs/{firm.org_id}/sites", f"/api/v1/orgs/{firm.org_id}/board"):
        answer = await stranger.get(path)
        assert answer.status_code == 401
        assert answer.json()["code"] == "sign-in-needed"
