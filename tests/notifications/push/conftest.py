"""What tests of pushes share: a push service, and people whose browsers have subscribed."""

import base64
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.core import database, tenancy
from backend.notifications.channels.push import post
from backend.notifications.service.decide import Audience, Decided, Message, notify
from tests.push_service import Pushed, PushService
from tests.world import Firm, Person


@pytest.fixture
async def service(app) -> AsyncIterator[PushService]:
    async with PushService() as running:
        yield running
    await post.close()


class Browser:
    """The keys of one subscription; it reads what was encrypted for it, as a browser does."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)

    @property
    def point(self) -> bytes:
        form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        return self.private.public_key().public_bytes(*form)

    def subscription(self, endpoint: str, **more: Any) -> dict[str, Any]:
        return {"endpoint": endpoint, "p256dh": url64(self.point), "auth": url64(self.auth), **more}

    def read(self, pushed: Pushed) -> dict[str, Any]:
        text = http_ece.decrypt(pushed.body, private_key=self.private, auth_secret=self.auth)
        said: dict[str, Any] = json.loads(text)
        return said


@dataclass
class Subscribed:
    """A person's browser that takes pushes."""

    device_id: str
    browser: Browser
    endpoint: str

    @property
    def path(self) -> str:
        return "/" + self.endpoint.split("/", 3)[3]

    def heard(self, service: PushService) -> list[dict[str, Any]]:
        return [self.browser.read(pushed) for pushed in service.pushed if pushed.path == self.path]


async def subscribe(person: Person, service: PushService, answer: str = "201", **more: Any) -> Subscribed:
    browser, device_id = Browser(), str(uuid4())
    endpoint = service.endpoint(answer, device_id)
    made = await person.put(
        f"/me/push-devices/{device_id}", browser.subscription(endpoint, **{"shows_text": True, **more})
    )
    assert made.status_code == 201, made.text
    return Subscribed(device_id, browser, endpoint)


def url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


VARIABLES = {"site": "한강빌딩", "starts_at": "06:00", "assigned": 2, "present": 1}


async def tell(firm: Firm, key: str, *people: Person, **more: Any) -> Decided:
    """Decide a no-show for these people; urgent, so that the time of day does not matter."""
    asked = {"variables": VARIABLES, "urgency": "urgent", **more}
    message = Message(topic="no_show", key=key, subject=uuid4(), **asked)
    with tenancy.acting_for(org_id=firm.org_id):
        async with database.transaction():
            audience = Audience.of([person.member_id for person in people], "answers_for_site")
            return await notify(message, audience, by=None)
