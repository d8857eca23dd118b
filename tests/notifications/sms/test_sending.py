"""Text messages leave over warm connections, within the budget, by a provider that works."""

import asyncio
from datetime import timedelta

from backend.core import clock, sms
from backend.core.sms.twilio import Twilio
from tests.notifications.sms.carrier import ACCOUNT, SENDER, TOKEN, carrier, problem
from tests.processes import free_port
from tests.world import Person, browser, new_phone, outbox


def dead(name: str) -> Twilio:
    """A provider that nobody can connect to."""
    made = Twilio(ACCOUNT, TOKEN, SENDER, f"http://127.0.0.1:{free_port()}")
    made.name = name
    return made


async def test_everybody_gets_one_text_with_a_link_and_its_price_is_known(office, firm, manager, worker):
    told = await office.tell(firm.owner, manager, worker)
    await office.send()
    rows = await office.rows(told)
    assert [(row["state"], row["provider"], row["cost_won"]) for row in rows] == [("sent", "console", 20)] * 3
    assert await office.money() == (60, 0)
    [text] = [m["body"] for m in outbox() if m["to"] == worker.phone and "한강빌딩" in m["body"]]
    assert text.startswith("[품앗이] 한강빌딩 06:00 근무에 2명 중 1명이 출근했어요.\nhttp://testserver/n/")
    assert len(text.encode("euc_kr")) <= 90


async def test_a_batch_goes_side_by_side_over_few_connections(office, firm, network, use, ledger):
    for n in range(30):
        await firm.hire(f"직원{n}")
    use(network.provider())
    told = await office.tell(*firm.people)
    await office.send()
    assert {row["state"] for row in await office.rows(told)} == {"sent"}
    assert len({message["to"] for message in network.taken}) == 31
    assert 5 < network.most_at_once <= 25
    assert network.connections <= 25
    await office.send()
    assert len(network.taken) == 31


async def test_numbers_that_cannot_take_a_text_are_told_apart(office, firm, worker, second_worker, ledger):
    await ledger.execute("UPDATE account SET phone = '+8225550000' WHERE id = $1", worker.account_id)
    await ledger.execute("UPDATE account SET phone = '+12015550123' WHERE id = $1", second_worker.account_id)
    told = await office.tell(worker, second_worker)
    await office.send()
    assert sorted(await office.states(told)) == [("failed", "invalid_number"), ("suppressed", "country")]
    assert await office.money() == (0, 0)


async def test_answers_of_a_provider_are_told_for_what_they_are(
    office, firm, manager, worker, second_worker, network, use
):
    answers = {
        manager.phone: problem(400, 21610),
        worker.phone: problem(400, 21211),
        second_worker.phone: problem(429, 20429),
    }
    network.weather = lambda form: answers.get(form["To"])
    use(network.provider())
    told = await office.tell(manager, worker, second_worker)
    await office.send()
    assert sorted(await office.states(told), key=str) == [
        ("failed", "invalid_number"),
        ("failed", "refused"),
        ("queued", "provider_down"),
    ]
    assert await office.money() == (0, 0)


async def test_the_next_provider_takes_over_and_managers_hear_of_it(office, firm, worker, network, use):
    use(dead("first"), network.provider("second"))
    told = await office.tell(worker)
    await office.send()
    [row] = await office.rows(told)
    assert (row["state"], row["provider"]) == ("sent", "second")
    [event] = await firm.events("ProviderSwitched")
    assert '"before": "first"' in event["data"]
    assert '"after": "second"' in event["data"]
    await office.tell(worker)
    await office.send()
    assert len(await firm.events("ProviderSwitched")) == 1


async def test_a_broken_provider_is_left_alone_tried_again_and_comes_back(
    office, firm, worker, network, use, ledger
):
    network.weather = lambda form: problem(401, 20003)
    async with carrier() as spare:
        use(network.provider("first"), spare.provider("spare"))
        for _ in range(5):
            await office.tell(worker)
        await office.send()
        assert await state(ledger, "first") == "open"
        assert len(spare.taken) == 5
        asked = network.calls
        await office.tell(worker)
        await office.send()
        assert (network.calls, len(spare.taken)) == (asked, 6)

        with clock.stopped_at(clock.now() + timedelta(seconds=31)):
            for _ in range(3):
                await office.tell(worker)
            await office.send()  # one tries it; it is still broken, and the pause doubles
        assert network.calls == asked + 1
        assert await state(ledger, "first") == "open"

        network.weather = lambda form: None
        with clock.stopped_at(clock.now() + timedelta(seconds=100)):
            for _ in range(3):
                await office.tell(worker)
            await office.send()
        assert await state(ledger, "first") == "closed"
        assert len(network.taken) == 3
    assert [e["data"].count("spare") for e in await firm.events("ProviderSwitched")] == [1, 1]


async def test_of_several_processes_one_tries_a_broken_provider(use, app, ledger):
    from backend.core import providers

    for _ in range(5):
        await providers.report("sms", [providers.Measured("x", 0, 1, 5.0, 1)])
    with clock.stopped_at(clock.now() + timedelta(seconds=31)):
        found = await asyncio.gather(*(providers.usable("sms", ["x"]) for _ in range(8)))
        assert sorted(len(each) for each in found) == [0] * 7 + [1]
        assert await providers.usable("sms", ["works", "x"]) == [providers.Usable("works")]


async def test_a_sign_in_code_goes_by_the_next_provider_too(app, network, use):
    use(dead("first"), network.provider("second"))
    person = Person(browser(app), new_phone(), "손님")
    assert (await person.post("/sign-in/codes", {"phone": person.phone})).status_code == 202
    assert [message["to"] for message in network.taken] == [person.phone]
    assert (await sms.send(new_phone(), "x")).state == "sent"


async def state(ledger, name: str) -> str:
    return str(await ledger.fetchval("SELECT state FROM provider_health WHERE name = $1", name))
