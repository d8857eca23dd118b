"""What comes after a lock is kept, named, and asked about; what was locked stays as it was."""

from tests.attendance.fixing import correct, put
from tests.timesheets.sheets import (
    act,
    chain,
    clean_day,
    days_ago,
    follow,
    last_week,
    locked,
    seen,
    told,
    work,
)


async def questions(firm) -> list[dict]:
    return (await firm.owner.get("~/late-questions")).json()["items"]


async def answer(firm, question, what, reason="다음 달에 맞춰요"):
    return await firm.owner.put(
        f"~/late-questions/{question['id']}/answer", {"answer": what, "reason": reason}
    )


async def test_an_offline_punch_after_the_lock_is_kept_and_asked_about(firm, site, manager, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    before = await locked(firm, period, worker)

    punch, _ = await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "09:00")))
    await follow(firm)
    await follow(firm)

    after = await seen(firm, period, worker)
    assert (after["state"], after["revision"]) == ("locked", before["revision"])
    assert after["stretches"] == before["stretches"]
    assert {one["id"] for one in after["punches"]} >= {punch}
    asked = await questions(firm)
    assert [(one["about"], one["kind"], one["name"]) for one in asked] == [
        ("punch", "in", worker.name),
        ("punch", "out", worker.name),
    ]
    rows = (await firm.owner.get(f"~/periods/{period}/sheets?odd_only=true")).json()["items"]
    assert [(one["name"], one["questions"]) for one in rows] == [(worker.name, 2)]
    assert await told(manager) == ["sheet_asks", "sheet_asks"]
    assert await told(worker) == []


async def test_the_sheet_is_opened_again_and_then_has_it(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    await locked(firm, period, worker)
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "09:00")))
    await follow(firm)

    first, second = await questions(firm)
    opened = await answer(firm, first, "reopen", "오프라인 기록이 늦게 왔어요")
    again = await answer(firm, second, "reopen")
    otherwise = await answer(firm, second, "leave")
    await follow(firm)

    assert (opened.status_code, again.status_code, otherwise.status_code) == (200, 200, 409)
    assert await questions(firm) == []
    after = await seen(firm, period, worker)
    assert (after["state"], len(after["stretches"])) == ("open", 2)
    assert await told(worker) == ["sheet_news"]
    assert (await chain(firm, worker))[-1] == "sheet_reopened"


async def test_or_it_is_left_out_and_the_worker_is_told_why(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    before = await locked(firm, period, worker)
    await work(worker, site["id"], ("in", days_ago(2, "07:00")))
    await follow(firm)

    (question,) = await questions(firm)
    without = await answer(firm, question, "leave", " ")
    left = await answer(firm, question, "leave", "잘못 찍은 기록이에요")
    again = await answer(firm, question, "leave", "잘못 찍은 기록이에요")
    await follow(firm)

    assert (without.status_code, left.status_code, again.status_code) == (400, 200, 200)
    after = await seen(firm, period, worker)
    assert (after["state"], after["stretches"]) == ("locked", before["stretches"])
    assert after["acts"][0]["kind"] == "left_out"
    assert await told(worker) == ["sheet_news"]
    assert (await chain(firm, worker))[-1] == "sheet_left_out"


async def test_what_has_no_effect_is_not_asked_about(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    await locked(firm, period, worker)
    await work(worker, site["id"], ("in", days_ago(0, "00:00")))  # of the period after it
    await follow(firm)
    assert await questions(firm) == []


async def test_what_was_left_out_brings_no_question_about_later_punches(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    await locked(firm, period, worker)
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "09:00")))
    await follow(firm)
    for question in await questions(firm):
        await answer(firm, question, "leave")

    await work(worker, site["id"], ("in", days_ago(1, "07:00")), ("out", days_ago(1, "09:00")))
    await follow(firm)
    near = [one for one in await questions(firm) if one["period_id"] == period]
    ended = (await seen(firm, period, worker))["until_on"]
    assert len(near) == (2 if ended >= days_ago(1, "07:00").date().isoformat() else 0)
    await work(worker, site["id"], ("in", days_ago(0, "00:00")))
    await follow(firm)
    assert len([one for one in await questions(firm) if one["period_id"] == period]) == len(near)


async def test_a_correction_after_the_lock_is_asked_about(firm, site, worker):
    _, out = await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    await locked(firm, period, worker)
    change = put("out", days_ago(3, "11:00"), site["id"], replaces=out)
    made = await correct(firm.owner, change, member_id=worker.member_id)
    assert made.status_code in (200, 201), made.text
    await follow(firm)

    (question,) = await questions(firm)
    assert (question["about"], question["ref"]) == ("correction", made.json()["id"])


async def test_a_change_after_the_approval_takes_it_back_and_the_office_hears(firm, site, manager, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    sheet = await seen(firm, period, worker)
    assert (await act(firm.owner, period, worker, "approval", sheet["revision"])).status_code == 200

    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "09:00")))
    between = await seen(firm, period, worker)
    late_lock = await act(firm.owner, period, worker, "lock", between["revision"])
    await follow(firm)

    after = await seen(firm, period, worker)
    assert (between["state"], between["moved_on"]) == ("open", True)
    assert late_lock.status_code == 409
    assert (after["state"], after["moved_on"]) == ("open", False)
    assert [one["kind"] for one in after["acts"]] == ["moved_on", "approved"]
    assert await told(manager) == ["sheet_asks"]
    assert await questions(firm) == []
