"""Leave: asked for, decided with cover, taken back; a balance is the sum of its ledger."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from backend.core.pages import cursor_after
from tests.world import Firm, Person

SEOUL = ZoneInfo("Asia/Seoul")
DAY_MIN = 480


def workday(ahead: int) -> datetime:
    """The midnight in Seoul of a Tuesday, Wednesday or Thursday some weeks ahead, which is no holiday."""
    now = clock.now().astimezone(SEOUL).replace(hour=0, minute=0, second=0, microsecond=0)
    return now - timedelta(days=now.weekday()) + timedelta(weeks=2, days=ahead)


def wanted(first: int = 1, last: int | None = None, **changes: object) -> dict[str, object]:
    from_on, until_on = workday(first).date(), workday(first if last is None else last).date()
    return {"kind": "annual", "from_on": str(from_on), "until_on": str(until_on), **changes}


async def grant(firm: Firm, person: Person, days: float, **changes: object) -> None:
    body = {"kind": "annual", "minutes": int(days * DAY_MIN), "on_day": "2026-01-01", **changes}
    answer = await firm.owner.post(f"~/members/{person.member_id}/leave-entries", body)
    assert answer.status_code == 201, answer.text


async def asked(person: Person, **changes: object) -> dict[str, object]:
    answer = await person.post("~/leave-requests", wanted(**changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def balance(person: Person, kind: str = "annual") -> int:
    """What is shown, which is always the sum of the entries."""
    view = (await person.get(f"~/members/{person.member_id}/leave")).json()
    shown = {one["kind"]: one["minutes"] for one in view["balances"]}
    for name, minutes in shown.items():
        assert minutes == sum(one["minutes"] for one in view["entries"] if one["kind"] == name)
    return int(shown.get(kind, 0))


async def on_shift(firm: Firm, site_id: str, *people: Person, day: int = 1) -> dict[str, object]:
    starts = workday(day) + timedelta(hours=9)
    made = await firm.shift(site_id, starts.isoformat(), (starts + timedelta(hours=4)).isoformat(), seats=1)
    for person in people:
        answer = await firm.owner.put(f"~/shifts/{made['id']}/assignments/{person.member_id}")
        assert answer.status_code == 200, answer.text
    return made


async def test_approved_leave_is_taken_from_the_balance_and_given_back(firm, worker):
    await grant(firm, worker, 3)
    request = await asked(worker, first=1, last=2, reason="여행")
    assert (request["state"], request["minutes"], request["balance_min"]) == ("asked", 960, 1440)
    assert await balance(worker) == 1440

    for _ in range(2):
        decided = await firm.owner.put(f"~/leave-requests/{request['id']}/decision", {"approve": True})
        assert (decided.status_code, decided.json()["state"]) == (200, "approved")
    assert await balance(worker) == 480

    for _ in range(2):
        assert (await worker.delete(f"~/leave-requests/{request['id']}")).status_code == 204
    assert await balance(worker) == 1440
    assert len(await firm.events("LeaveDecided")) == len(await firm.events("LeaveWithdrawn")) == 1


async def test_refused_leave_takes_nothing_and_stays_refused(firm, worker):
    await grant(firm, worker, 1)
    request = await asked(worker)
    path = f"~/leave-requests/{request['id']}"
    refused = await firm.owner.put(f"{path}/decision", {"approve": False, "reason": "그날은 모두 나와요"})
    assert (refused.json()["state"], refused.json()["answer"]) == ("refused", "그날은 모두 나와요")
    assert await balance(worker) == 480
    for again in (await firm.owner.put(f"{path}/decision", {"approve": True}), await worker.delete(path)):
        assert (again.status_code, again.json()["code"]) == (409, "leave-decided-already")


async def test_parts_of_a_day_take_their_part(firm, worker):
    await grant(firm, worker, 2)
    morning = await asked(worker, first=1, part="morning")
    hours = await asked(worker, first=2, part="hours", begins="10:00", ends="12:30")
    assert (morning["minutes"], hours["minutes"]) == (240, 150)
    noon = datetime.fromisoformat(str(morning["ends_at"])).astimezone(SEOUL)
    assert noon == workday(1) + timedelta(hours=12)


async def test_a_day_takes_what_the_contract_says_of_it(firm, worker):
    terms = {"weekly_min": 1200, "days_per_week": 5, "wage_kind": "hourly", "wage_won": 10_320}
    answer = await firm.owner.put(
        f"~/members/{worker.member_id}/terms/2026-01-01", {**terms, "extra_hours_agreed": False}
    )
    assert answer.status_code == 200, answer.text
    await grant(firm, worker, 2)
    assert (await asked(worker))["minutes"] == 240


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"first": 2, "last": 1}, "/until_on"),
        ({"first": 1, "last": 2, "part": "morning"}, "/part"),
        ({"part": "hours", "begins": "09:00"}, "/ends"),
        ({"begins": "09:00", "ends": "10:00"}, "/begins"),
        ({"part": "hours", "begins": "09:00", "ends": "08:00"}, "/ends"),
        ({"first": 900}, "/from_on"),
        ({"first": -90}, "/from_on"),
    ],
)
async def test_impossible_leave_is_refused(firm, worker, wrong, pointer):
    await grant(firm, worker, 90)
    answer = await worker.post("~/leave-requests", wanted(**wrong))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_more_than_is_left_is_refused_when_asked_and_when_decided(firm, worker):
    await grant(firm, worker, 1)
    first = await asked(worker, first=1)
    second = await worker.post("~/leave-requests", wanted(first=2))
    assert (second.status_code, second.json()["code"]) == (409, "leave-not-enough")
    await grant(firm, worker, -0.5)
    decided = await firm.owner.put(f"~/leave-requests/{first['id']}/decision", {"approve": True})
    assert (decided.status_code, decided.json()["balance_min"]) == (409, 240)
    assert await balance(worker) == 240


async def test_leave_does_not_overlap_leave_nor_fill_a_free_weekend(firm, worker):
    await asked(worker, kind="unpaid", first=1, last=2)
    other = await worker.post("~/leave-requests", wanted(kind="sick", first=2, last=3))
    assert (other.status_code, other.json()["code"]) == (409, "leave-overlaps")
    weekend = await worker.post("~/leave-requests", wanted(kind="unpaid", first=5, last=6))
    assert (weekend.status_code, weekend.json()["code"]) == (422, "no-work-then")


async def test_requests_are_read_page_by_page_with_what_is_left(firm, worker):
    await firm.owner.post("~/leave-requests", wanted(kind="unpaid", member_id=worker.member_id, first=1))
    await grant(firm, worker, 1)
    await asked(worker, first=2)
    first = (await firm.owner.get("~/leave-requests?limit=1")).json()
    second = (await firm.owner.get(f"~/leave-requests?limit=1&cursor={first['next_cursor']}")).json()
    items = [*first["items"], *second["items"]]
    assert [(one["kind"], one["balance_min"]) for one in items] == [("annual", 480), ("unpaid", None)]
    assert second["next_cursor"] is None
    forged = cursor_after("2026-01-01T00:00:00", str(new_id()))
    assert (await firm.owner.get(f"~/leave-requests?cursor={forged}")).status_code in (200, 422)
    assert (await firm.owner.get("~/leave-requests?cursor=x")).status_code == 422


async def test_the_same_request_again_is_the_same(firm, worker, second_worker):
    body = wanted(kind="sick", id=str(new_id()))
    first, again = await worker.post("~/leave-requests", body), await worker.post("~/leave-requests", body)
    assert first.json() == again.json()
    assert (await second_worker.post("~/leave-requests", body)).status_code == 404
    assert len(await firm.events("LeaveAsked")) == 1


async def test_approval_hands_the_shifts_over_or_opens_them(firm, worker, second_worker):
    site = await firm.site()
    handed, opened = [await on_shift(firm, site["id"], worker, day=day) for day in (1, 2)]
    request = await asked(worker, kind="sick", first=1, last=2)
    path = f"~/leave-requests/{request['id']}"

    shown = (await firm.owner.get(f"{path}/cover")).json()["shifts"]
    assert [one["shift"]["id"] for one in shown] == [handed["id"], opened["id"]]
    names = [candidate["name"] for candidate in shown[0]["candidates"]]
    assert second_worker.name in names
    assert worker.name not in names

    cover = [
        {"shift_id": handed["id"], "member_id": second_worker.member_id},
        {"shift_id": opened["id"], "member_id": None},
    ]
    decided = await firm.owner.put(f"{path}/decision", {"approve": True, "cover": cover})
    assert decided.status_code == 200, decided.text
    after = [(await firm.owner.get(f"~/shifts/{one['id']}")).json() for one in (handed, opened)]
    assert [[one["name"] for one in shift["assigned"]] for shift in after] == [[second_worker.name], []]
    assert [shift["open_by"] for shift in after] == [None, "request"]
    back = await firm.owner.put(f"~/shifts/{opened['id']}/assignments/{worker.member_id}")
    assert (back.status_code, back.json()["findings"][0]["code"]) == (409, "on_leave")


async def test_cover_that_cannot_come_stops_all_of_it(firm, worker, second_worker):
    site = await firm.site()
    mine, theirs = await on_shift(firm, site["id"], worker), await on_shift(firm, site["id"], second_worker)
    request = await asked(worker, kind="sick")
    path = f"~/leave-requests/{request['id']}/decision"
    cover = {"shift_id": mine["id"], "member_id": second_worker.member_id}

    busy = await firm.owner.put(path, {"approve": True, "cover": [cover]})
    assert (busy.status_code, busy.json()["code"]) == (409, "overlap")
    foreign = await firm.owner.put(path, {"approve": True, "cover": [{**cover, "shift_id": theirs["id"]}]})
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/cover/0/shift_id")

    assert (await firm.owner.get(f"~/shifts/{mine['id']}")).json()["assigned"][0]["name"] == worker.name
    listed = (await firm.owner.get("~/leave-requests?state=asked")).json()["items"]
    assert [one["id"] for one in listed] == [request["id"]]


async def test_leave_is_between_a_person_and_the_office(firm, worker, second_worker, outsider):
    request = await asked(worker, kind="sick")
    path = f"~/leave-requests/{request['id']}"
    assert (await second_worker.delete(path)).status_code == 404
    assert (await outsider.delete(path)).status_code == 404
    assert (await second_worker.get(f"~/members/{worker.member_id}/leave")).status_code == 403
    for denied in (
        await worker.put(f"{path}/decision", {"approve": True}),
        await worker.get("~/leave-requests"),
        await worker.get(f"{path}/cover"),
        await worker.post(
            f"~/members/{worker.member_id}/leave-entries",
            {"kind": "annual", "minutes": 480, "on_day": "2026-01-01"},
        ),
    ):
        assert denied.status_code == 403
    foreign = await second_worker.post("~/leave-requests", wanted(member_id=worker.member_id))
    assert foreign.status_code == 403


async def test_a_phone_keeps_its_own_time_only(firm, worker, second_worker):
    await grant(firm, worker, 1)
    own = (await worker.post("/me/snapshot", {"have": {}})).json()["documents"][f"{firm.org_id}/time"]["data"]
    assert own["leave"]["balances"][0]["minutes"] == 480
    other = await second_worker.post("/me/snapshot", {"have": {}})
    assert other.json()["documents"][f"{firm.org_id}/time"]["data"]["leave"]["entries"] == []


async def test_two_managers_decide_at_once_and_it_is_taken_once(firm, worker, manager):
    await grant(firm, worker, 1)
    request = await asked(worker)
    path = f"~/leave-requests/{request['id']}/decision"
    answers = await asyncio.gather(
        *(who.put(path, {"approve": True}) for who in (firm.owner, manager, firm.owner, manager))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert await balance(worker) == 0


async def test_a_shift_given_while_leave_is_approved_is_not_worked_on_leave(firm, worker):
    """Whoever comes second sees the first: the shift is refused, or the decision is to be looked at again."""
    seen = set()
    for day in (1, 2, 3):
        late = await on_shift(firm, (await firm.site(name=f"현장 {day}"))["id"], day=day)
        request = await asked(worker, kind="sick", first=day)
        decided, given_shift = await asyncio.gather(
            firm.owner.put(f"~/leave-requests/{request['id']}/decision", {"approve": True}),
            firm.owner.put(f"~/shifts/{late['id']}/assignments/{worker.member_id}"),
        )
        people = (await firm.owner.get(f"~/shifts/{late['id']}")).json()["assigned"]
        seen.add((decided.status_code, given_shift.status_code, len(people)))
    assert seen <= {(200, 409, 0), (409, 200, 1), (200, 200, 0)}


Steps = st.lists(
    st.tuples(st.sampled_from(["grant", "ask", "approve", "withdraw"]), st.integers(0, 4)), max_size=14
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=Steps)
async def test_a_balance_is_the_sum_of_its_entries_whatever_happens(firm, worker, steps):
    """And never below nothing, where nothing was granted beyond it."""
    known: list[str] = []
    for what, number in steps:
        if what == "grant":
            await grant(firm, worker, number + 1)
        elif what == "ask":
            answer = await worker.post("~/leave-requests", wanted(first=1 + number * 7, last=2 + number * 7))
            known += [answer.json()["id"]] if answer.status_code == 201 else []
        elif known:
            path = f"~/leave-requests/{known[number % len(known)]}"
            if what == "approve":
                await firm.owner.put(f"{path}/decision", {"approve": True})
            else:
                await worker.delete(path)
        assert await balance(worker) >= 0
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            row = await database.fetch_row(
                "SELECT coalesce(sum(minutes), 0) AS is, (SELECT coalesce(sum(minutes), 0) FROM leave_entry "
                "WHERE why = 'by_hand') - (SELECT coalesce(sum(minutes), 0) FROM leave_request "
                "WHERE state = 'approved') AS should FROM leave_entry"
            )
    assert row["is"] == row["should"]
