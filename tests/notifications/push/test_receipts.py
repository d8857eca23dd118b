"""What phones say of pushes, with the token in them: late, again, in any order."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.notifications.channels.push.receipt import token_of
from tests.notifications.push.conftest import subscribe, tell
from tests.notifications.push.test_sending import row, send


@pytest.fixture
async def heard(firm, worker, service):
    """A push that a worker's phone has got: what was decided, and the receipt's address."""
    phone = await subscribe(worker, service)
    made = await tell(firm, "heard", worker, patience=timedelta(hours=1))
    await send(firm)
    [said] = phone.heard(service)
    return made, f"/public/receipts/{said['pumasi']['receipt']}"


async def read_at(ledger, made):
    return await ledger.fetchval(
        "SELECT read_at FROM recipient WHERE notification_id = $1", made.notification_id
    )


async def test_it_came_and_it_was_tapped(firm, outsider, heard, ledger):
    made, address = heard
    at = clock.now()

    # Nobody's session is needed, and anybody's does no harm.
    assert (await outsider.put(address, {"received_at": at.isoformat()})).status_code == 204
    found = await row(ledger, made)
    assert (found["state"], found["delivered_at"]) == ("delivered", at)
    assert await read_at(ledger, made) is None

    assert (await outsider.put(address, {"opened_at": clock.now().isoformat()})).status_code == 204
    assert (await row(ledger, made))["state"] == "read"
    assert await read_at(ledger, made) is not None
    assert (await row(ledger, made, "sms"))["state"] == "suppressed"
    assert len(await firm.events("NotificationRead")) == 1


async def test_again_late_and_out_of_order_changes_nothing(firm, outsider, heard, ledger):
    made, address = heard
    await outsider.put(address, {"opened_at": clock.now().isoformat()})
    before = await row(ledger, made), await read_at(ledger, made)
    late = {"received_at": (clock.now() + timedelta(days=400)).isoformat()}
    for body in (late, {"opened_at": clock.now().isoformat()}, late, {}):
        assert (await outsider.put(address, body)).status_code == 204

    assert (await row(ledger, made), await read_at(ledger, made)) == before
    assert len(await firm.events("NotificationRead")) == 1


async def test_a_phones_wrong_clock_is_brought_to_what_can_be(outsider, heard, ledger):
    made, address = heard
    await outsider.put(address, {"received_at": "1970-01-01T00:00:00Z"})

    found = await row(ledger, made)
    decided_at = await ledger.fetchval(
        "SELECT decided_at FROM notification WHERE id = $1", made.notification_id
    )
    assert found["delivered_at"] == decided_at


async def test_a_receipt_that_is_faster_than_the_ledger_counts(firm, worker, service, ledger):
    """The phone answers before the sender has written that it sent: the row stays delivered."""
    from backend.core import tenancy
    from backend.notifications.channels import push
    from backend.notifications.service import deliveries

    phone = await subscribe(worker, service)
    made = await tell(firm, "fast", worker)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        held = await deliveries.lease("push")
        outcomes = await push.send(held.deliveries)
        [said] = phone.heard(service)
        assert (await worker.put(f"/public/receipts/{said['pumasi']['receipt']}", {})).status_code == 204
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            assert await deliveries.settle(held, outcomes) == 0

    found = await row(ledger, made)
    assert (found["state"], found["lease"]) == ("delivered", None)


async def test_one_receipt_is_for_everything_in_a_digest(firm, worker, service, ledger):
    phone = await subscribe(worker, service)
    later = clock.now() + timedelta(days=3)
    made = [await tell(firm, f"low {n}", worker, urgency="low", expires_at=later) for n in range(2)]
    with clock.stopped_at(clock.now() + timedelta(days=1, hours=1)):
        await send(firm)
    [said] = phone.heard(service)
    await worker.put(f"/public/receipts/{said['pumasi']['receipt']}", {"opened_at": clock.now().isoformat()})

    assert [(await row(ledger, each))["state"] for each in made] == ["delivered"] * 2
    assert [await read_at(ledger, each) for each in made] == [None, None]


async def test_only_a_token_of_ours_counts(firm, worker, heard, ledger):
    made, address = heard
    changed = address[:-9] + ("A" if address[-9] != "A" else "B") + address[-8:]
    for wrong in (changed, "/public/receipts/nonsense", "/public/receipts/" + "A" * 86):
        assert (await worker.put(wrong, {})).status_code == 404
    assert (await row(ledger, made))["state"] == "sent"


async def test_a_token_is_for_its_own_person_and_organisation(
    firm, outsider, worker, second_worker, heard, ledger
):
    made, _ = heard
    for org_id, account_id in (
        (UUID(outsider.org_id), UUID(worker.account_id)),
        (UUID(firm.org_id), UUID(second_worker.account_id)),
        (UUID(firm.org_id), new_id()),
        (uuid4(), UUID(worker.account_id)),
    ):
        token = token_of(org_id, account_id, [made.notification_id])
        assert (
            await worker.put(f"/public/receipts/{token}", {"opened_at": clock.now().isoformat()})
        ).status_code == 204
    assert (await row(ledger, made))["state"] == "sent"
