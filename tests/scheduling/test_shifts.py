"""Shifts: planned, moved with their people, cancelled, and seen by who is on them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.core.ids import new_id
from tests.scheduling.plan import at, manage_site, publish, query, shift, timers


@pytest.fixture
async def site(firm):
    return await firm.site()


async def assign(person, planned, member) -> int:
    return (await person.put(f"~/shifts/{planned['id']}/assignments/{member.member_id}")).status_code


async def test_a_shift_is_planned_as_a_draft(firm, site):
    planned = await shift(firm, site["id"], 1, 4, seats=3, note="2층부터")

    assert (planned["state"], planned["seats"], planned["note"]) == ("draft", 3, "2층부터")
    assert planned["assigned"] == []
    assert [event["kind"] for event in await firm.events("ShiftPlanned")] == ["ShiftPlanned"]


async def test_the_same_id_again_is_the_same_shift(firm, site):
    shift_id = str(new_id())
    first = await shift(firm, site["id"], 1, 4, id=shift_id)
    again = await shift(firm, site["id"], 1, 4, id=shift_id)
    assert first == again
    assert len(await firm.events("ShiftPlanned")) == 1


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (2, 1, "/ends_at"),
        (1, 1, "/ends_at"),
        (1, 1.05, "/ends_at"),
        (1, 26, "/ends_at"),
        (24 * 400, 24 * 400 + 1, "/starts_at"),
        (-24 * 400, -24 * 400 + 1, "/starts_at"),
    ],
)
async def test_impossible_times_point_to_the_field(firm, site, starts, ends, field):
    body = {"site_id": site["id"], "starts_at": at(starts).isoformat(), "ends_at": at(ends).isoformat()}
    answer = await firm.owner.post("~/shifts", body)

    assert answer.status_code == 422
    assert [problem["pointer"] for problem in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": "2026-11-24T09:00:00"},
        {"starts_at": "0001-01-01T00:00:00+14:00"},
        {"ends_at": "9999-12-31T23:59:59-12:00"},
        {"seats": 0},
        {"seats": 101},
        {"seats": 1.5},
        {"note": "x" * 2001},
        {"site_id": "nonsense"},
    ],
)
async def test_a_malformed_shift_is_refused(firm, site, wrong):
    body = {"site_id": site["id"], "starts_at": at(1).isoformat(), "ends_at": at(2).isoformat()}
    assert (await firm.owner.post("~/shifts", body | wrong)).status_code in (400, 422)


async def test_a_moved_shift_takes_its_people_along(firm, site, worker, second_worker):
    early = await shift(firm, site["id"], 1, 3)
    assert await assign(firm.owner, early, worker) == 200

    moved = await firm.owner.patch(
        f"~/shifts/{early['id']}", {"starts_at": at(5).isoformat(), "ends_at": at(7).isoformat()}
    )
    assert moved.status_code == 200
    assert [person["name"] for person in moved.json()["assigned"]] == [worker.name]

    # The database knows where they are now: free then, busy now.
    then, now = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 6, 8)
    assert await assign(firm.owner, then, worker) == 200
    assert await assign(firm.owner, now, worker) == 409


async def test_a_shift_cannot_be_moved_onto_another_of_its_people(firm, site, worker):
    first, second = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 4, 6)
    assert await assign(firm.owner, first, worker) == 200
    assert await assign(firm.owner, second, worker) == 200

    answer = await firm.owner.patch(f"~/shifts/{first['id']}", {"ends_at": at(4.5).isoformat()})

    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["shift_id"]) == ("overlap", second["id"])
    assert (await firm.owner.get(f"~/shifts/{first['id']}")).json()["ends_at"] == first["ends_at"]


async def test_seats_cannot_be_fewer_than_people(firm, site, worker, second_worker):
    planned = await shift(firm, site["id"], 1, 3, seats=2)
    await assign(firm.owner, planned, worker)
    await assign(firm.owner, planned, second_worker)

    answer = await firm.owner.patch(f"~/shifts/{planned['id']}", {"seats": 1})

    assert (answer.status_code, answer.json()["code"]) == (409, "seats-taken")
    assert (await firm.owner.patch(f"~/shifts/{planned['id']}", {"seats": 5})).json()["seats"] == 5


async def test_a_cancelled_shift_frees_its_people_and_stays_cancelled(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    await assign(firm.owner, planned, worker)

    assert (await firm.owner.delete(f"~/shifts/{planned['id']}")).status_code == 204
    assert (await firm.owner.delete(f"~/shifts/{planned['id']}")).status_code == 204

    cancelled = (await firm.owner.get(f"~/shifts/{planned['id']}")).json()
    assert (cancelled["state"], cancelled["assigned"]) == ("cancelled", [])
    other = await shift(firm, site["id"], 2, 4)
    assert await assign(firm.owner, other, worker) == 200
    assert (await firm.owner.patch(f"~/shifts/{planned['id']}", {"note": "!"})).status_code == 409
    events = await firm.events("ShiftWithdrawn")
    assert len(events) == 1
    assert worker.member_id in events[0]["data"]


async def test_a_range_is_listed_in_pages_by_start(firm, site):
    for hours in (3, 1, 2, 30):
        await shift(firm, site["id"], hours, hours + 1)
    path = f"~/shifts?from={query(at(0))}&to={query(at(10))}&site_id={site['id']}"

    first = (await firm.owner.get(path + "&limit=2")).json()
    rest = (await firm.owner.get(f"{path}&limit=2&cursor={first['next_cursor']}")).json()

    starts = [planned["starts_at"] for planned in first["items"] + rest["items"]]
    assert len(starts) == 3
    assert starts == sorted(starts)
    assert rest["next_cursor"] is None


async def test_a_range_has_a_longest_length(firm, site):
    answer = await firm.owner.get(f"~/shifts?from={query(at(0))}&to={query(at(24 * 63))}")
    assert (answer.status_code, answer.json()["code"]) == (422, "range-too-long")
    for wrong in ("0001-01-01T00:00:00%2B14:00", "2026-11-24T09:00:00", "soon"):
        assert (await firm.owner.get(f"~/shifts?from={wrong}&to={query(at(1))}")).status_code in (400, 422)


async def test_a_worker_sees_their_own_published_shifts_only(firm, site, worker, second_worker):
    mine, others = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 4, 6)
    await assign(firm.owner, mine, worker)
    await assign(firm.owner, others, second_worker)
    path = f"~/shifts?from={query(at(0))}&to={query(at(10))}"
    assert (await worker.get(path)).json()["items"] == []
    assert (await worker.get(f"~/shifts/{mine['id']}")).status_code == 404

    await publish(firm.owner)

    assert [planned["id"] for planned in (await worker.get(path)).json()["items"]] == [mine["id"]]
    assert (await worker.get(f"~/shifts/{mine['id']}")).status_code == 200
    assert (await worker.get(f"~/shifts/{others['id']}")).status_code == 404
    assert (await worker.patch(f"~/shifts/{mine['id']}", {"note": "!"})).status_code == 403


async def test_a_site_manager_plans_their_site_only(firm, site, worker, second_worker):
    other = await firm.site(name="남의 현장")
    await manage_site(firm, worker, site["id"])
    body = {"starts_at": at(1).isoformat(), "ends_at": at(2).isoformat()}
    theirs = await shift(firm, other["id"], 1, 2)

    mine = await worker.post("~/shifts", body | {"site_id": site["id"]})
    assert mine.status_code == 201
    assert (await worker.post("~/shifts", body | {"site_id": other["id"]})).status_code == 404
    for method in ("GET", "DELETE"):
        assert (await worker.request(method, f"~/shifts/{theirs['id']}")).status_code == 404
    assert await assign(worker, theirs, second_worker) == 404
    assert await assign(worker, mine.json(), second_worker) == 200
    listed = (await worker.get(f"~/shifts?from={query(at(0))}&to={query(at(10))}")).json()["items"]
    assert [planned["id"] for planned in listed] == [mine.json()["id"]]


def reminders(shift_id: str, starts: float, ends: float) -> dict[str, datetime]:
    """Those that a shift so many hours from now has, besides the evening before."""
    return {
        f"shift_soon/{shift_id}": at(starts - 1),
        f"not_clocked_in/{shift_id}": at(starts) + timedelta(minutes=5),
        f"no_show/{shift_id}": at(starts) + timedelta(minutes=20),
        f"not_clocked_out/{shift_id}": at(ends) + timedelta(minutes=30),
    }


async def test_a_published_shift_sets_reminders_that_move_and_go_with_it(firm, site, worker):
    planned = await shift(firm, site["id"], 2, 4)
    await assign(firm.owner, planned, worker)
    assert await timers(firm) == {}

    await publish(firm.owner)
    set_ = await timers(firm)
    set_.pop(f"shift_tomorrow/{planned['id']}", None)  # depends on the hour of the test
    assert set_ == reminders(planned["id"], 2, 4)
    await firm.owner.patch(
        f"~/shifts/{planned['id']}", {"starts_at": at(50).isoformat(), "ends_at": at(52).isoformat()}
    )
    moved = await timers(firm)
    evening = moved.pop(f"shift_tomorrow/{planned['id']}").astimezone(ZoneInfo("Asia/Seoul"))
    assert (evening.hour, evening.minute) == (18, 0)
    assert evening.date() == at(50).astimezone(ZoneInfo("Asia/Seoul")).date() - timedelta(days=1)
    assert moved == reminders(planned["id"], 50, 52)
    await firm.owner.delete(f"~/shifts/{planned['id']}")
    assert await timers(firm) == {}
