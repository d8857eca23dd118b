"""A month's budget is never passed, whoever sends at the same moment, and managers are warned once."""

import asyncio
import json
import sys
from datetime import timedelta

from backend.core import clock
from tests.notifications.sms.carrier import problem

SENDER = """
import asyncio, sys
from uuid import UUID
from backend.core import database, tenancy
from backend.notifications.channels.sms.budget import Price, reserve
async def main(org, account, *notifications):
    await database.engine().start_connection_pool()
    with tenancy.acting_for(org_id=UUID(org)):
        print("ready", flush=True)
        sys.stdin.readline()
        asked = [reserve([Price(UUID(notification), UUID(account), 20)]) for notification in notifications]
        granted = await asyncio.gather(*asked)
    print(sum(map(len, granted)), flush=True)
    await database.engine().close_connection_pool()
asyncio.run(main(*sys.argv[1:]))
"""


async def test_what_the_budget_does_not_cover_is_held_back(office, firm, manager, worker):
    await office.budget(50)
    told = await office.tell(firm.owner, manager, worker)
    await office.send()
    assert sorted(await office.states(told), key=str) == [
        ("sent", None),
        ("sent", None),
        ("suppressed", "budget"),
    ]
    assert await office.money() == (40, 0)


async def test_managers_are_warned_once_for_each_threshold(office, firm, worker):
    await office.budget(100)
    for _ in range(6):
        await office.tell(worker)
        await office.send()
    warnings = [json.loads(event["data"]) for event in await firm.events("BudgetWarned")]
    assert [(w["percent"], w["used_won"]) for w in warnings] == [(50, 60), (80, 80), (100, 100)]
    await office.budget(1000)
    await office.tell(worker)
    await office.send()
    assert len(await firm.events("BudgetWarned")) == 3
    assert await office.money() == (120, 0)


async def test_a_new_month_has_a_new_budget(office, firm, worker):
    await office.budget(20)
    await office.tell(worker)
    await office.send()
    with clock.stopped_at(clock.now() + timedelta(days=32)):
        told = await office.tell(worker)
        await office.send()
        view = (await firm.owner.get("~/messaging")).json()
    assert await office.states(told) == [("sent", None)]
    assert (view["spent_won"], view["reserved_won"], view["budget_won"]) == (20, 0, 20)


async def test_what_did_not_leave_costs_nothing_and_what_may_have_stays_set_aside(
    office, firm, worker, second_worker, network, use
):
    network.weather = lambda form: problem(500, 20500) if form["To"] == worker.phone else problem(400, 21610)
    provider = network.provider("console")  # its prices
    use(provider)
    told = await office.tell(worker, second_worker)
    await office.send()
    assert sorted(await office.states(told)) == [("failed", "refused"), ("unknown", "no_answer")]
    assert await office.money() == (0, 20)


async def test_two_processes_never_spend_the_last_won_twice(office, firm, worker, second_worker):
    """Each wants twenty messages, and there is money for twenty and a half; the month has begun before."""
    await office.tell(worker)
    await office.send()
    told = [str(await office.tell(worker, second_worker)) for _ in range(20)]
    await office.budget(20 + 20 * 20 + 10)
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", SENDER, firm.org_id, person.account_id, *told),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for person in (worker, second_worker)
    ]
    for process in processes:
        assert await process.stdout.readline() == b"ready\n"
    for process in processes:
        process.stdin.write(b"\n")
        await process.stdin.drain()
    granted = [int(await process.stdout.readline()) for process in processes]
    await asyncio.gather(*(process.wait() for process in processes))
    assert sum(granted) == 20
    assert await office.money() == (20, 400)


async def test_the_office_decides_and_nobody_else(firm, manager, worker):
    answer = await manager.patch(
        "~/messaging",
        {"budget_won": 5000, "warn_at_percent": 70, "sender": "02-555-1234", "email_name": "푸른손"},
    )
    view = answer.json()
    assert (view["budget_won"], view["warn_at_percent"], view["sender"]) == (5000, 70, "+8225551234")
    assert [(p["channel"], p["name"]) for p in view["providers"]] == [("sms", "console"), ("email", "outbox")]
    assert (await manager.patch("~/messaging", {"sender": "1588-1234"})).json()["sender"] == "15881234"
    assert (await manager.patch("~/messaging", {"sender": None})).json()["sender"] is None
    assert (await manager.patch("~/messaging", {"sender": "123"})).json()["code"] == "sender-not-valid"
    assert (await manager.patch("~/messaging", {"budget_won": -1})).status_code == 400
    assert (await worker.get("~/messaging")).status_code == 403
    assert (await worker.patch("~/messaging", {"budget_won": 1})).status_code == 403
    assert len(await firm.events("MessagingChanged")) == 3
