"""The automatic roster as the office meets it: asked for, stopped, applied, and when somebody calls off."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from backend.scheduling.rules.guards.catalogue import RULES
from backend.scheduling.rules.roster_outcome import outcome, unlawful
from backend.scheduling.rules.roster_problem import model
from backend.scheduling.schemas.rosterings import Outcome, Progress, Proposed, Reason, SeatHeld
from backend.scheduling.service import rostering_work
from tests.processes import ROOT
from tests.races import at_once
from tests.scheduling.plan import at, audience, manage_site, publish, shift

WISH = """
INSERT INTO wish (org_id, member_id, on_day, kind, weight) VALUES ($1, $2, '2026-11-25', 'work', 2)
"""
YOUNG = "INSERT INTO member_protection (org_id, member_id, born_on) VALUES ($1, $2, '2009-06-01')"
LEAVE = """
INSERT INTO leave_request (org_id, id, member_id, kind, from_on, until_on, starts_at, ends_at, minutes, state,
                           asked_at)
VALUES ($1, uuidv7(), $2, 'annual', '2026-11-25', '2026-11-25', '2026-11-24T15:00Z', '2026-11-25T15:00Z', 480,
        'approved', now())
"""


@pytest.fixture
async def site(firm):
    return await firm.site()


def days(starts: float = 0, ends: float = 24, **more):
    return {"from": at(starts).isoformat(), "to": at(ends).isoformat(), **more}


async def ask(person, **more):
    answer = await person.post("~/rosterings", days(**more))
    assert answer.status_code == 202, answer.text
    return answer.json()


async def put_on(firm, planned, person):
    answer = await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{person.member_id}")
    assert answer.status_code == 200, answer.text


async def on(firm, planned) -> dict[str, bool]:
    """Who is on a shift, and whether they were put there by hand."""
    seen = (await firm.owner.get(f"~/shifts/{planned['id']}")).json()
    return {person["member_id"]: person["fixed"] for person in seen["assigned"]}


async def propose(firm, rostering, *pairs, off=()):
    """Finish the work as its process does, with this proposal."""
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        rostering_id = UUID(rostering["id"])
        assert await rostering_work.hold(rostering_id)
        read = await rostering_work.read_plan(rostering_id)
        found = Outcome(
            proposal=[
                Proposed(UUID(planned["id"]), UUID(who.member_id), who.name, [Reason("wish_work", -40)])
                for planned, who in pairs
            ],
            taken_off=[SeatHeld(UUID(planned["id"]), UUID(who.member_id), who.name) for planned, who in off],
        )
        await rostering_work.finish(
            rostering_id, found, Progress(0, None, 0.1, len(pairs), len(pairs)), read.revision
        )


async def test_a_proposal_is_looked_at_and_becomes_the_plan_once(firm, site, worker, second_worker):
    early, late = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 5, 7)
    await put_on(firm, early, worker)
    rostering = await ask(firm.owner)
    assert (rostering["state"], rostering["proposal"]) == ("waiting", [])
    path = f"~/rosterings/{rostering['id']}/application"
    assert (await firm.owner.put(path)).json()["code"] == "not-done"
    await propose(firm, rostering, (early, second_worker), (late, worker), (late, second_worker))

    seen = (await firm.owner.get(f"~/rosterings/{rostering['id']}")).json()
    left = {"leave_out": [{"shift_id": late["id"], "member_id": second_worker.member_id}]}
    first, again = await firm.owner.put(path, left), await firm.owner.put(path, left)

    assert (seen["state"], seen["changes"]) == ("done", 3)
    assert seen["proposal"][0]["why"] == [{"code": "wish_work", "points": -40}]
    assert first.json() == again.json()
    assert first.json()["state"] == "applied"
    assert await on(firm, early) == {worker.member_id: True, second_worker.member_id: False}
    assert await on(firm, late) == {worker.member_id: False}
    assert [event["kind"] for event in await firm.events()].count("RosterApplied") == 1
    assert (await firm.owner.delete(f"~/rosterings/{rostering['id']}")).json()["code"] == "rostering-applied"


async def test_a_seat_of_an_earlier_roster_changes_hands_and_a_fixed_one_never(
    firm, site, worker, second_worker
):
    planned = await shift(firm, site["id"], 1, 3, seats=1)
    first = await ask(firm.owner)
    await propose(firm, first, (planned, worker))
    await firm.owner.put(f"~/rosterings/{first['id']}/application")
    second = await ask(firm.owner)
    await propose(firm, second, (planned, second_worker), off=[(planned, worker)])
    await firm.owner.put(f"~/rosterings/{second['id']}/application")
    assert await on(firm, planned) == {second_worker.member_id: False}


@pytest.mark.parametrize("change", ["seat", "shift", "note", "cancel"])
async def test_a_proposal_for_a_plan_that_moved_on_is_not_applied(firm, site, worker, second_worker, change):
    planned = await shift(firm, site["id"], 1, 3)
    rostering = await ask(firm.owner)
    await propose(firm, rostering, (planned, worker))
    if change == "seat":
        await put_on(firm, planned, second_worker)
    elif change == "shift":
        await shift(firm, site["id"], 8, 9)
    elif change == "note":
        await firm.owner.patch(f"~/shifts/{planned['id']}", {"note": "2층부터"})
    else:
        await firm.owner.delete(f"~/shifts/{planned['id']}")

    answer = await firm.owner.put(f"~/rosterings/{rostering['id']}/application")

    assert (answer.status_code, answer.json()["code"]) == (409, "plan-moved-on")
    assert (await firm.owner.get(f"~/rosterings/{rostering['id']}")).json()["state"] == "done"
    assert worker.member_id not in await on(firm, planned)


async def test_a_proposal_that_breaks_a_rule_by_now_changes_nothing(firm, site, worker, second_worker):
    planned = await shift(firm, site["id"], 1, 3)
    rostering = await ask(firm.owner)
    await propose(firm, rostering, (planned, worker), (planned, second_worker))
    other = await firm.site(name="다른 곳")
    clash = await shift(firm, other["id"], -0.5, 2)  # begins outside of what the roster looked at
    await put_on(firm, clash, second_worker)

    answer = await firm.owner.put(f"~/rosterings/{rostering['id']}/application")

    assert (answer.status_code, answer.json()["code"]) == (409, "plan-moved-on")
    assert await on(firm, planned) == {}


async def test_a_search_is_stopped_and_a_stopped_one_proposes_nothing(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    rostering = await ask(firm.owner)
    path = f"~/rosterings/{rostering['id']}"
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        assert await rostering_work.hold(UUID(rostering["id"]))
        assert await rostering_work.keep_holding(UUID(rostering["id"]), Progress(5, None, 0.5, 2, 1))
        assert (await firm.owner.get(path)).json()["progress"]["filled"] == 1
        assert (await firm.owner.delete(path)).status_code == 204
        assert (await firm.owner.delete(path)).status_code == 204
        assert not await rostering_work.keep_holding(UUID(rostering["id"]), None)
        done = Outcome(proposal=[Proposed(UUID(planned["id"]), UUID(worker.member_id), worker.name, [])])
        await rostering_work.finish(UUID(rostering["id"]), done, Progress(0, None, 1, 2, 2), "0" * 64)

    seen = (await firm.owner.get(path)).json()
    assert (seen["state"], seen["proposal"]) == ("cancelled", [])
    assert (await firm.owner.put(f"{path}/application")).json()["code"] == "not-done"
    assert await firm.events("RosteringDone") == []


async def test_only_one_process_holds_a_search_and_who_falls_silent_loses_it(firm, site):
    await shift(firm, site["id"], 1, 3)
    rostering_id = UUID((await ask(firm.owner))["id"])
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        assert sorted(await at_once(*(rostering_work.hold(rostering_id) for _ in range(4)))) == [
            False, False, False, True,
        ]  # fmt: skip
        for attempt in (2, 3, 4):
            with clock.stopped_at(clock.now() + attempt * 2 * rostering_work.HELD):
                assert await rostering_work.hold(rostering_id) == (attempt <= rostering_work.ATTEMPTS)
    assert (await firm.owner.get(f"~/rosterings/{rostering_id}")).json()["state"] == "failed"


async def test_asking_twice_is_asking_once_and_too_many_wait(firm, site):
    same = str(new_id())
    assert (await ask(firm.owner, id=same))["id"] == (await ask(firm.owner, id=same))["id"] == same
    assert len(await firm.events("RosteringAsked")) == 1
    for _ in range(4):
        await ask(firm.owner)
    answer = await firm.owner.post("~/rosterings", days())
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-rosterings")
    assert len((await firm.owner.get("~/rosterings")).json()["items"]) == 5


async def test_a_call_off_frees_what_has_not_begun_and_asks_for_others(firm, site, worker, second_worker):
    begun, soon, later = [await shift(firm, site["id"], *hours) for hours in ((-1, 0.5), (1, 3), (30, 32))]
    for planned in (begun, soon, later):
        await put_on(firm, planned, worker)
    await put_on(firm, soon, second_worker)
    await publish(firm.owner)

    body = {**days(-2, 24), "member_id": worker.member_id, "reason": "열이 나요", "id": str(new_id())}
    answer = await firm.owner.post("~/call-offs", body)
    again = await firm.owner.post("~/call-offs", body)

    told = answer.json()
    assert (answer.status_code, told["id"], told["called_off"]) == (202, body["id"], [soon["id"]])
    assert again.json() == answer.json()
    assert worker.member_id not in await on(firm, soon)
    assert worker.member_id in await on(firm, begun)
    assert worker.member_id in await on(firm, later)
    assert (await audience(firm))["MemberUnassigned"] == [worker.member_id]
    assert "열이" not in str(await firm.events()), "why somebody is ill is not for everybody"
    asked = (await firm.owner.get(f"~/rosterings/{body['id']}")).json()
    assert (asked["mode"], asked["absent_id"]) == ("repair", worker.member_id)
    nothing = await firm.owner.post("~/call-offs", {**body, "id": str(new_id())})
    assert nothing.json()["code"] == "nothing-called-off"


async def test_site_managers_see_the_rosters_of_their_sites(firm, site, worker, outsider):
    other = await firm.site(name="남의 현장")
    everywhere, theirs = await ask(firm.owner), await ask(firm.owner, site_ids=[other["id"]])
    mine = await ask(firm.owner, site_ids=[site["id"]])
    assert (await worker.post("~/rosterings", days())).status_code == 403
    await manage_site(firm, worker, site["id"])

    assert [one["id"] for one in (await worker.get("~/rosterings")).json()["items"]] == [mine["id"]]
    for hidden in (everywhere, theirs):
        assert (await worker.get(f"~/rosterings/{hidden['id']}")).status_code == 404
        assert (await worker.delete(f"~/rosterings/{hidden['id']}")).status_code == 404
    assert (await worker.post("~/rosterings", days(site_ids=[other["id"]]))).status_code == 404
    assert (await outsider.get(f"~/rosterings/{mine['id']}")).status_code == 404
    call = {**days(), "member_id": worker.member_id}
    assert (await outsider.post("~/call-offs", call)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"seconds": 121}, {"mode": "perfect"}, {"weights": {"wishes": 11}}, {"to": "2026-11-01T00:00:00Z"}],
)
async def test_what_cannot_be_asked_is_refused(firm, wrong):
    answer = await firm.owner.post("~/rosterings", {**days(), **wrong})
    assert answer.status_code in (400, 422)


async def test_the_plan_as_the_engine_sees_it(firm, site, worker, second_worker):
    """Who has leave is barred, who wished is cheaper, what was set by hand is pinned."""
    with clock.stopped_at(datetime(2026, 11, 23, tzinfo=UTC)):
        monday = await firm.shift(site["id"], "2026-11-23T21:00:00Z", "2026-11-24T00:00:00Z", break_min=30)
        tuesday = await firm.shift(site["id"], "2026-11-24T21:00:00Z", "2026-11-25T00:00:00Z", seats=1)
        await put_on(firm, monday, worker)
        body = {"from": "2026-11-23T15:00:00Z", "to": "2026-11-30T15:00:00Z"}
        rostering = (await firm.owner.post("~/rosterings", body)).json()
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            async with database.transaction():
                await database.fetch(WISH, UUID(firm.org_id), UUID(worker.member_id))
                await database.fetch(LEAVE, UUID(firm.org_id), UUID(second_worker.member_id))
            read = await rostering_work.read_plan(UUID(rostering["id"]))
    modelled = model(read.facts)
    seats = {seat.id: seat for seat in modelled.problem.seats}
    assert (seats[monday["id"]].day, seats[monday["id"]].start, seats[monday["id"]].minutes) == (1, 1800, 150)
    assert modelled.problem.pinned == {(worker.member_id, monday["id"])}
    assert modelled.refused[UUID(second_worker.member_id), UUID(tuesday["id"])] == ["on_leave"]
    assert ("wish_work", -80) in modelled.reasons[UUID(worker.member_id), UUID(tuesday["id"])]

    nobody = outcome(read.facts, modelled, set())
    why_not = {one.member_id: one.codes for one in nobody.empty[1].why_not}
    assert [seat.seats for seat in nobody.empty] == [1, 1]
    assert why_not[UUID(second_worker.member_id)] == ["on_leave"]
    assert why_not[UUID(worker.member_id)] == ["worse"]
    both = outcome(read.facts, modelled, {(UUID(worker.member_id), UUID(tuesday["id"]))})
    assert [(str(one.member_id), str(one.shift_id)) for one in both.proposal] == [
        (worker.member_id, tuesday["id"])
    ]


async def test_what_is_too_much_together_is_found_though_each_seat_alone_is_lawful(firm, site, worker):
    """Nobody under 18 works nine hours in a day (근로기준법 제69조); the engine knows nothing of it."""
    with clock.stopped_at(datetime(2026, 11, 23, tzinfo=UTC)):
        morning = await firm.shift(site["id"], "2026-11-23T23:00:00Z", "2026-11-24T03:30:00Z", break_min=30)
        later = await firm.shift(site["id"], "2026-11-24T04:00:00Z", "2026-11-24T09:00:00Z", break_min=30)
        body = {"from": "2026-11-23T15:00:00Z", "to": "2026-11-30T15:00:00Z"}
        rostering = (await firm.owner.post("~/rosterings", body)).json()
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            async with database.transaction():
                await database.fetch(YOUNG, UUID(firm.org_id), UUID(worker.member_id))
            facts = (await rostering_work.read_plan(UUID(rostering["id"]))).facts
    both = {(UUID(worker.member_id), UUID(planned["id"])) for planned in (morning, later)}
    modelled = model(facts)
    assert both <= modelled.reasons.keys()
    assert len(unlawful(facts, both)) == 1
    assert all(unlawful(facts, {one}) == set() for one in both)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_app_has_a_word_for_every_reason(language):
    words = json.loads((ROOT / "pwa" / "messages" / f"{language}.json").read_text())["engineWhy"]
    ours = {
        "wish_off",
        "wish_work",
        "continuity",
        "travel",
        "over_contract",
        "under_contract",
        "wage",
        "kept",
    }
    ours |= {"called_off", "worse", "week_full", "protected"}
    assert ours | {rule.code for rule in RULES.values() if not rule.protected} <= set(words)
