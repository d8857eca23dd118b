"""The cast of every test, and the real servers they meet: PostgreSQL, Valkey, and the application.

Nothing here is a stand-in. People sign in with the code from the console provider's outbox, as a
developer would. Each test founds its own firm, so tests share a database and never see each other.
"""

import itertools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from litestar import Litestar

from backend import settings
from backend.core import database, tenancy
from backend.core.ids import new_id

ORIGIN = "http://testserver"
_numbers = itertools.count(1)


def new_phone() -> str:
    """A valid Korean mobile number that no other test uses."""
    return f"+8210{50_000_000 + next(_numbers):08d}"


def outbox() -> list[dict[str, str]]:
    """Every SMS that the console provider sent, oldest first."""
    file = Path(settings.current().data) / "outbox" / "sms.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def last_code(phone: str) -> str:
    """The newest sign-in code sent to this number."""
    bodies = (sms["body"] for sms in reversed(outbox()) if sms["to"] == phone)
    found = next(filter(None, (re.search(r"\b(\d{6})\b", body) for body in bodies)), None)
    assert found, f"no code was sent to {phone}"
    return found.group(1)


@dataclass
class Person:
    """Somebody with a phone: a browser with cookies, an account, and perhaps an organisation."""

    client: httpx.AsyncClient
    phone: str
    name: str
    account_id: str = ""
    org_id: str = ""
    member_id: str = ""

    async def sign_in(self) -> None:
        answer = await self.post("/sign-in/codes", {"phone": self.phone})
        assert answer.status_code == 202, answer.text
        answer = await self.post(
            "/sign-in/sessions", {"phone": self.phone, "code": last_code(self.phone), "name": self.name}
        )
        assert answer.status_code == 201, answer.text
        self.account_id = answer.json()["account"]["id"]

    async def request(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Call the API; `~` at the start of a path stands for the person's organisation."""
        if path.startswith("~"):
            path = f"/orgs/{self.org_id}{path[1:]}"
        content = None if body is None else json.dumps(body)
        sent = {"origin": ORIGIN, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if content is not None:
            sent.setdefault("content-type", "application/json")
        prefix = "" if path.startswith(("/api/", "/health", "/metrics")) else "/api/v1"
        return await self.client.request(method, prefix + path, content=content, headers=sent)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.request("GET", path, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.request("POST", path, {} if body is None else body, **headers)

    async def put(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.request("PUT", path, {} if body is None else body, **headers)

    async def patch(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.request("PATCH", path, {} if body is None else body, **headers)

    async def delete(self, path: str, **headers: str) -> httpx.Response:
        return await self.request("DELETE", path, **headers)


def browser(app: Litestar) -> httpx.AsyncClient:
    """A new browser that talks to the application in this process; requests may run side by side."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ORIGIN)


@dataclass
class Firm:
    """An organisation with its people. `owner` founded it; others join through an invitation."""

    app: Litestar
    owner: Person
    org_id: str
    people: list[Person] = field(default_factory=list)

    async def hire(self, name: str, role: str = "member", phone: str | None = None) -> Person:
        """Invite somebody and let them accept."""
        person = Person(browser(self.app), phone or new_phone(), name)
        await person.sign_in()
        await self.admit(person, role)
        return person

    async def admit(self, person: Person, role: str = "member") -> None:
        """Let somebody who already has an account join."""
        invitation = await self.owner.post("~/invitations", {"role": role})
        assert invitation.status_code == 201, invitation.text
        answer = await person.put(
            f"/invitations/{invitation.json()['token']}/acceptance", {"name": person.name}
        )
        assert answer.status_code == 200, answer.text
        person.org_id = self.org_id
        person.member_id = answer.json()["member_id"]
        self.people.append(person)

    async def site(self, **changes: Any) -> dict[str, Any]:
        """A site in Seoul with a radius of 150 m."""
        body = {
            "name": "역삼 타워",
            "address": "서울 강남구 테헤란로 1",
            "lat": 37.5006,
            "lon": 127.0364,
            "radius_m": 150,
            "timezone": "Asia/Seoul",
            **changes,
        }
        answer = await self.owner.post("~/sites", body)
        assert answer.status_code == 201, answer.text
        site: dict[str, Any] = answer.json()
        return site

    async def shift(self, site_id: str, starts_at: str, ends_at: str, **changes: Any) -> dict[str, Any]:
        """A draft shift with two seats."""
        body = {
            "site_id": site_id,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "seats": 2,
            "note": "",
            **changes,
        }
        answer = await self.owner.post("~/shifts", body)
        assert answer.status_code == 201, answer.text
        shift: dict[str, Any] = answer.json()
        return shift

    async def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What was recorded in this organisation, oldest first."""
        with tenancy.acting_for(org_id=UUID(self.org_id)):
            async with database.transaction():
                rows = await database.fetch("SELECT kind, subject, data FROM event ORDER BY id")
        return [dict(row) for row in rows if kind in (None, row["kind"])]


async def found_firm(app: Litestar, name: str = "푸른손 클린", founder: str = "김영숙") -> Firm:
    """A new organisation with its owner signed in."""
    owner = Person(browser(app), new_phone(), founder)
    await owner.sign_in()
    answer = await owner.post(
        "/orgs",
        {"id": str(new_id()), "name": name, "kind": "company", "timezone": "Asia/Seoul", "language": "ko"},
    )
    assert answer.status_code == 201, answer.text
    owner.org_id = answer.json()["id"]
    members = await owner.get("~/members")
    owner.member_id = members.json()["items"][0]["id"]
    return Firm(app, owner, owner.org_id, [owner])
