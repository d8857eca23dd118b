"""Approve what was seen, lock it, and reopen it only for a reason."""

import json

from tests.attendance.fixing import correct, put
from tests.races import ROUNDS, at_once
from tests.timesheets.sheets import (
    act,
    chain,
    clean_day,
    day_ago,
    days_ago,
    last_week,
    locked,
    seen,
    work,
)


async def test_a_clean_sheet_is_approved_and_locked(firm, site, manager, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    sheet = await seen(firm, period, worker)
    assert (sheet["state"], sheet["exceptions"]) == ("open", [])
    assert sheet["figures"]["worked_min"] == sheet["figures"]["planned_min"] == 180

    approved = await act(manager, period, worker, "approval", sheet["revision"])
    again = await act(manager, period, worker, "approval", sheet["revision"])
    done = await act(manager, period, worker, "lock", sheet["revision"])

    assert (approved.status_code, again.status_code, done.status_code) == (200, 200, 200)
    assert (approved.json()["state"], done.json()["state"]) == ("approved", "locked")
    assert [one["kind"] for one in done.json()["acts"]] == ["locked", "approved"]
    assert (await chain(firm, worker))[-2:] == ["sheet_approved", "sheet_locked"]
    assert done.json()["stretches"] == sheet["stretches"]


async def test_an_approval_is_of_what_was_seen(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    before = (await seen(firm, period, worker))["revision"]
    await work(worker, site["id"], ("in", days_ago(2, "07:00")), ("out", days_ago(2, "08:00")))

    answer = await act(firm.owner, period, worker, "approval", before)

    assert (answer.status_code, answer.json()["code"]) == (409, "sheet-moved-on")
    assert answer.json()["revision"] == (await seen(firm, period, worker))["revision"] != before


async def test_a_tap_at_the_moment_of_the_approval_is_before_or_after_it(firm, site, worker):
    await clean_day(firm, site["id"], worker, 6)
    period = await last_week(firm)
    for number in range(1, ROUNDS + 1):
        revision = (await seen(firm, period, worker))["revision"]
        taps = ("in", days_ago(number, "20:00"))

        answer, _ = await at_once(
            act(firm.owner, period, worker, "approval", revision), work(worker, site["id"], taps)
        )

        after = await seen(firm, period, worker)
        assert answer.status_code in (200, 409)
        assert after["revision"] != revision
        assert after["state"] == "open"
        assert after["moved_on"] or answer.status_code == 409
        await work(worker, site["id"], ("out", days_ago(number, "21:00")))


async def test_all_that_are_clean_at_once_and_why_the_others_are_not(
    firm, site, manager, worker, second_worker
):
    await clean_day(firm, site["id"], worker, 3)
    await work(second_worker, site["id"], ("in", days_ago(2, "07:00")))
    doubtful = await firm.hire("한지우")
    await clean_day(firm, site["id"], doubtful, 2)
    await clean_day(firm, site["id"], manager, 4)
    period = await last_week(firm)
    said = {"right": False, "text": "10분 더 일했어요"}
    assert (await doubtful.put(f"~/my-sheets/{period}/remark", said)).status_code == 200

    answer = await manager.post(f"~/periods/{period}/approvals")

    assert answer.status_code == 200
    assert answer.json()["done"] == 1
    why = {one["member_id"]: (one["why"], one["codes"]) for one in answer.json()["left"]}
    assert why == {
        second_worker.member_id: ("odd", ["missing_out"]),
        doubtful.member_id: ("not_right", []),
        manager.member_id: ("own", []),
    }
    locks = await manager.post(f"~/periods/{period}/locks")
    assert (locks.json()["done"], len(locks.json()["left"])) == (1, 3)
    assert [one["kind"] for one in (await seen(firm, period, worker))["acts"]] == ["locked", "approved"]


async def test_one_opens_a_locked_sheet_again_only_with_a_reason(firm, site, worker):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    revision = (await locked(firm, period, worker))["revision"]
    path = f"~/periods/{period}/sheets/{worker.member_id}/reopenings"

    without = await firm.owner.post(path, {"reason": " "})
    opened = await firm.owner.post(path, {"reason": "휴게 시간이 빠졌어요"})
    twice = await firm.owner.post(path, {"reason": "휴게 시간이 빠졌어요"})

    assert (without.status_code, opened.status_code, twice.status_code) == (400, 200, 409)
    assert (opened.json()["state"], opened.json()["revision"]) == ("open", revision)
    assert opened.json()["acts"][0]["reason"] == "휴게 시간이 빠졌어요"
    assert (await chain(firm, worker))[-1] == "sheet_reopened"
    (event,) = await firm.events("SheetReopened")
    assert json.loads(event["data"])["was"] == "locked"


async def test_what_is_refused(firm, site, manager, worker, outsider):
    await clean_day(firm, site["id"], worker, 3)
    await clean_day(firm, site["id"], manager, 3)
    period = await last_week(firm)
    revision = (await seen(firm, period, worker))["revision"]
    own = (await seen(firm, period, manager))["revision"]
    present = (await firm.owner.get("~/periods")).json()["items"]
    now = next(one["id"] for one in present if one["from_on"] == day_ago(0).isoformat())

    by_worker = await act(worker, period, worker, "approval", revision)
    by_outsider = await act(outsider, period, worker, "approval", revision)
    of_ones_own = await act(manager, period, manager, "approval", own)
    too_early = await act(manager, now, worker, "approval", (await seen(firm, now, worker))["revision"])
    unapproved = await act(manager, period, worker, "lock", revision)
    of_nobody = await firm.owner.get(f"~/periods/{period}/sheets/{outsider.member_id}")

    assert by_worker.status_code == 403
    assert by_outsider.status_code == 404
    assert of_nobody.status_code == 404
    assert (of_ones_own.status_code, of_ones_own.json()["code"]) == (409, "own-sheet")
    assert (too_early.status_code, too_early.json()["code"]) == (409, "period-not-over")
    assert (unapproved.status_code, unapproved.json()["code"]) == (409, "not-approved")


async def test_who_is_alone_in_the_office_approves_their_own(firm, site):
    await clean_day(firm, site["id"], firm.owner, 3)
    period = await last_week(firm)
    revision = (await seen(firm, period, firm.owner))["revision"]
    assert (await act(firm.owner, period, firm.owner, "approval", revision)).status_code == 200


async def test_a_correction_that_waits_is_decided_before_the_approval(firm, site, worker):
    _, out = await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)
    later = put("out", days_ago(3, "10:30"), site["id"], replaces=out)
    assert (await correct(worker, later)).status_code in (200, 201)
    sheet = await seen(firm, period, worker)
    assert [one["code"] for one in sheet["exceptions"]] == ["open_correction"]
    refused = await act(firm.owner, period, worker, "approval", sheet["revision"])
    assert (refused.status_code, refused.json()["code"]) == (409, "correction-undecided")


async def test_a_worker_sees_their_own_sheets_and_says_whether_they_are_right(
    firm, site, worker, second_worker
):
    await clean_day(firm, site["id"], worker, 3)
    period = await last_week(firm)

    said = await worker.put(f"~/my-sheets/{period}/remark", {"right": True, "text": ""})
    silent = await worker.put(f"~/my-sheets/{period}/remark", {"right": False, "text": ""})
    mine = await worker.get("~/my-sheets")
    theirs = await second_worker.get(f"~/my-sheets/{period}")
    office = await second_worker.get(f"~/periods/{period}/sheets/{worker.member_id}")

    assert (said.status_code, silent.status_code) == (200, 422)
    assert said.json()["remark"]["right"]
    assert said.json()["remark"]["about_this"]
    found = {one["period_id"]: one for one in mine.json()["items"]}[period]
    assert (found["figures"]["worked_min"], found["remark"]["right"]) == (180, True)
    assert theirs.json()["stretches"] == []
    assert office.status_code == 403


async def test_a_page_by_name_site_and_what_is_odd(firm, site, worker, second_worker):
    other = await firm.site(name="다른 현장", lat=37.6, lon=127.1)
    await clean_day(firm, site["id"], worker, 3)
    await work(second_worker, site["id"], ("in", days_ago(2, "07:00")))
    period = await last_week(firm)

    async def names(query: str) -> list[str]:
        answer = await firm.owner.get(f"~/periods/{period}/sheets?{query}")
        return [one["name"] for one in answer.json()["items"]]

    first = (await firm.owner.get(f"~/periods/{period}/sheets?limit=1")).json()
    assert [one["name"] for one in first["items"]] == [worker.name]
    assert await names(f"limit=1&cursor={first['next_cursor']}") == [second_worker.name]
    assert await names("odd_only=true") == [second_worker.name]
    assert await names(f"site_id={other['id']}") == []
    assert await names(f"site_id={site['id']}") == [worker.name, second_worker.name]
    assert await names("name=순자") == [worker.name]
    assert await names("state=locked") == []
