"""What follows from claims, refusals, deadlines and swaps: by the page of subscriptions, the clock set."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from tests.jobs.test_reminders import follow, rows, told
from tests.jobs.test_reminders import happen as let_time_pass
from tests.scheduling.plan import at
from tests.scheduling.test_claims import claim, decide, open_shift, people_on
from tests.scheduling.test_swaps import accept, ask, duty, let
from tests.world import Firm, Person


@pytest.fixture
async def site(firm: Firm) -> dict[str, Any]:
    return await firm.site()


class Follower:
    """Lets everything follow that has happened since it was asked last."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.last = firm, 0

    async def __call__(self) -> list[tuple[str, str]]:
        """What was told to whom, of ours."""
        before = await told(self.firm)
        sql = "SELECT id, kind, subject, at, data::text FROM event WHERE id > $1 ORDER BY id LIMIT 1"
        while found := await rows(self.firm, sql, self.last):
            self.last = found[0]["id"]
            await follow(self.firm, found[0], self.last)
        after = await told(self.firm)
        for one in before:
            after.remove(one)
        return sorted(one for one in after if one[0] not in ("week_published", "shift_assigned"))


@pytest.fixture
def follows(firm: Firm) -> Follower:
    return Follower(firm)


async def off(firm: Firm, planned: dict[str, Any], person: Person) -> None:
    await firm.owner.delete(f"~/shifts/{planned['id']}/assignments/{person.member_id}")


async def test_a_freed_seat_goes_to_the_first_in_the_line_who_still_may(
    firm, site, worker, second_worker, follows
):
    planned = await open_shift(firm, site, 4)
    third = await firm.hire("정대만")
    for person in (worker, second_worker, third):
        await claim(person, planned)
    # The first in the line has other work by now.
    await duty(firm, site, second_worker, 4.5)
    await follows()

    await off(firm, planned, worker)
    news = await follows()

    assert await people_on(firm, planned) == [third.name]
    assert ("claim_news", third.name) in news
    assert not [one for one in news if one[0] == "shift_open"], "no seat is left for others"
    line = (await firm.owner.get(f"~/shifts/{planned['id']}/claims")).json()["claims"]
    assert [(one["name"], one["state"]) for one in line] == [
        (second_worker.name, "standby"),
        (worker.name, "granted"),
        (third.name, "granted"),
    ]


async def test_the_office_hears_of_a_question_and_the_asker_of_the_answer(
    firm, site, worker, second_worker, follows
):
    planned = await open_shift(firm, site, 4, open_by="request", seats=1)
    opened = await follows()
    assert ("shift_open", worker.name) in opened
    await claim(worker, planned)
    assert await follows() == [("crew_asks", firm.owner.name)]
    await decide(firm.owner, planned, worker, False)
    assert await follows() == [("claim_news", worker.name)]
    await claim(second_worker, planned)
    await firm.owner.delete(f"~/shifts/{planned['id']}")
    assert [one for one in await follows() if one[0] == "claim_news"] == [("claim_news", second_worker.name)]


async def test_who_does_not_confirm_in_time_is_off_and_the_seat_is_open(
    firm, site, worker, second_worker, follows
):
    await let(firm, confirm_within_h=2)
    planned = await duty(firm, site, worker, 12)
    kept = await duty(firm, site, second_worker, 20)
    assert (await second_worker.put(f"~/shifts/{kept['id']}/confirmation")).json()["assigned"][0][
        "confirmed_at"
    ]
    await follows()

    await let_time_pass(firm, at(1))
    assert await people_on(firm, planned) == [worker.name], "there is time left"
    await let_time_pass(firm, clock.now() + timedelta(hours=2, minutes=1))
    news = await follows()

    assert await people_on(firm, planned) == []
    assert await people_on(firm, kept) == [second_worker.name]
    assert (await firm.owner.get(f"~/shifts/{planned['id']}")).json()["open_by"] == "request"
    assert {("seat_unconfirmed", worker.name), ("crew_asks", firm.owner.name)} <= set(news)
    assert await claim(worker, planned) == (200, "requested")


async def test_who_refuses_frees_the_seat_and_the_office_hears_why(firm, site, worker, follows):
    await let(firm, confirm_within_h=2)
    planned = await duty(firm, site, worker, 12)
    path, why = f"~/shifts/{planned['id']}/refusal", {"reason": "병원 예약"}
    await follows()

    assert (await worker.put(path, {"reason": " "})).status_code == 400
    assert (await worker.put(path, why)).status_code == 204
    assert await people_on(firm, planned) == []
    assert await follows() == [("crew_asks", firm.owner.name)]
    refused = (await firm.owner.get(f"~/shifts/{planned['id']}/claims")).json()["refusals"]
    assert [(one["name"], one["reason"]) for one in refused] == [(worker.name, "병원 예약")]
    assert (await worker.put(path, why)).status_code == 404

    confirmed = await duty(firm, site, worker, 20)
    await worker.put(f"~/shifts/{confirmed['id']}/confirmation")
    answer = await worker.put(f"~/shifts/{confirmed['id']}/refusal", why)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-asked")


async def test_both_hear_of_a_swap_step_by_step_and_that_it_is_over_when_the_shift_is(
    firm, site, worker, second_worker, follows
):
    mine = await duty(firm, site, worker, 4)
    await follows()
    swap = await ask(worker, mine, to_member_id=second_worker.member_id)
    assert await follows() == [("swap_asked", second_worker.name)]
    await accept(second_worker, swap)
    assert await follows() == [("crew_asks", firm.owner.name), ("swap_news", worker.name)]
    await off(firm, mine, worker)
    news = await follows()
    assert [one for one in news if one[0] == "swap_news"] == sorted(
        ("swap_news", person.name) for person in (worker, second_worker)
    )
    assert (await worker.get("~/swaps")).json()["items"][0]["state"] == "lapsed"
    assert await follows() == []
