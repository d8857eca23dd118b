"""Whatever happens side by side: the rows equal the audience at any instant, and nobody gets two texts."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backend.core import clock, database, tenancy
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.notifications.errors import NotificationOver
from backend.notifications.events import UnreadDue
from backend.notifications.queries.ledger import SUMS_THAT_DIFFER
from backend.notifications.rules import again
from backend.notifications.service import inbox, retries, unread
from backend.notifications.service.decide import Audience, Message, notify
from backend.notifications.service.deliveries import LEASE, Outcome, lease, settle
from tests.notifications.test_decide import VARIABLES
from tests.world import Firm, Person

SUMS = f"SELECT * FROM ({SUMS_THAT_DIFFER}) AS differ WHERE id = ANY ($1)"
STATES = {"queued", "leased", "sent", "delivered", "read", "failed", "suppressed", "expired", "unknown"}
MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00+09:00")

channel = st.sampled_from(["push", "sms"])
which = st.integers(0, 5)
step = st.one_of(
    st.tuples(st.just("decide"), st.integers(0, 15), st.booleans()),
    st.tuples(st.just("send"), channel, st.sampled_from(["sent", "failed", "again", "unknown", "killed"])),
    st.tuples(st.just("send"), st.just("sms"), st.sampled_from(["sent", "killed"])),
    st.tuples(st.just("read"), which, which),
    st.tuples(st.just("retry"), which, channel),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("remind"), which),
)
pause = st.sampled_from([timedelta(0), LEASE + timedelta(seconds=1), timedelta(hours=1)])
day = st.lists(st.tuples(pause, st.lists(step, min_size=1, max_size=5)), min_size=3, max_size=12)


@dataclass
class House:
    """The firm's ledger, what was asked of it, and what left the house."""

    firm: Firm
    people: list[Person]
    office: Actor
    decided: list[UUID] = field(default_factory=list)
    texts: Counter[tuple[UUID, UUID]] = field(default_factory=Counter)
    asked_again: Counter[UUID] = field(default_factory=Counter)

    async def decide(self, members: int, urgent: bool) -> None:
        chosen = [person.member_id for n, person in enumerate(self.people) if members >> n & 1]
        message = Message(
            "no_show", str(new_id()), new_id(), VARIABLES, urgency="urgent" if urgent else "normal"
        )
        async with database.transaction():
            made = await notify(message, Audience.of(chosen, "member"), by=None)
        self.decided.append(made.notification_id)

    async def send(self, channel, fate: str) -> None:
        held = await lease(channel, 3)
        if channel == "sms" and fate != "again":  # which says that it surely did not leave
            self.texts.update((each.notification_id, each.account_id) for each in held.deliveries)
        await asyncio.sleep(0.001)
        if fate == "again":
            await settle(held, [again(each, reason="busy") for each in held.deliveries])
        elif fate != "killed":
            reason = None if fate == "sent" else "gone"
            await settle(
                held, [Outcome(d.notification_id, d.account_id, fate, reason) for d in held.deliveries]
            )

    async def read(self, person: int, which: int) -> None:
        reader = self.people[person % len(self.people)]
        actor = Actor(UUID(reader.account_id), new_id(), "ko", UUID(self.firm.org_id), UUID(reader.member_id))
        if notification_id := self.pick(which):
            with suppress(NotFound):
                await inbox.mark_read(actor, notification_id, None)

    async def retry(self, which: int, channel) -> None:
        if notification_id := self.pick(which):
            self.asked_again[notification_id] += channel == "sms"
            with suppress(NotificationOver):
                await retries.retry(self.office, notification_id, channel)

    async def withdraw(self, which: int) -> None:
        if notification_id := self.pick(which):
            await retries.withdraw(self.office, notification_id)

    async def remind(self, which: int) -> None:
        if notification_id := self.pick(which):
            await unread.ring_again(UnreadDue(notification_id))

    def pick(self, which: int) -> UUID | None:
        return self.decided[which % len(self.decided)] if self.decided else None


async def keep_looking(house: House, ledger: asyncpg.Connection, over: asyncio.Event) -> None:
    """The sums, at any instant."""
    while True:
        assert await ledger.fetch(SUMS, house.decided) == []
        if over.is_set():
            return
        await asyncio.sleep(0.002)


async def live(house: House, ledger: asyncpg.Connection, rounds) -> None:
    over, now = asyncio.Event(), MONDAY_NOON
    looking = asyncio.create_task(keep_looking(house, ledger, over))
    with tenancy.acting_for(org_id=UUID(house.firm.org_id)):
        for pause, steps in rounds:
            now += pause
            with clock.stopped_at(now):
                await asyncio.gather(*(getattr(house, name)(*values) for name, *values in steps))
    over.set()
    await looking


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # side by side, a shorter example is another one
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=day)
async def test_the_rows_equal_the_audience_at_any_instant(firm, manager, worker, ledger, rounds):
    office = Actor(UUID(firm.owner.account_id), new_id(), "ko", permissions=frozenset({"retry_deliveries"}))
    house = House(firm, [firm.owner, manager, worker], office)
    with clock.stopped_at(MONDAY_NOON):
        await give_a_phone(ledger, firm.owner, manager)
    await live(house, ledger, rounds)

    for (notification_id, _), times in house.texts.items():
        assert times <= 1 + house.asked_again[notification_id], "a person got a text message twice"
    rows = await ledger.fetch(
        "SELECT state, reason, lease FROM delivery WHERE notification_id = ANY ($1)", house.decided
    )
    assert {row["state"] for row in rows} <= STATES
    assert all((row["state"] == "leased") == (row["lease"] is not None) for row in rows)


async def give_a_phone(ledger: asyncpg.Connection, *people: Person) -> None:
    """So that there are pushes; the others are told by text message at once."""
    await ledger.execute(
        "INSERT INTO push_device"
        " (id, account_id, session_id, endpoint, p256dh, auth, name, created_at, seen_at) "
        "SELECT uuidv7(), s.account_id, s.id, 'https://fcm.googleapis.com/' || s.id, "
        "       decode(repeat('04', 65), 'hex'), decode(repeat('00', 16), 'hex'), 'phone', now(), now() "
        "  FROM (SELECT DISTINCT ON (account_id) * FROM session WHERE account_id = ANY ($1)) s "
        " WHERE NOT EXISTS (SELECT FROM push_device d WHERE d.session_id = s.id)",
        [UUID(person.account_id) for person in people],
    )
