"""What tests of text messages share: a firm with people to be told, and the sending as the worker does it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core import database, sms, tenancy
from backend.notifications.service import sending
from backend.notifications.service.decide import Audience, Message, notify
from tests.notifications.sms.carrier import Carrier, carrier
from tests.world import Firm, Person

VARIABLES = {
    "site": "한강빌딩",
    "starts_at": {"at": "2026-11-25T06:00:00+09:00", "zone": "Asia/Seoul"},
    "assigned": 2,
    "present": 1,
}


@dataclass
class Office:
    """Decides, sends, asks, and looks."""

    firm: Firm
    ledger: asyncpg.Connection

    async def tell(self, *people: Person, key: str | None = None) -> UUID:
        message = Message("no_show", key or str(uuid4()), uuid4(), VARIABLES, urgency="urgent")
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            async with database.transaction():
                audience = Audience.of([UUID(p.member_id) for p in people], "answers_for_site")
                return (await notify(message, audience, by=None)).notification_id

    async def send(self) -> None:
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            await sending.send_due("sms")

    async def ask(self) -> None:
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            await sending.resolve_unknown("sms")

    async def rows(self, notification_id: UUID) -> list[dict[str, Any]]:
        rows = await self.ledger.fetch(
            "SELECT * FROM delivery WHERE notification_id = $1 AND channel = 'sms' ORDER BY account_id",
            notification_id,
        )
        return [dict(row) for row in rows]

    async def states(self, notification_id: UUID) -> list[tuple[str, str | None]]:
        return [(row["state"], row["reason"]) for row in await self.rows(notification_id)]

    async def money(self) -> tuple[int, int]:
        """What was spent, and what is set aside."""
        spent = await self.ledger.fetchval(
            "SELECT coalesce(sum(spent_won), 0) FROM message_spending WHERE org_id = $1", self.firm.org_id
        )
        aside = await self.ledger.fetchval(
            "SELECT coalesce(sum(won), 0) FROM message_reservation WHERE org_id = $1", self.firm.org_id
        )
        return int(spent), int(aside)

    async def budget(self, won: int | None) -> None:
        answer = await self.firm.owner.patch("~/messaging", {"budget_won": won})
        assert answer.status_code == 200, answer.text


@pytest.fixture
def office(firm: Firm, ledger: asyncpg.Connection) -> Office:
    return Office(firm, ledger)


@pytest.fixture
async def network() -> AsyncIterator[Carrier]:
    async with carrier() as made:
        yield made


Use = Callable[..., None]


@pytest.fixture
async def use(monkeypatch: pytest.MonkeyPatch, ledger: asyncpg.Connection) -> Awaitable[Use]:
    """Send by these providers, of which nothing is known yet."""
    await ledger.execute("DELETE FROM provider_health")

    def chosen(*providers: Any) -> None:
        monkeypatch.setattr(sms, "providers", lambda: list(providers))

    return chosen
