"""An outsider replays a whole story and gets nothing: only 403 and 404, and not one row changed."""

import hashlib
import json
import re
from typing import Any

import asyncpg
import pytest
from litestar import Litestar

from tests.conftest import Servers
from tests.core.test_tenancy import TENANT_TABLES
from tests.story import tell
from tests.world import Firm, Person

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NOBODY = "01900000-0000-7000-8000-000000000000"


async def fingerprint(servers: Servers) -> str:
    """A hash of every row of every tenant table, whoever owns it."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    digest = hashlib.sha256()
    for table in sorted(row["relname"] for row in await connection.fetch(TENANT_TABLES)):
        rows = await connection.fetch(f'SELECT t::text AS line FROM "{table}" t ORDER BY 1')
        digest.update(table.encode())
        for row in rows:
            digest.update(row["line"].encode())
    await connection.close()
    return digest.hexdigest()


def foreign_ids(value: Any) -> set[str]:
    """The ids that a body names, except the one of the row that it makes."""
    if isinstance(value, dict):
        value = {name: item for name, item in value.items() if name != "id"}
    return set(UUID.findall(json.dumps(value)))


OWN_MAKING = re.compile(r"/export-mappings/[^/]+$")
"""Paths whose id is made by who writes: another organisation's row of this id is another row."""


@pytest.mark.slow
async def test_an_outsider_gets_nothing_of_the_story(
    app: Litestar, firm: Firm, outsider: Person, servers: Servers
):
    story = await tell(firm)
    ours = [request for request in story if "/orgs/" in request.path]
    assert len(ours) > 25
    assert [
        f"{r.method} {r.path}: {r.status}" for r in ours if r.status >= 400 and not r.path.endswith("/board")
    ] == []
    before = await fingerprint(servers)

    answers = []
    for request in ours:
        # As it was sent, with the outsider's session.
        answer = await outsider.request(request.method, request.path, request.body)
        answers.append((answer.status_code, request.method, request.path))
        # Inside the outsider's own organisation, naming our rows in path, query and body.
        swapped = request.path.replace(firm.org_id, outsider.org_id)
        named = UUID.findall(OWN_MAKING.sub("", swapped).replace(outsider.org_id, ""))
        if named or foreign_ids(request.body):
            answer = await outsider.request(request.method, swapped, request.body)
            answers.append((answer.status_code, request.method, swapped))

    assert [answer for answer in answers if answer[0] not in (403, 404)] == []
    assert await fingerprint(servers) == before


async def test_every_route_of_an_organisation_is_closed_to_outsiders(
    app: Litestar, firm: Firm, outsider: Person
):
    """A new endpoint joins this test by itself."""
    paths = app.openapi_schema.to_schema()["paths"]
    tried = 0
    for path, item in paths.items():
        if "{org_id}" not in path:
            continue
        for method in item:
            url = UUID.sub(NOBODY, re.sub(r"\{\w+\}", NOBODY, path.replace("{org_id}", "ORG")))
            body = None if method in ("get", "delete") else {}
            answer = await outsider.request(method.upper(), url.replace("ORG", firm.org_id), body)
            assert answer.status_code in (403, 404), f"{method} {path}: {answer.status_code}"
            tried += 1
    assert tried > 25
