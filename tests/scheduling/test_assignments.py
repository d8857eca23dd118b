"""Who is on a shift: seats are scarce, and nobody is in two places."""

from uuid import UUID

import pytest

from backend.core import tenancy
from backend.scheduling.service import assignments
from tests.races import ROUNDS, at_once
from tests.scheduling.plan import at, audience, manage_site, publish, shift


@pytest.fixture
async def site(firm):
    return await firm.site()


def seat(planned, member) -> str:
    return f"~/shifts/{planned['id']}/assignments/{member.member_id}"


async def test_a_member_is_put_on_a_shift_once_and_taken_off(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)

    first = await firm.owner.put(seat(planned, worker))
    again = await firm.owner.put(seat(planned, worker))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    (person,) = first.json()["assigned"]
    assert (person["member_id"], person["name"], person["fixed"]) == (worker.member_id, worker.name, True)
    assert (await firm.owner.delete(seat(planned, worker))).status_code == 204
    assert (await firm.owner.delete(seat(planned, worker))).status_code == 204

    kinds = [event["kind"] for event in await firm.events() if event["kind"].startswith("Member")]
    assert kinds[-2:] == ["MemberAssigned", "MemberUnassigned"]


async def test_a_full_shift_is_full(firm, site, worker, second_worker):
    planned = await shift(firm, site["id"], 1, 3, seats=1)
    await firm.owner.put(seat(planned, worker))

    answer = await firm.owner.put(seat(planned, second_worker))

    assert (answer.status_code, answer.json()["code"]) == (409, "shift-full")


async def test_an_overlap_names_the_other_shift_across_sites(firm, site, worker):
    other_site = await firm.site(name="마포 상가")
    first, second = await shift(firm, other_site["id"], 1, 3), await shift(firm, site["id"], 2, 4)
    await firm.owner.put(seat(first, worker))

    answer = await firm.owner.put(seat(second, worker))

    assert (answer.status_code, answer.json()["code"]) == (409, "overlap")
    assert (answer.json()["shift_id"], answer.json()["site_name"]) == (first["id"], "마포 상가")


async def test_one_shift_may_begin_when_another_ends(firm, site, worker):
    first, second = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 3, 5)
    assert (await firm.owner.put(seat(first, worker))).status_code == 200
    assert (await firm.owner.put(seat(second, worker))).status_code == 200


async def test_nobody_is_put_on_a_cancelled_shift_nor_after_leaving(firm, site, worker, second_worker):
    planned, cancelled = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 4, 6)
    await firm.owner.delete(f"~/shifts/{cancelled['id']}")
    await firm.owner.delete(f"~/members/{second_worker.member_id}")

    answers = [
        await firm.owner.put(seat(cancelled, worker)),
        await firm.owner.put(seat(planned, second_worker)),
        await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{planned['id']}"),
    ]

    assert [answer.json()["code"] for answer in answers] == ["shift-cancelled", "member-left", "not-found"]


async def test_a_worker_assigns_nobody(firm, site, worker, second_worker):
    planned = await shift(firm, site["id"], 1, 3)
    assert (await worker.put(seat(planned, worker))).status_code == 403
    assert (await worker.delete(seat(planned, second_worker))).status_code == 403


async def test_the_last_seat_goes_to_one_member_only(firm, site, worker, second_worker):
    crew = [worker, second_worker, await firm.hire("정대만"), await firm.hire("강미란")]
    for hour in range(ROUNDS):
        planned = await shift(firm, site["id"], hour, hour + 1, seats=1)

        answers = await at_once(*(firm.owner.put(seat(planned, member)) for member in crew))

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert len((await firm.owner.get(f"~/shifts/{planned['id']}")).json()["assigned"]) == 1
    assert len(await firm.events("MemberAssigned")) == ROUNDS


async def test_nobody_gets_two_shifts_at_once_even_at_the_same_moment(firm, site, worker):
    for hour in range(0, 3 * ROUNDS, 3):
        shifts = [await shift(firm, site["id"], hour + number / 10, hour + 2) for number in range(4)]

        answers = await at_once(*(firm.owner.put(seat(planned, worker)) for planned in shifts))

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"overlap"}


async def test_an_assignment_and_a_move_at_the_same_moment_leave_no_overlap(firm, site, worker):
    fixed, moving = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 10, 12)
    await firm.owner.put(seat(moving, worker))

    answers = await at_once(
        firm.owner.put(seat(fixed, worker)),
        firm.owner.patch(
            f"~/shifts/{moving['id']}", {"starts_at": at(2).isoformat(), "ends_at": at(4).isoformat()}
        ),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_who_is_on_a_published_shift_hears_of_it(firm, site, worker, second_worker):
    planned = await shift(firm, site["id"], 1, 3)
    await firm.owner.put(seat(planned, worker))
    await publish(firm.owner)
    await manage_site(firm, second_worker, site["id"])

    await firm.owner.delete(seat(planned, worker))

    heard = await audience(firm)
    assert heard["MemberAssigned"] == [], "a draft is nobody's business yet"
    assert heard["PlanPublished"] == [worker.member_id]
    assert heard["MemberUnassigned"] == [worker.member_id]


async def test_who_leaves_is_off_the_coming_shifts_and_stays_on_the_past_ones(firm, site, worker):
    past, coming = await shift(firm, site["id"], -3, -1), await shift(firm, site["id"], 1, 3)
    for planned in (past, coming):
        await firm.owner.put(seat(planned, worker))
    await firm.owner.delete(f"~/members/{worker.member_id}")

    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await assignments.free_seats(UUID(worker.member_id))
        await assignments.free_seats(UUID(worker.member_id))

    assert (await firm.owner.get(f"~/shifts/{coming['id']}")).json()["assigned"] == []
    assert len((await firm.owner.get(f"~/shifts/{past['id']}")).json()["assigned"]) == 1
    assert len(await firm.events("MemberUnassigned")) == 1
