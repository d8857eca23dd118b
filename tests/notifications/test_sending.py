"""From a decision to what left the house: by the real worker, and by a channel of our own."""

import asyncio
import os
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from backend.core import clock, tenancy
from backend.notifications import channels
from backend.notifications.rules import ATTEMPTS, again, wait_s
from backend.notifications.service import deliveries
from backend.notifications.service.deliveries import Outcome
from backend.notifications.service.sending import send_due
from tests.jobs.conftest import until
from tests.notifications.test_decide import about, decide
from tests.processes import Site
from tests.world import outbox

MINUTE = timedelta(minutes=1)


@pytest.fixture
def channel(monkeypatch):
    """Replace what a channel answers."""

    def answering(name, answer):
        async def send(leased):
            return [answer(each) for each in leased]

        monkeypatch.setitem(channels.SENDERS, name, send)

    return answering


async def rows(ledger, made, channel="sms"):
    return await ledger.fetch(
        "SELECT * FROM delivery WHERE notification_id = $1 AND channel = $2", made.notification_id, channel
    )


async def test_a_decision_leaves_the_house_through_the_real_worker(firm, manager, worker, ledger, tmp_path):
    site = Site({n: v for n, v in os.environ.items() if n.startswith("PUMASI_")}, Path(tmp_path / "log"))
    site.start("worker")
    try:
        made = await decide(firm, about("real", urgency="urgent"), manager, worker)

        async def sent() -> bool:
            return {row["state"] for row in await rows(ledger, made)} == {"sent"}

        await until(sent, 30)
    finally:
        site.stop()
    for person in (manager, worker):
        assert sum(sms["to"] == person.phone and "한강빌딩" in sms["body"] for sms in outbox()) == 1


async def test_what_must_wait_comes_again_later_and_is_given_up_in_the_end(firm, manager, ledger, channel):
    made = await decide(firm, about("again", urgency="urgent"), manager)
    channel("sms", lambda leased: again(leased, reason="busy"))
    waits, now = [], clock.now()
    for _ in range(ATTEMPTS):
        with clock.stopped_at(now), tenancy.acting_for(org_id=firm.org_id):
            await send_due("sms")
        [row] = await rows(ledger, made)
        if row["state"] == "queued":
            waits.append((row["due_at"] - now).total_seconds())
            now = row["due_at"]
    assert (row["state"], row["reason"], row["attempts"]) == ("failed", "busy", ATTEMPTS)
    assert all(later > 1.1 * earlier for earlier, later in pairwise(waits)), waits


def test_a_retry_after_is_never_undercut_and_never_endless():
    assert wait_s(1, retry_after_s=120) == 120
    assert wait_s(1, retry_after_s=10**9) == 6 * 3600
    assert 3 < wait_s(1) < 7


async def test_after_the_deadline_nothing_is_sent(firm, manager, ledger, channel):
    sent = []
    channel("sms", lambda leased: sent.append(leased))
    made = await decide(firm, about("late", urgency="urgent"), manager)
    with clock.stopped_at(clock.now() + timedelta(hours=3)), tenancy.acting_for(org_id=firm.org_id):
        await send_due("sms")
    assert sent == []
    assert [row["state"] for row in await rows(ledger, made)] == ["expired"]


async def test_a_channel_that_breaks_leaves_nothing_leased(firm, manager, ledger, channel):
    def break_down(_leased):
        raise ConnectionError

    channel("sms", break_down)
    made = await decide(firm, about("broken", urgency="urgent"), manager)
    with tenancy.acting_for(org_id=firm.org_id):
        await send_due("sms")
    assert [(row["state"], row["reason"]) for row in await rows(ledger, made)] == [("unknown", "no_answer")]


async def test_two_processes_send_everything_once(firm, manager, worker, second_worker, channel):
    sent = []

    def send(leased):
        sent.append(leased.account_id)
        return Outcome(leased.notification_id, leased.account_id, "sent")

    channel("sms", send)
    await decide(firm, about("race", urgency="urgent"), manager, worker, second_worker)
    with tenancy.acting_for(org_id=firm.org_id):
        await asyncio.gather(*(send_due("sms", 1) for _ in range(8)))
    assert len(sent) == len(set(sent)) == 3


async def test_a_sender_that_died_leaves_pushes_queued_and_texts_unknown(firm, manager, ledger):
    made = await decide(firm, about("died", urgency="urgent"), manager)
    await ledger.execute(
        "UPDATE delivery SET state = 'queued', reason = NULL WHERE notification_id = $1", made.notification_id
    )
    with tenancy.acting_for(org_id=firm.org_id):
        for name in ("push", "sms"):
            assert len((await deliveries.lease(name)).deliveries) == 1
        with clock.stopped_at(clock.now() + deliveries.LEASE + MINUTE):
            assert len((await deliveries.lease("push")).deliveries) == 1
            assert (await deliveries.lease("sms")).deliveries == []
    [push], [sms] = await rows(ledger, made, "push"), await rows(ledger, made)
    assert (push["state"], push["attempts"]) == ("leased", 2)
    assert (sms["state"], sms["reason"]) == ("unknown", "sender_died")


async def test_when_a_phone_is_gone_the_text_message_does_not_wait(firm, manager, ledger, channel):
    made = await decide(firm, about("gone"), manager)
    await ledger.execute(
        "UPDATE delivery SET state = 'queued', reason = NULL, due_at = now() - interval '1 second' + "
        "CASE channel WHEN 'push' THEN interval '0' ELSE interval '30 minutes' END "
        "WHERE notification_id = $1",
        made.notification_id,
    )
    channel("push", lambda leased: Outcome(leased.notification_id, leased.account_id, "failed", "gone"))
    with tenancy.acting_for(org_id=firm.org_id):
        await send_due("push")
    [sms] = await rows(ledger, made)
    assert sms["due_at"] <= clock.now()
