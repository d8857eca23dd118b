"""Swaps: a shift for nothing or for another, to one or to anybody, with or without the office's word."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from tests.races import ROUNDS, at_once
from tests.scheduling.plan import publish, shift
from tests.world import Firm, Person


@pytest.fixture
async def site(firm: Firm) -> dict[str, Any]:
    return await firm.site()


async def duty(firm: Firm, site: dict[str, Any], person: Person, starts: float) -> dict[str, Any]:
    """A published shift of two hours with somebody on it."""
    planned = await shift(firm, site["id"], starts, starts + 2, seats=1)
    await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{person.member_id}")
    await publish(firm.owner, starts=starts - 1, ends=starts + 1)
    return planned


async def let(firm: Firm, **choices: Any) -> None:
    assert (await firm.owner.put("~/planning-choices", choices)).status_code == 200


async def ask(person: Person, planned: dict[str, Any], **more: Any) -> Any:
    return await person.post("~/swaps", {"shift_id": planned["id"], "note": "병원에 가야 해요", **more})


async def accept(person: Person, swap: Any, **more: Any) -> tuple[int, str]:
    return came_to(await person.put(f"~/swaps/{swap.json()['id']}/acceptance", more))


async def decide(office: Person, swap: Any, approve: bool) -> tuple[int, str]:
    return came_to(await office.put(f"~/swaps/{swap.json()['id']}/decision", {"approve": approve}))


def came_to(answer: Any) -> tuple[int, str]:
    """The status, and what the swap is now or why nothing happened."""
    return answer.status_code, answer.json()["state" if answer.status_code < 300 else "code"]


async def on(firm: Firm, planned: dict[str, Any]) -> list[str]:
    found = (await firm.owner.get(f"~/shifts/{planned['id']}")).json()
    return [person["name"] for person in found["assigned"]]


async def test_two_shifts_change_hands_when_the_office_agrees(firm, site, worker, second_worker, manager):
    mine, theirs = await duty(firm, site, worker, 4), await duty(firm, site, second_worker, 30)
    swap = await ask(worker, mine, to_member_id=second_worker.member_id, in_return_shift_id=theirs["id"])
    assert (swap.status_code, swap.json()["state"], swap.json()["mine"]) == (201, "asked", "from")

    assert await accept(second_worker, swap) == (200, "accepted")
    assert await accept(second_worker, swap) == (200, "accepted")
    assert await on(firm, mine) == [worker.name], "the office has the last word"
    assert [await decide(manager, swap, True) for _ in range(2)] == [(200, "done")] * 2

    assert (await on(firm, mine), await on(firm, theirs)) == ([second_worker.name], [worker.name])
    assert len(await firm.events("SwapDone")) == 1
    assert (await decide(manager, swap, False))[1] == "swap-moved-on"


async def test_anybody_may_take_a_shift_and_one_does(firm, site, worker):
    await let(firm, swap_approval="never")
    crew = [await firm.hire(f"직원 {number}") for number in range(4)]
    for number in range(ROUNDS):
        mine = await duty(firm, site, worker, 4 + 3 * number)
        swap = await ask(worker, mine)
        seen = (await crew[0].get("~/swaps?state=asked")).json()["items"]
        assert [one["id"] for one in seen] == [swap.json()["id"]]

        answers = await at_once(*(accept(person, swap) for person in crew))

        assert sorted(answers) == [(200, "done")] + [(409, "swap-moved-on")] * 3
        assert len(await on(firm, mine)) == 1


async def test_what_is_named_in_return_is_for_who_asked_to_agree(firm, site, worker, second_worker):
    await let(firm, swap_approval="never")
    mine, theirs = await duty(firm, site, worker, 4), await duty(firm, site, second_worker, 30)
    swap = await ask(worker, mine)

    assert await accept(second_worker, swap, in_return_shift_id=theirs["id"]) == (200, "countered")
    assert await on(firm, mine) == [worker.name]
    assert await accept(worker, swap) == (200, "done")
    assert (await on(firm, mine), await on(firm, theirs)) == ([second_worker.name], [worker.name])


async def test_who_is_asked_declines_or_steps_back_and_who_asked_withdraws(
    firm, site, worker, second_worker, outsider
):
    states = []
    for to in (second_worker.member_id, None):
        mine = await duty(firm, site, worker, 4 if to else 8)
        swap = await ask(worker, mine, to_member_id=to)
        path = f"~/swaps/{swap.json()['id']}"
        if to is None:
            await accept(second_worker, swap)
        assert [(await second_worker.delete(path)).status_code for _ in range(2)] == [204, 204 if to else 403]
        states += [one["state"] for one in (await worker.get("~/swaps")).json()["items"][:1]]
        assert (await outsider.delete(path)).status_code == 404
        assert (await worker.delete(path)).status_code == 204
    assert states == ["declined", "asked"]
    assert await accept(second_worker, swap) == (409, "swap-moved-on")


async def test_what_cannot_be_swapped(firm, site, worker, second_worker, outsider):
    mine, theirs = await duty(firm, site, worker, 4), await duty(firm, site, second_worker, 30)
    begun, beside = await duty(firm, site, worker, -1), await duty(firm, site, second_worker, 5)
    third = await firm.hire("정대만")
    to = {"to_member_id": second_worker.member_id}

    refused = [
        await ask(worker, theirs),
        await ask(worker, begun),
        await ask(worker, mine, to_member_id=worker.member_id),
        await ask(worker, mine, in_return_shift_id=theirs["id"]),
        await ask(worker, mine, to_member_id=third.member_id, in_return_shift_id=theirs["id"]),
        await ask(worker, mine, to_member_id=outsider.member_id),
        await ask(outsider, mine),
    ]
    codes = [(answer.status_code, answer.json()["code"]) for answer in refused]
    assert codes == [
        (409, "not-on-shift"),
        (409, "shift-started"),
        (422, "unacceptable-fields"),
        (422, "unacceptable-fields"),
        (409, "not-on-shift"),
        (404, "not-found"),
        (404, "not-found"),
    ]
    swap = await ask(worker, mine, **to)
    again = await ask(worker, mine, **to)
    assert (again.status_code, again.json()["code"]) == (409, "swap-running")
    same = await ask(worker, mine, **to, id=swap.json()["id"])
    assert same.json()["id"] == swap.json()["id"]
    assert await accept(third, swap) == (404, "not-found")
    assert await accept(second_worker, swap) == (409, "rules-broken"), f"{beside['id']} is at that time"
    assert (await decide(worker, swap, True))[0] == 403


async def test_a_swap_of_a_shift_that_was_cancelled_meanwhile_cannot_be_approved(
    firm, site, worker, second_worker, manager
):
    mine, theirs = await duty(firm, site, worker, 4), await duty(firm, site, second_worker, 30)
    swap = await ask(worker, mine, to_member_id=second_worker.member_id, in_return_shift_id=theirs["id"])
    await accept(second_worker, swap)
    await firm.owner.delete(f"~/shifts/{theirs['id']}")

    assert await decide(manager, swap, True) == (409, "shift-cancelled")
    assert await on(firm, mine) == [worker.name]
    assert await decide(manager, swap, False) == (200, "refused")


async def test_each_sees_hours_of_both_and_won_of_oneself(firm, site, worker, second_worker):
    since = (clock.now() - timedelta(days=30)).date()
    for person, wage in ((worker, 12_000), (second_worker, 15_000)):
        terms = {
            "weekly_min": 0,
            "days_per_week": 0,
            "wage_kind": "hourly",
            "wage_won": wage,
            "extra_hours_agreed": True,
        }
        answer = await firm.owner.put(f"~/members/{person.member_id}/terms/{since}", terms)
        assert answer.status_code in (200, 204), answer.text
    mine = await duty(firm, site, worker, 4)
    swap = await ask(worker, mine, to_member_id=second_worker.member_id)
    path = f"~/swaps/{swap.json()['id']}/effects"

    asker, asked, office = [(await one.get(path)).json() for one in (worker, second_worker, firm.owner)]

    assert (asker["mine"]["minutes_before"], asker["mine"]["minutes_after"]) == (120, 0)
    assert (asker["theirs"]["minutes_before"], asker["theirs"]["minutes_after"]) == (0, 120)
    assert asker["mine"]["won_before"] >= 24_000
    assert asker["mine"]["won_after"] == 0
    assert asker["theirs"]["won_after"] is None
    assert asked["mine"]["won_after"] >= 30_000
    assert asked["mine"]["weekly_holiday_after"] == 0
    assert asked["theirs"]["won_before"] is None
    assert (office["mine"]["name"], office["theirs"]["won_after"]) == (
        worker.name,
        asked["mine"]["won_after"],
    )


async def test_who_may_be_asked_is_who_may_take_it(firm, site, worker, second_worker, manager):
    mine = await duty(firm, site, worker, 4)
    busy = await firm.hire("바쁜사람")
    await duty(firm, site, busy, 4)
    found = await worker.get(f"~/shifts/{mine['id']}/swap-partners")
    names = [one["name"] for one in found.json()["items"]]
    assert second_worker.name in names
    assert not {worker.name, busy.name} & set(names)
    assert (await second_worker.get(f"~/shifts/{mine['id']}/swap-partners")).status_code == 404
