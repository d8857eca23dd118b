"""Correcting the record: nothing is overwritten, nobody decides their own, and both sides are heard."""

from asyncio import gather
from datetime import timedelta
from time import perf_counter
from uuid import UUID

import pytest

from backend.attendance.service.correction_answers import note_silence
from backend.core import clock, tenancy
from backend.core.ids import new_id
from tests.attendance.day import duty, flags, tap
from tests.attendance.fixing import answer, chain, correct, decide, put, rows, spans
from tests.scheduling.plan import manage_site

HOUR = timedelta(hours=1)


@pytest.fixture
def start():
    return clock.now().replace(microsecond=0) - 10 * HOUR


@pytest.fixture
async def came(site, worker, start):
    return await tap(worker, "in", start, site_id=site["id"])


@pytest.fixture
async def left(site, worker, start, came):
    return await tap(worker, "out", start + 3 * HOUR)


async def test_a_worker_asks_and_the_office_approves(firm, manager, worker, site, start, came, left):
    asked = await correct(worker, put("out", start + 4 * HOUR, replaces=left.json()["id"]))
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    assert await spans(firm, worker) == [(start, start + 3 * HOUR)], "nothing is true yet"

    decided = await decide(manager, asked)

    assert (decided.status_code, decided.json()["state"]) == (200, "standing")
    assert await spans(firm, worker) == [(start, start + 4 * HOUR)]
    change = decided.json()["changes"][0]
    assert (change["before"]["kind"], change["undone"]) == ("out", False)
    punch = (await firm.owner.get(f"~/punches/{change['punch_id']}")).json()
    assert (punch["how"], punch["recorded_by"], punch["reason"]) == (
        "correction",
        manager.member_id,
        "깜빡했어요",
    )
    assert "replaced" in await flags(firm, left), "the old one stays, and says so"
    kinds = [kind for kind, _ in await chain(firm, worker)]
    assert kinds == ["punch", "punch", "correction_asked", "punch", "correction_decided"]
    assert (await worker.get(f"~/corrections/{asked.json()['id']}")).json() == decided.json()


async def test_a_forgotten_day_is_one_request(firm, manager, worker, site, start):
    asked = await correct(worker, put("in", start, site["id"]), put("out", start + 3 * HOUR, site["id"]))
    assert asked.status_code == 201, asked.text
    assert (await decide(manager, asked)).status_code == 200
    assert await spans(firm, worker) == [(start, start + 3 * HOUR)]


async def test_taking_a_punch_out_is_undone_by_another_correction(firm, manager, worker, start, came, left):
    taken = await correct(manager, {"replaces": left.json()["id"]}, member_id=worker.member_id)
    assert taken.json()["state"] == "standing"
    assert await spans(firm, worker) == [(start, None)]

    again = await correct(manager, put("out", start + 3 * HOUR), member_id=worker.member_id)

    assert again.status_code == 201
    assert await spans(firm, worker) == [(start, start + 3 * HOUR)]


async def test_the_same_request_again_is_one(firm, worker, start, came):
    request_id, change = str(new_id()), put("out", start + 4 * HOUR)
    first = await correct(worker, change, request_id=request_id)
    again = await correct(worker, change, request_id=request_id)
    other = await correct(worker, put("out", start + 5 * HOUR), request_id=request_id)
    assert [answer.status_code for answer in (first, again, other)] == [201, 200, 409]
    assert other.json()["code"] == "correction-exists"
    assert len(await rows(firm, "SELECT FROM correction")) == 1


async def test_a_refusal_needs_a_reason_and_changes_nothing(firm, manager, worker, start, came, left):
    asked = await correct(worker, {"replaces": left.json()["id"]})
    assert (await decide(manager, asked, approve=False)).json()["code"] == "refusal-needs-reason"
    refused = await decide(manager, asked, approve=False, reason="CCTV에 퇴근이 보여요")
    assert (refused.json()["state"], refused.json()["decision_reason"]) == ("refused", "CCTV에 퇴근이 보여요")
    assert await spans(firm, worker) == [(start, start + 3 * HOUR)]
    late = await decide(manager, asked)
    assert (late.status_code, late.json()["code"]) == (409, "decided-already")


async def test_what_one_asked_can_be_taken_back_until_it_is_decided(manager, worker, start, came, left):
    asked = await correct(worker, {"replaces": left.json()["id"]})
    path = f"~/corrections/{asked.json()['id']}/withdrawal"
    assert (await manager.put(path)).status_code == 404
    assert (await worker.put(path)).json()["state"] == "withdrawn"
    assert (await decide(manager, asked)).status_code == 409


async def test_the_office_corrects_and_the_worker_objects(firm, manager, worker, start, came, left):
    change = put("out", start + 2 * HOUR, replaces=left.json()["id"])
    made = await correct(manager, change, member_id=worker.member_id, reason="일찍 갔다고 들음")
    assert (made.json()["state"], made.json()["answer"]) == ("standing", None)
    assert made.json()["answer_by"][:10] == str((clock.now() + timedelta(days=7)).date())

    assert (await answer(worker, made, "objected")).json()["code"] == "objection-needs-reason"
    objected = await answer(worker, made, "objected", reason="3시간 일했어요")

    assert (objected.json()["state"], objected.json()["answer"]) == ("standing", "objected")
    assert await spans(firm, worker) == [(start, start + 2 * HOUR)], "it stands, and the objection beside it"
    assert (await answer(worker, made, "agreed")).json()["code"] == "answered-already"
    assert (await manager.get("~/corrections?state=objected")).json()["items"] == [objected.json()]
    assert [kind for kind, _ in await chain(firm, worker)][-2:] == [
        "correction_decided",
        "correction_answered",
    ]


async def test_the_organisation_says_how_long_there_is_for_an_answer(firm, manager, worker, left):
    await firm.owner.patch("~", {"settings": {"correction_answer_days": 14}})
    made = await correct(manager, {"replaces": left.json()["id"]}, member_id=worker.member_id)
    assert made.json()["answer_by"][:10] == str((clock.now() + timedelta(days=14)).date())


async def test_silence_is_written_down_as_silence(firm, manager, worker, start, came, left):
    made = await correct(manager, {"replaces": left.json()["id"]}, member_id=worker.member_id)
    await run(firm, note_silence, made.json()["id"])
    assert (await worker.get(f"~/corrections/{made.json()['id']}")).json()["answer"] is None, "not yet"
    await rows(firm, "UPDATE correction SET answer_by = now() - interval '1 minute'")

    assert (await answer(worker, made, "agreed")).json()["code"] == "answer-too-late"
    await run(firm, note_silence, made.json()["id"])

    assert (await worker.get(f"~/corrections/{made.json()['id']}")).json()["answer"] == "silent"
    assert (await chain(firm, worker))[-1][1]["answer"] == "silent"


async def run(firm, work, request_id):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await work(UUID(request_id))


async def test_what_a_manager_states_is_answered_like_a_correction(firm, manager, worker, start, came):
    stated = await tap(manager, "out", start + 3 * HOUR, member_id=worker.member_id, reason="전화로 알려 옴")
    waiting = (await worker.get("~/corrections?state=unanswered")).json()["items"]
    assert [item["id"] for item in waiting] == [stated.json()["id"]]
    assert waiting[0]["changes"][0]["punch_id"] == stated.json()["id"]
    path = f"~/punches/{stated.json()['id']}/objection"
    assert (await worker.put(path, {"reason": "아직 일하고 있었어요"})).status_code in (200, 201)
    said = await answer(worker, stated, "objected")
    assert said.json()["answer"] == "objected", "said once, and known in both places"
    kinds = [kind for kind, _ in await chain(firm, worker)]
    assert kinds[1:] == ["punch", "correction_decided", "objection", "correction_answered"]


async def test_nobody_decides_their_own(firm, manager, start, site):
    asked = await correct(manager, put("in", start, site["id"]), put("out", start + HOUR, site["id"]))
    assert asked.json()["state"] == "asked", "a manager's own record waits like anybody's"
    assert (await decide(manager, asked)).json()["code"] == "own-correction"
    approved = await decide(firm.owner, asked)
    assert (approved.json()["state"], approved.json()["self_approved"]) == ("standing", False)


async def test_an_owner_without_an_office_decides_alone_and_it_says_so(firm, worker, start, site):
    asked = await correct(firm.owner, put("in", start, site["id"]), put("out", start + HOUR, site["id"]))
    approved = await decide(firm.owner, asked)
    assert approved.json()["self_approved"]
    punch = await firm.owner.get(f"~/punches/{approved.json()['changes'][0]['punch_id']}")
    assert "self_approved" in punch.json()["flags"]


async def test_only_who_answers_for_the_site_sees_and_decides(
    firm, site, worker, second_worker, manager, start, came, left
):
    asked = await correct(worker, {"replaces": left.json()["id"]})
    path = f"~/corrections/{asked.json()['id']}"
    assert (await second_worker.get(path)).status_code == 404
    assert (await second_worker.get("~/corrections")).json()["items"] == []
    assert (await decide(second_worker, asked)).status_code == 403
    other = await firm.site(name="남의 현장")
    await manage_site(firm, second_worker, other["id"])
    assert (await decide(second_worker, asked)).status_code == 404
    await manage_site(firm, second_worker, site["id"])
    assert len((await second_worker.get("~/corrections?state=asked")).json()["items"]) == 1
    assert (await decide(second_worker, asked)).json()["state"] == "standing"


async def test_what_makes_no_sense_is_refused_in_words(
    firm, outsider, manager, worker, second_worker, site, start, came, left
):
    elsewhere = (await outsider.post("~/sites", SITE)).json()["id"]
    theirs = await tap(second_worker, "in", start, site_id=site["id"])
    other = await firm.site(name="다른 현장")
    here = await duty(firm, site["id"], second_worker, start + 5 * HOUR, 2)
    long_ago = await duty(firm, site["id"], second_worker, start - timedelta(days=20), 2)
    mine = left.json()["id"]
    now = clock.now()
    for changes, code in (
        ([put("out", now + HOUR, replaces=mine)], "correction-in-future"),
        ([put("in", now - timedelta(days=91), site["id"])], "too-long-ago"),
        ([put("out", start - HOUR, replaces=mine)], "out-before-in"),
        ([put("in", start + 5 * HOUR, replaces=came.json()["id"])], "out-before-in"),
        ([put("out", start - 2 * HOUR)], "out-before-in"),
        ([put("out", start + 2 * HOUR)], "punch-left-alone"),
        ([put("break_end", start + HOUR)], "not-at-work-then"),
        ([put("in", start + timedelta(minutes=5), site["id"])], "punch-already-there"),
        ([{"replaces": theirs.json()["id"]}], "not-found"),
        ([put("in", start + 5 * HOUR, elsewhere)], "not-found"),
        ([put("in", start + 5 * HOUR, site["id"], shift_id=str(new_id()))], "not-found"),
        ([put("in", start + 5 * HOUR, other["id"], shift_id=here.shift_id)], "not-on-that-shift"),
        ([put("in", start + 5 * HOUR, site["id"], shift_id=long_ago.shift_id)], "not-on-that-shift"),
    ):
        refused = await correct(worker, *changes)
        assert refused.json()["code"] == code, (changes, refused.text)
        assert 400 < refused.status_code < 500
    assert (await correct(worker, put("in", start), member_id=second_worker.member_id)).status_code == 403
    assert (await correct(worker, {})).status_code == 422
    assert await rows(firm, "SELECT FROM correction") == []
    assert await spans(firm, worker) == [(start, start + 3 * HOUR)]


SITE = {
    "name": "남의 빌딩",
    "address": "",
    "lat": 37.5,
    "lon": 127.0,
    "radius_m": 100,
    "timezone": "Asia/Seoul",
}


async def test_who_has_left_is_not_corrected_but_what_they_asked_is_decided(
    firm, manager, worker, start, came, left
):
    asked = await correct(worker, put("out", start + 4 * HOUR, replaces=left.json()["id"]))
    await firm.owner.delete(f"~/members/{worker.member_id}")
    made = await correct(manager, {"replaces": left.json()["id"]}, member_id=worker.member_id)
    assert (made.status_code, made.json()["code"]) == (409, "member-left")
    assert (await decide(manager, asked)).json()["state"] == "standing"


async def test_one_punch_is_replaced_once(firm, manager, worker, start, came, left):
    """Two people correct the same punch at once: one stands, the other is told."""
    answers = await gather(
        *(
            correct(
                person,
                put("out", start + hours * HOUR, replaces=left.json()["id"]),
                member_id=worker.member_id,
            )
            for person, hours in ((manager, 4), (firm.owner, 5))
        )
    )
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert next(a for a in answers if a.status_code == 409).json()["code"] == "already-replaced"
    assert len(await rows(firm, "SELECT FROM punch_replaced")) == 1
    assert len(await spans(firm, worker)) == 1


async def test_two_decisions_at_once_are_one(firm, manager, worker, start, came, left):
    asked = await correct(worker, put("out", start + 4 * HOUR, replaces=left.json()["id"]))
    answers = await gather(
        decide(manager, asked), decide(firm.owner, asked, approve=False, reason="확인이 안 돼요")
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert len(await firm.events("CorrectionDecided")) == 1


async def test_a_correction_takes_its_time_from_the_neighbourhood_only(firm, manager, worker, site, start):
    """A year of punches around it does not make it slow."""
    await rows(firm, YEAR, firm.org_id, worker.member_id, site["id"])
    sql = "SELECT id, believed_at FROM punch WHERE kind = 'out' ORDER BY 2 DESC OFFSET 60 LIMIT 1"
    (wrong,) = await rows(firm, sql)
    took = []
    for minute in range(8):
        change = put("out", wrong["believed_at"] - timedelta(minutes=minute), replaces=str(wrong["id"]))
        began = perf_counter()
        made = await correct(manager, change, member_id=worker.member_id)
        took.append(perf_counter() - began)
        assert made.status_code == 201, made.text
        wrong["id"] = made.json()["changes"][0]["punch_id"]
    assert min(took) < 0.05, "the machine is shared; the quickest of them tells what it costs"


# Two punches a day for a year, and their sessions.
YEAR = """
WITH day AS (
    SELECT n, gen_random_uuid() AS came, gen_random_uuid() AS went,
           now() - make_interval(days => n) - interval '9 hours' AS at
      FROM generate_series(1, 365) n
), punched AS (
    INSERT INTO punch (org_id, id, member_id, kind, site_id, how, device_time, server_time, believed_at,
                       claim_hash)
    SELECT $1::uuid, x.id, $2::uuid, x.kind, $3::uuid, 'none', x.at, x.at, x.at, ''::bytea
      FROM day, LATERAL (VALUES (came, 'in', at), (went, 'out', at + interval '8 hours')) x (id, kind, at)
    RETURNING id
), worked AS (
    INSERT INTO work_session (org_id, id, member_id, site_id, started_at, ended_at, closed_by, out_punch)
    SELECT $1::uuid, came, $2::uuid, $3::uuid, at, at + interval '8 hours', 'out', went FROM day
)
INSERT INTO reading (org_id, punch_id, session_id)
SELECT $1::uuid, x.id, came FROM day, LATERAL (VALUES (came), (went)) x (id)
"""
