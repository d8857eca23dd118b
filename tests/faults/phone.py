"""A phone as the app is on it: what is tapped is kept first, then sent until the server has answered."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from backend.core.ids import new_id
from tests.crowd import Place, Walker

BATCH = 20
AGAIN = frozenset({408, 409, 425, 429})
"""Statuses below 500 that mean "later". A 409 is one only when it says when to try again."""


@dataclass
class Item:
    """A write in the outbox; its id is the punch's, and the key of every attempt."""

    id: UUID
    path: str
    body: dict[str, Any]
    attempts: int = 0


@dataclass
class Phone:
    """One worker's phone."""

    walker: Walker
    place: Place
    org_id: UUID
    client: httpx.AsyncClient
    chance: random.Random
    waiting: list[Item] = field(default_factory=list)
    sent: dict[UUID, Item] = field(default_factory=dict)
    refused: dict[UUID, Any] = field(default_factory=dict)

    def tap(self, kind: str, at: datetime, last_server_time: datetime) -> None:
        """Clock in or out. The tap is in the outbox when this returns."""
        item_id = new_id()
        body = {
            "kind": kind,
            "site_id": str(self.place.id),
            "device_time": at.isoformat(),
            "last_server_time": last_server_time.isoformat(),
            "device_age_ms": int((at - last_server_time).total_seconds() * 1000),
            "lat": self.place.lat,
            "lon": self.place.lon,
            "accuracy_m": 12.0,
        }
        self.waiting.append(Item(item_id, f"/api/v1/orgs/{self.org_id}/punches/{item_id}", body))

    async def drain(self) -> None:
        """Send what waits, once; what gets no answer, or "later", goes on waiting."""
        items = self.waiting[:BATCH]
        for item in items:
            item.attempts += 1
        # Now and then a phone gives up before the answer comes: the server did it, the phone does not know.
        timeout_s = 0.01 if self.chance.random() < 0.03 else 8.0
        try:
            if len(items) == 1:
                await self._send_one(items[0], timeout_s)
            else:
                await self._send_batch(items, timeout_s)
        except httpx.TransportError:
            await asyncio.sleep(self.chance.uniform(0.2, 0.8))

    async def _send_one(self, item: Item, timeout_s: float) -> None:
        answer = await self._request("PUT", item.path, item.body, item.id, timeout_s)
        self._take(item, answer.status_code, answer.json(), retry="retry-after" in answer.headers)

    async def _send_batch(self, items: list[Item], timeout_s: float) -> None:
        requests = [
            {"id": str(item.id), "method": "PUT", "path": item.path, "body": item.body} for item in items
        ]
        answer = await self._request("POST", "/api/v1/batch", {"requests": requests}, None, timeout_s)
        if answer.status_code != 200:
            await asyncio.sleep(0.2)
            return
        by_id = {item.id: item for item in items}
        for part in answer.json()["responses"]:
            # In a batch there are no headers: a copy of a request in flight says so by its code.
            in_flight = (part["body"] or {}).get("code") == "in-flight"
            self._take(by_id[UUID(part["id"])], part["status"], part["body"], retry=in_flight)

    async def _request(
        self, method: str, path: str, body: Any, key: UUID | None, timeout_s: float
    ) -> httpx.Response:
        headers = {"cookie": self.walker.cookie, "origin": str(self.client.base_url).rstrip("/")}
        if key:
            headers["idempotency-key"] = str(key)
        return await self.client.request(method, path, json=body, headers=headers, timeout=timeout_s)

    def _take(self, item: Item, status: int, body: Any, *, retry: bool) -> None:
        later = status >= 500 or (status in AGAIN and (status != 409 or retry))
        if later:
            return
        self.waiting.remove(item)
        if status < 300:
            self.sent[item.id] = item
        else:
            self.refused[item.id] = (status, body)
