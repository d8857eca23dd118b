"""When people can work and what they wish for: said by themselves, or by the office for them."""

from datetime import timedelta

import pytest

from backend.core import clock

HOURS = {"weekday": 0, "begins": "06:00", "ends": "14:00", "kind": "can", "note": ""}


def day(ahead: int) -> str:
    return (clock.now().date() + timedelta(days=ahead)).isoformat()


async def test_who_says_when_they_can_work_says_all_of_it_anew(firm, worker):
    path = f"~/members/{worker.member_id}/availability"
    first = {"weekly": [HOURS, {**HOURS, "weekday": 6, "kind": "cannot"}], "days": []}
    exception = {"on_day": day(3), "begins": "22:00", "ends": "06:00", "kind": "cannot", "note": "제사"}
    second = {"weekly": [HOURS], "days": [exception]}

    assert (await worker.put(path, first)).json() == first
    assert (await firm.owner.put(path, second)).json() == second
    await worker.put(path, second)

    assert (await worker.get(path)).json() == second
    assert len(await firm.events("AvailabilityChanged")) == 2


async def test_a_wish_takes_the_place_of_the_one_before(firm, worker):
    path = f"~/members/{worker.member_id}/wishes"
    await worker.put(f"{path}/{day(2)}", {"kind": "off", "weight": 3, "note": "딸 결혼"})
    await worker.put(f"{path}/{day(2)}", {"kind": "work"})
    await worker.put(f"{path}/{day(2)}", {"kind": "work"})
    listed = (await worker.get(path)).json()["items"]
    assert [(wish["on_day"], wish["kind"], wish["weight"]) for wish in listed] == [(day(2), "work", 1)]
    assert len(await firm.events("WishExpressed")) == 2

    for _ in range(2):
        assert (await worker.delete(f"{path}/{day(2)}")).status_code == 204
    assert (await worker.get(path)).json()["items"] == []


@pytest.mark.parametrize("on_day", [day(-3), day(800), "9999-12-31"])
async def test_a_wish_is_for_a_day_to_come(worker, on_day):
    answer = await worker.put(f"~/members/{worker.member_id}/wishes/{on_day}", {"kind": "off"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/on_day")


@pytest.mark.parametrize(
    "wrong", [{"begins": "24:00"}, {"begins": "06:00\n"}, {"weekday": 7}, {"kind": "maybe"}, {"on": 1}]
)
async def test_hours_are_hours_of_a_weekday(worker, wrong):
    body = {"weekly": [{**HOURS, **wrong}], "days": []}
    assert (await worker.put(f"~/members/{worker.member_id}/availability", body)).status_code == 400


async def test_nobody_else_sees_or_says_it(firm, worker, second_worker, outsider):
    for path in ("availability", "wishes"):
        assert (await second_worker.get(f"~/members/{worker.member_id}/{path}")).status_code == 403
        foreign = await outsider.get(f"~/members/{worker.member_id}/{path}")
        assert foreign.status_code == 404
    body = {"weekly": [], "days": []}
    answer = await second_worker.put(f"~/members/{worker.member_id}/availability", body)
    assert answer.status_code == 403


async def test_who_has_left_says_nothing(firm, worker):
    await firm.owner.delete(f"~/members/{worker.member_id}")
    body = {"weekly": [], "days": []}
    answer = await firm.owner.put(f"~/members/{worker.member_id}/availability", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "member-left")
