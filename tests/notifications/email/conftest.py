"""What tests of letters share: a real SMTP server on loopback, and people with an address."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import Envelope, Session

from backend.core import database, tenancy
from backend.notifications.channels.email import posts as posts_module
from backend.notifications.channels.email import sending as email_sending
from backend.notifications.channels.email.posts import Relay
from backend.notifications.service import email_addresses, sending
from backend.notifications.service.decide import Audience, Message, notify
from backend.notifications.topics import TOPICS
from tests.processes import free_port
from tests.world import Firm, Person


@dataclass
class Server:
    """What an SMTP server took; `answers` are said first, to RCPT or after DATA."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=lambda: {"rcpt": [], "data": []})
    sessions: set[int] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sessions.add(id(session))
        if self.answers["rcpt"]:
            return self.answers["rcpt"].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers["data"]:
            return self.answers["data"].pop(0)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.to += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
async def server(
    app: Any, ledger: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Server]:
    """A server, and letters leave by it."""
    await ledger.execute("DELETE FROM provider_health")
    made = Server(port=free_port())
    controller = UnthreadedController(
        made, hostname="127.0.0.1", port=made.port, loop=asyncio.get_running_loop()
    )
    listening = await controller._create_server()
    use_relays(monkeypatch, Relay(f"smtp://127.0.0.1:{made.port}"))
    yield made
    listening.close()


def use_relays(monkeypatch: pytest.MonkeyPatch, *relays: Relay) -> None:
    for module in (posts_module, email_sending, email_addresses):
        monkeypatch.setattr(module, "posts", lambda: list(relays))


@dataclass
class Office:
    """Decides and sends."""

    firm: Firm
    ledger: asyncpg.Connection

    async def address(self, person: Person, address: str) -> None:
        """As if the person had proved it."""
        await self.ledger.execute(
            "INSERT INTO email_address (account_id, address, verified_at, changed_at) "
            "VALUES ($1, $2, now(), now())",
            UUID(person.account_id),
            address,
        )

    async def tell(self, *people: Person, topic: str = "shift_changed", **changed: Any) -> UUID:
        variables = {**TOPICS[topic].sample, **changed}
        message = Message(
            topic, str(uuid4()), uuid4(), variables, link="/today", urgency="urgent", channels=("email",)
        )
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            async with database.transaction():
                audience = Audience.of([UUID(p.member_id) for p in people], "answers_for_site")
                return (await notify(message, audience, by=None)).notification_id

    async def send(self) -> None:
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            await sending.send_due("email")

    async def ask(self) -> None:
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            await sending.resolve_unknown("email")

    async def states(self, notification_id: UUID) -> list[tuple[str, str | None]]:
        rows = await self.ledger.fetch(
            "SELECT state, reason FROM delivery WHERE notification_id = $1 AND channel = 'email'",
            notification_id,
        )
        return [(row["state"], row["reason"]) for row in rows]


@pytest.fixture
def office(firm: Firm, ledger: asyncpg.Connection) -> Office:
    return Office(firm, ledger)


Relays = Callable[..., None]


@pytest.fixture
def relays(monkeypatch: pytest.MonkeyPatch) -> Relays:
    """Letters leave by these relays."""
    return lambda *chosen: use_relays(monkeypatch, *chosen)
