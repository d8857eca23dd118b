"""Deciding a notification: who gets it, on which channels, when."""

from uuid import uuid4

from backend.core import database, tenancy
from backend.notifications.queries.ledger import SUMS_THAT_DIFFER
from backend.notifications.service import deliveries
from backend.notifications.service.decide import Audience, Message, notify

VARIABLES = {"site": "한강빌딩", "starts_at": "06:00", "assigned": 2, "present": 1}


def about(key: str, **more) -> Message:
    return Message(topic="no_show", key=key, subject=uuid4(), variables=VARIABLES, **more)


async def decide(firm, message: Message, *members):
    with tenancy.acting_for(org_id=firm.org_id):
        async with database.transaction():
            return await notify(
                message, Audience.of([m.member_id for m in members], "answers_for_site"), by=None
            )


async def rows_of(ledger, notification_id):
    return await ledger.fetch(
        "SELECT channel, state, reason, count(*) FROM delivery WHERE notification_id = $1 "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        notification_id,
    )


async def test_everybody_has_one_row_on_every_channel(firm, manager, worker, ledger):
    made = await decide(firm, about("one"), manager, worker, worker)

    assert (made.audience, made.fresh) == (2, True)
    assert [tuple(row) for row in await rows_of(ledger, made.notification_id)] == [
        ("push", "suppressed", "no_device", 2),
        ("sms", "queued", None, 2),
    ]
    assert await ledger.fetch(SUMS_THAT_DIFFER) == []


async def test_the_same_reason_is_the_same_notification(firm, manager, ledger):
    first = await decide(firm, about("same"), manager)
    again = await decide(firm, about("same"), manager)

    assert (again.notification_id, again.fresh) == (first.notification_id, False)
    assert await ledger.fetchval("SELECT count(*) FROM notification WHERE org_id = $1", firm.org_id) == 1


async def test_a_delivery_is_leased_by_one_only(firm, manager, worker):
    await decide(firm, about("lease", urgency="urgent"), manager, worker)

    with tenancy.acting_for(org_id=firm.org_id):
        held, nothing = await deliveries.lease("sms"), await deliveries.lease("sms")
        assert (len(held.deliveries), len(nothing.deliveries)) == (2, 0)
        outcomes = [
            deliveries.Outcome(d.notification_id, d.account_id, "sent", provider="console")
            for d in held.deliveries
        ]
        assert await deliveries.settle(held, outcomes) == 2
        assert await deliveries.settle(held, outcomes) == 0
