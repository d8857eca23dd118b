"""Forgotten punches: proposed and never assumed; the person accepts, changes or dismisses them."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from backend.attendance.correction_events import ProposalDue
from backend.attendance.service import proposals
from backend.core import clock, tenancy
from tests.attendance.day import duty, tap
from tests.attendance.fixing import correct, decide, put, rows, spans

HOUR = timedelta(hours=1)
FORGOT = {"accept": True, "reason": "깜빡했어요"}


@pytest.fixture
async def shift(firm, site, worker):
    return await duty(firm, site["id"], worker, clock.now().replace(microsecond=0) - 6 * HOUR, 3)


async def look(firm, shift):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await proposals.propose(ProposalDue(UUID(shift.shift_id)))


async def proposed(person):
    return (await person.get("~/punch-proposals")).json()


async def say(person, proposal, **said):
    return await person.put(f"~/punch-proposals/{proposal['id']}/answer", said)


async def test_a_session_left_open_is_proposed_to_end_as_planned(firm, site, worker, manager, shift):
    await tap(worker, "in", shift.starts_at, site_id=site["id"])
    await look(firm, shift)
    await look(firm, shift)

    (proposal,) = await proposed(worker)
    assert (proposal["in_at"], proposal["came_at"]) == (None, iso(shift.starts_at))
    assert proposal["out_at"] == iso(shift.ends_at)
    assert await spans(firm, worker) == [(shift.starts_at, None)], "a proposal is no truth"
    told = await rows(firm, "SELECT topic FROM notification WHERE topic = 'punch_proposed'")
    assert len(told) == 1

    accepted = await say(worker, proposal, **FORGOT)
    assert accepted.json()["state"] == "accepted"
    asked = (await manager.get("~/corrections?state=asked")).json()["items"]
    assert [(a["id"], a["proposed"], a["reason"]) for a in asked] == [(proposal["id"], True, "깜빡했어요")]
    assert await spans(firm, worker) == [(shift.starts_at, None)], "a person approves it first"
    await decide(manager, accepted)
    assert await spans(firm, worker) == [(shift.starts_at, shift.ends_at)]


async def test_a_shift_without_punches_is_proposed_whole_and_changed_by_its_person(
    firm, worker, manager, shift
):
    await look(firm, shift)
    (proposal,) = await proposed(worker)
    assert (proposal["in_at"], proposal["out_at"]) == (iso(shift.starts_at), iso(shift.ends_at))

    earlier = shift.ends_at - HOUR
    accepted = await say(worker, proposal, **FORGOT, out_at=earlier.isoformat())
    again = await say(worker, proposal, **FORGOT, out_at=earlier.isoformat())

    assert (accepted.status_code, again.status_code) == (200, 200)
    await decide(manager, accepted)
    assert await spans(firm, worker) == [(shift.starts_at, earlier)]


async def test_only_the_in_is_proposed_where_the_out_is_there(firm, site, worker, manager, shift):
    left = await tap(worker, "out", shift.ends_at, site_id=site["id"])
    await look(firm, shift)
    (proposal,) = await proposed(worker)
    assert (proposal["in_at"], proposal["out_at"]) == (iso(shift.starts_at), None)
    await decide(manager, await say(worker, proposal, **FORGOT))
    assert await spans(firm, worker) == [(shift.starts_at, shift.ends_at)]
    assert left.status_code == 201


async def test_who_was_not_there_dismisses_it(firm, worker, shift):
    await look(firm, shift)
    (proposal,) = await proposed(worker)
    assert (await say(worker, proposal, accept=False)).json()["state"] == "dismissed"
    assert await proposed(worker) == []
    await look(firm, shift)
    assert await proposed(worker) == [], "nobody is asked twice"
    late = await say(worker, proposal, **FORGOT)
    assert (late.status_code, late.json()["code"]) == (409, "proposal-closed")


async def test_it_vanishes_when_the_real_punch_arrives(firm, site, worker, shift):
    await tap(worker, "in", shift.starts_at, site_id=site["id"])
    await look(firm, shift)
    (proposal,) = await proposed(worker)
    await tap(worker, "out", shift.ends_at)

    assert await proposed(worker) == []
    late = await say(worker, proposal, **FORGOT)
    assert (late.json()["code"], late.json()["state"]) == ("proposal-closed", "gone")
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await proposals.close_gone(UUID(worker.member_id))
    (event,) = await firm.events("ProposalAnswered")
    assert json.loads(event["data"])["state"] == "gone"


async def test_who_came_again_is_still_asked_when_they_left(firm, site, worker, manager, shift):
    await tap(worker, "in", shift.starts_at, site_id=site["id"])
    came_again = shift.ends_at + HOUR
    await tap(worker, "in", came_again, site_id=site["id"])
    await look(firm, shift)

    (proposal,) = await proposed(worker)
    assert (proposal["in_at"], proposal["out_at"]) == (None, iso(shift.ends_at))
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await proposals.close_gone(UUID(worker.member_id))
    assert await proposed(worker) == [proposal]
    await decide(manager, await say(worker, proposal, **FORGOT))
    assert await spans(firm, worker) == [(shift.starts_at, shift.ends_at), (came_again, None)]


async def test_whose_record_is_whole_or_corrected_is_not_asked(firm, site, worker, manager, shift):
    await correct(
        manager,
        put("in", shift.starts_at, site["id"]),
        put("out", shift.ends_at, site["id"]),
        member_id=worker.member_id,
    )
    await look(firm, shift)
    assert await proposed(worker) == []


async def test_somebody_elses_is_not_there_and_an_acceptance_has_a_reason(firm, worker, second_worker, shift):
    await look(firm, shift)
    (proposal,) = await proposed(worker)
    assert (await say(second_worker, proposal, **FORGOT)).status_code == 404
    assert await proposed(second_worker) == []
    assert (await say(worker, proposal, accept=True)).status_code == 422
    future = (clock.now() + HOUR).isoformat()
    assert (await say(worker, proposal, **FORGOT, out_at=future)).json()["code"] == "correction-in-future"


def iso(moment):
    return moment.isoformat().replace("+00:00", "Z")
