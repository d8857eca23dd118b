"""The board: expected, on site, late, left, for the sites that one answers for."""

from datetime import UTC, datetime, timedelta

from backend.core import clock
from tests.attendance.day import AT_SITE, SEOUL_STATION, duty, tap
from tests.scheduling.plan import manage_site

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)  # in Seoul
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LISTS = ("expected", "on_site", "late", "left")


async def names(person) -> dict[str, list[str]]:
    """Who is in which list, over all sites."""
    board = (await person.get("~/board")).json()
    return {name: [p["name"] for site in board["sites"] for p in site[name]] for name in LISTS}


async def test_everybody_is_in_the_list_that_fits(firm, site, manager):
    crew = [await firm.hire(name) for name in ("온다", "왔다", "늦다", "갔다", "꾼다")]
    coming, here, late, gone, unplanned = crew
    with clock.stopped_at(NOON - 3 * HOUR):
        await duty(firm, site["id"], coming, NOON + 2 * HOUR, 3)
        await duty(firm, site["id"], here, NOON - HOUR, 3)
        await duty(firm, site["id"], late, NOON - 25 * MINUTE, 3)
        await duty(firm, site["id"], gone, NOON - 2 * HOUR, 1)
        await tap(gone, "in", NOON - 3 * HOUR, site_id=site["id"])
    with clock.stopped_at(NOON - 50 * MINUTE):
        await tap(here, "in", site_id=site["id"], **SEOUL_STATION)
        await tap(gone, "out", site_id=site["id"])
        await tap(unplanned, "in", site_id=site["id"], **AT_SITE)

    with clock.stopped_at(NOON):
        board = (await manager.get("~/board")).json()
        assert await names(manager) == {
            "expected": ["온다"],
            "on_site": ["왔다", "꾼다"],
            "late": ["늦다"],
            "left": ["갔다"],
        }
    assert board["counts"] == {"expected": 1, "on_site": 2, "late": 1, "left": 1}
    shown = board["sites"][0]
    assert (shown["site_id"], shown["timezone"]) == (site["id"], "Asia/Seoul")
    assert (shown["late"][0]["minutes_late"], shown["late"][0]["in_at"]) == (25, None)
    assert shown["on_site"][0]["minutes_late"] == 10
    assert "outside_radius" in shown["on_site"][0]["flags"]
    assert shown["left"][0]["out_at"] is not None


async def test_a_night_shift_is_late_after_midnight_too(firm, site, worker):
    with clock.stopped_at(NOON):
        await duty(firm, site["id"], worker, NOON + 10 * HOUR, 8)  # 22:00 to 06:00
    for hours, expected in ((9, "expected"), (11, "late"), (14, "late"), (17, "late")):
        with clock.stopped_at(NOON + hours * HOUR):
            assert (await names(firm.owner))[expected] == [worker.name], hours
    with clock.stopped_at(NOON + 38 * HOUR):
        assert (await names(firm.owner))["late"] == [], "the next day but one"


async def test_who_came_early_for_the_shift_is_not_late(firm, site, worker):
    with clock.stopped_at(NOON):
        await tap(worker, "in", site_id=site["id"])
        await duty(firm, site["id"], worker, NOON + 3 * HOUR, 3)
    with clock.stopped_at(NOON + 3.5 * HOUR):
        assert (await names(firm.owner)) == {"expected": [], "on_site": [worker.name], "late": [], "left": []}


async def test_an_open_session_of_yesterday_is_shown_as_left_open(firm, site, worker):
    with clock.stopped_at(NOON):
        await tap(worker, "in", site_id=site["id"], **AT_SITE)
    with clock.stopped_at(NOON + 20 * HOUR):
        board = (await firm.owner.get("~/board")).json()
    assert "left_open" in board["sites"][0]["on_site"][0]["flags"]


async def test_drafts_cancelled_shifts_and_leavers_are_not_on_it(firm, site, worker, second_worker):
    with clock.stopped_at(NOON):
        draft = await firm.shift(site["id"], (NOON + HOUR).isoformat(), (NOON + 2 * HOUR).isoformat())
        await firm.owner.put(f"~/shifts/{draft['id']}/assignments/{worker.member_id}")
        cancelled = await duty(firm, site["id"], worker, NOON + 3 * HOUR, 1)
        await firm.owner.delete(f"~/shifts/{cancelled.shift_id}")
        await duty(firm, site["id"], second_worker, NOON + HOUR, 1)
        await firm.owner.delete(f"~/members/{second_worker.member_id}")
        # Publishing a range shows the draft that was in it, so look at a draft outside.
        await firm.owner.delete(f"~/shifts/{draft['id']}/assignments/{worker.member_id}")
        assert await names(firm.owner) == {"expected": [], "on_site": [], "late": [], "left": []}


async def test_a_site_manager_sees_their_sites(firm, site, worker, second_worker):
    other = await firm.site(name="남의 현장")
    await tap(second_worker, "in", site_id=other["id"])
    await manage_site(firm, worker, site["id"])

    board = (await worker.get("~/board")).json()

    assert [shown["site_id"] for shown in board["sites"]] == [site["id"]]
    assert board["counts"] == {"expected": 0, "on_site": 0, "late": 0, "left": 0}


async def test_an_archived_site_is_shown_while_somebody_is_there(firm, site, worker):
    await tap(worker, "in", site_id=site["id"])
    await firm.owner.delete(f"~/sites/{site['id']}")
    assert len((await firm.owner.get("~/board")).json()["sites"]) == 1
    with clock.stopped_at(clock.now() + timedelta(minutes=30)):
        await tap(worker, "out", site_id=site["id"])
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert (await firm.owner.get("~/board")).json()["sites"] == []
