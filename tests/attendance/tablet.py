"""Words for the tests of the shared tablet: a browser that is nobody's, and PINs as it seals them."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key

from backend.core import clock
from backend.core.ids import new_id
from tests.world import Firm, Person, browser


@dataclass
class Tablet:
    """A paired tablet: what it was told, and its cookie in the browser."""

    browser: Person
    shown: dict[str, Any]

    def seal(self, label: str, text: str) -> str:
        oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label.encode())
        key: Any = load_der_public_key(base64.b64decode(self.shown["key"]))
        return base64.b64encode(key.encrypt(text.encode(), oaep)).decode()

    async def tap(
        self,
        person: Person,
        pin: str,
        kind: str = "in",
        at: datetime | None = None,
        *,
        punch_id: str | None = None,
        **changes: Any,
    ) -> httpx.Response:
        """A tap that the tablet sends now, made at this moment by its right clock."""
        punch_id, moment = punch_id or str(new_id()), (at or clock.now()).isoformat()
        body = {
            "member_id": person.member_id,
            "kind": kind,
            "proof": self.seal(f"{punch_id} {person.member_id}", pin),
            "device_time": moment,
            "last_server_time": moment,
            "device_age_ms": 0,
            **changes,
        }
        return await self.browser.put(f"/tablet/punches/{punch_id}", body)

    async def choose(self, person: Person, old: str, new: str) -> httpx.Response:
        proof = self.seal(f"pin {person.member_id}", f"{old} {new}")
        return await self.browser.put(f"/tablet/pins/{person.member_id}", {"proof": proof})

    async def people(self) -> dict[str, dict[str, Any]]:
        """Who is on it now, by name."""
        shown = (await self.browser.get("/tablet")).json()
        return {person["name"]: person for person in shown["people"]}


def nobody(firm: Firm) -> Person:
    return Person(browser(firm.app), "", "")


async def pair(firm: Firm, site_id: str) -> Tablet:
    offer = await firm.owner.post("~/tablets", {"site_id": site_id, "name": "1층"})
    assert offer.status_code == 201, offer.text
    device = nobody(firm)
    answer = await device.post("/tablet/pairing", {"code": offer.json()["code"]})
    assert answer.status_code == 201, answer.text
    return Tablet(device, answer.json())


async def set_pin(person: Person, pin: str) -> None:
    assert (await person.put("~/pin", {"pin": pin})).status_code == 200
