"""Open shifts: free seats that the crew takes, asks for, or waits for."""

from typing import Any

import pytest

from tests.races import ROUNDS, at_once
from tests.scheduling.plan import at, manage_site, publish, query, shift
from tests.world import Firm, Person


@pytest.fixture
async def site(firm: Firm) -> dict[str, Any]:
    return await firm.site()


async def open_shift(firm: Firm, site: dict[str, Any], starts: float, **changes: Any) -> dict[str, Any]:
    """A published shift of two hours that the crew may take."""
    planned = await shift(firm, site["id"], starts, starts + 2, **{"seats": 1, "open_by": "claim", **changes})
    await publish(firm.owner, starts=starts - 1, ends=starts + 1)
    return planned


async def claim(person: Person, planned: dict[str, Any]) -> tuple[int, Any]:
    """The status, and what the claim came to or why it did not."""
    answer = await person.put(f"~/shifts/{planned['id']}/claim", {"note": "갈 수 있어요"})
    return answer.status_code, answer.json().get("state") or answer.json()["code"]


async def people_on(firm: Firm, planned: dict[str, Any]) -> list[str]:
    found = (await firm.owner.get(f"~/shifts/{planned['id']}")).json()
    return [person["name"] for person in found["assigned"]]


async def decide(office: Person, planned: dict[str, Any], person: Person, approve: bool, **more: Any) -> Any:
    path = f"~/shifts/{planned['id']}/claims/{person.member_id}/decision"
    return await office.put(path, {"approve": approve, **more})


async def test_who_claims_a_free_seat_has_it_and_claiming_again_changes_nothing(firm, site, worker):
    planned = await open_shift(firm, site, 4)

    assert [await claim(worker, planned), await claim(worker, planned)] == [(200, "assigned")] * 2

    assert await people_on(firm, planned) == [worker.name]
    assert len(await firm.events("SeatClaimed")) == 1
    seat = (await firm.owner.get(f"~/shifts/{planned['id']}")).json()["assigned"][0]
    assert seat["confirmed_at"], "who takes a shift comes"


async def test_where_the_office_decides_a_claim_is_a_question(firm, site, worker, second_worker, manager):
    planned = await open_shift(firm, site, 4, open_by="request")
    assert await claim(worker, planned) == (200, "requested")
    assert await claim(second_worker, planned) == (200, "requested")
    line = (await manager.get(f"~/shifts/{planned['id']}/claims")).json()["claims"]
    assert [(one["name"], one["place"], one["note"]) for one in line] == [
        (worker.name, 1, "갈 수 있어요"),
        (second_worker.name, 2, "갈 수 있어요"),
    ]

    for _ in range(2):
        assert (await decide(manager, planned, second_worker, True)).status_code == 200
    full = await decide(manager, planned, worker, True)
    refused = await decide(manager, planned, worker, False, reason="이미 찼어요")
    late = await decide(manager, planned, worker, True)

    assert await people_on(firm, planned) == [second_worker.name]
    assert (full.json()["code"], refused.status_code) == ("shift-full", 200)
    assert (late.json()["code"], late.json()["state"]) == ("claim-gone", "refused")


async def test_what_cannot_be_claimed(firm, site, worker, second_worker, outsider):
    draft = await shift(firm, site["id"], 30, 32, open_by="claim")
    closed = await open_shift(firm, site, 4, open_by=None)
    begun = await open_shift(firm, site, -1)
    cancelled = await open_shift(firm, site, 8)
    await firm.owner.delete(f"~/shifts/{cancelled['id']}")
    own = await open_shift(firm, site, 12)
    await firm.owner.put(f"~/shifts/{own['id']}/assignments/{worker.member_id}")
    beside = await open_shift(firm, site, 13)

    refused = [await claim(worker, one) for one in (draft, closed, begun, cancelled, own, beside)]

    assert refused == [
        (404, "not-found"),
        (409, "shift-not-open"),
        (409, "shift-started"),
        (409, "shift-cancelled"),
        (409, "already-on-shift"),
        (409, "overlap"),
    ]
    assert (await claim(outsider, beside))[0] == 404
    assert (await decide(worker, beside, worker, True)).status_code == 403
    assert (await firm.owner.put(f"~/shifts/{beside['id']}/claim", {"note": "x" * 501})).status_code == 400


async def test_a_rule_that_refuses_the_work_refuses_the_claim_and_the_question(firm, site, worker):
    await firm.owner.put(
        f"~/sites/{site['id']}/people/{worker.member_id}", {"rule": "excluded", "reason": "!"}
    )
    for hours, open_by in ((4, "claim"), (8, "request")):
        planned = await open_shift(firm, site, hours, open_by=open_by)
        assert await claim(worker, planned) == (409, "rules-broken")
        assert await people_on(firm, planned) == []
        assert (await firm.owner.get(f"~/shifts/{planned['id']}/claims")).json()["claims"] == []


async def test_a_worker_sees_what_they_may_take_and_the_office_everything(firm, site, worker, second_worker):
    free, full, busy = [await open_shift(firm, site, hours) for hours in (4, 8, 12)]
    await shift(firm, site["id"], 30, 32, open_by="claim")
    await claim(second_worker, full)
    await claim(worker, full)
    mine = await shift(firm, site["id"], 13, 15)
    await firm.owner.put(f"~/shifts/{mine['id']}/assignments/{worker.member_id}")

    path = f"~/open-shifts?from={query(at(-5))}&to={query(at(48))}"
    seen = (await worker.get(path)).json()["items"]
    office = (await firm.owner.get(path)).json()["items"]

    assert [(one["id"], one["free"], one["mine"], one["place"]) for one in seen] == [
        (free["id"], 1, None, None),
        (full["id"], 0, "standby", 1),
    ]
    assert [(one["id"], one["waiting"]) for one in office] == [
        (free["id"], 0),
        (full["id"], 1),
        (busy["id"], 0),
    ]
    first = (await worker.get(f"{path}&limit=1")).json()
    rest = (await worker.get(f"{path}&cursor={first['next_cursor']}")).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == [free["id"], full["id"]]
    phone = (await worker.post("/me/snapshot", {"have": {}})).json()["documents"]
    assert len(phone[f"{firm.org_id}/open_shifts"]["data"]["items"]) == 2


async def test_a_site_manager_answers_in_their_site_only(firm, site, worker, second_worker):
    planned = await open_shift(firm, await firm.site(name="남의 현장"), 4, open_by="request")
    await claim(worker, planned)
    await manage_site(firm, second_worker, site["id"])
    assert (await second_worker.get(f"~/shifts/{planned['id']}/claims")).status_code == 404
    assert (await decide(second_worker, planned, worker, True)).status_code == 404


async def test_the_last_seat_goes_to_one_claim_only_and_the_others_stand_in_line(firm, site):
    crew = [await firm.hire(f"직원 {number}") for number in range(10)]
    for number in range(ROUNDS):
        planned = await open_shift(firm, site, 3 + 3 * number)

        answers = await at_once(*(claim(person, planned) for person in crew))

        assert sorted(answers) == [(200, "assigned")] + [(200, "standby")] * 9
        assert len(await people_on(firm, planned)) == 1
        places = (await firm.owner.get(f"~/shifts/{planned['id']}/claims")).json()["claims"]
        assert [one["place"] for one in places] == [*range(1, 10), None]
