"""Publishing: what it would mean for whom, then drafts become everybody's plan in one go."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core import clock, database, tenancy
from backend.scheduling.rules.changes import Change, Worked, changes
from tests.races import at_once
from tests.scheduling.plan import at, manage_site, publish, shift


@pytest.fixture
async def site(firm):
    return await firm.site()


def drafts(starts: float, ends: float, **more):
    return {"from": at(starts).isoformat(), "to": at(ends).isoformat(), **more}


async def put_on(firm, planned, person):
    answer = await firm.owner.put(f"~/shifts/{planned['id']}/assignments/{person.member_id}")
    assert answer.status_code == 200, answer.text


async def preview(person, body):
    answer = await person.post("~/publication-previews", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_publishing_shows_the_drafts_of_a_range_once(firm, site, worker):
    inside, outside = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 30, 32)
    await firm.owner.put(f"~/shifts/{inside['id']}/assignments/{worker.member_id}")

    assert await publish(firm.owner, 0, 24) == {
        "published": 1,
        "shift_ids": [inside["id"]],
        "findings": [],
    }
    assert await publish(firm.owner, 0, 24) == {"published": 0, "shift_ids": [], "findings": []}

    assert (await firm.owner.get(f"~/shifts/{inside['id']}")).json()["state"] == "published"
    assert (await firm.owner.get(f"~/shifts/{outside['id']}")).json()["state"] == "draft"
    assert len(await firm.events("PlanPublished")) == 1


async def test_a_range_to_publish_has_a_longest_length(firm):
    body = {"from": at(0).isoformat(), "to": at(24 * 63).isoformat()}
    assert (await firm.owner.post("~/publications", body)).status_code == 422


@pytest.mark.parametrize("hours", [0, -1])
async def test_a_range_to_publish_ends_after_it_begins(firm, hours):
    answer = await firm.owner.post("~/publications", {"from": at(0).isoformat(), "to": at(hours).isoformat()})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/to")


async def test_a_site_manager_publishes_their_site_only(firm, site, worker):
    other = await firm.site(name="남의 현장")
    mine, theirs = await shift(firm, site["id"], 1, 3), await shift(firm, other["id"], 1, 3)
    await manage_site(firm, worker, site["id"])

    assert (await publish(worker, 0, 24))["shift_ids"] == [mine["id"]]
    assert (await firm.owner.get(f"~/shifts/{theirs['id']}")).json()["state"] == "draft"


async def test_the_preview_says_what_changes_for_whom(firm, site, worker, second_worker):
    with clock.stopped_at(datetime(2026, 11, 20, tzinfo=UTC)):
        for person, day, hours in (
            (worker, "16", ("00", "03")),  # as in the week after
            (worker, "17", ("00", "03")),  # an hour later in the week after
            (second_worker, "18", ("00", "03")),  # not at all
            (worker, "23", ("00", "03")),
            (worker, "24", ("01", "04")),
            (worker, "25", ("00", "03")),  # new
        ):
            times = [f"2026-11-{day}T{hour}:00:00Z" for hour in hours]
            planned = await firm.shift(site["id"], *times, seats=2, break_min=30)
            await put_on(firm, planned, person)

        seen = await preview(firm.owner, {"from": "2026-11-22T15:00:00Z", "to": "2026-11-29T15:00:00Z"})

    assert (seen["shifts"], seen["open_seats"], seen["findings"]) == (3, 3, [])
    told = {person.pop("member_id"): person for person in seen["people"]}
    assert told[worker.member_id] == {
        "name": worker.name,
        "shifts": 3,
        "minutes": 450,
        "added": 1,
        "removed": 0,
        "moved": 1,
    }
    gone = told[second_worker.member_id]
    assert (gone["shifts"], gone["removed"]) == (0, 1)


async def test_what_was_changed_after_the_preview_is_not_published(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    seen = (await preview(firm.owner, drafts(0, 24)))["revision"]
    for change in (
        firm.owner.patch(f"~/shifts/{planned['id']}", {"note": "2층부터"}),
        firm.owner.put(f"~/shifts/{planned['id']}/assignments/{worker.member_id}"),
        firm.owner.delete(f"~/shifts/{planned['id']}/assignments/{worker.member_id}"),
        shift(firm, site["id"], 5, 6),
    ):
        await change
        answer = await firm.owner.post("~/publications", drafts(0, 24, revision=seen))
        assert (answer.status_code, answer.json()["code"]) == (409, "plan-moved-on")
        seen = (await preview(firm.owner, drafts(0, 24)))["revision"]

    answer = await firm.owner.post("~/publications", drafts(0, 24, revision=seen))
    assert (answer.status_code, answer.json()["published"]) == (201, 2)


async def test_two_managers_publish_at_the_same_moment_and_everybody_hears_once(firm, site, manager):
    for hour in range(5):
        await shift(firm, site["id"], 1 + hour, 2 + hour)
    seen = (await preview(firm.owner, drafts(0, 24)))["revision"]

    answers = await at_once(
        firm.owner.post("~/publications", drafts(0, 24, revision=seen)),
        manager.post("~/publications", drafts(0, 24, revision=seen)),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await firm.events("PlanPublished")) == 1


async def test_a_rule_that_refuses_lets_nothing_out(firm, site, worker):
    planned = await shift(firm, site["id"], 1, 3)
    await put_on(firm, planned, worker)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            await database.fetch("UPDATE member SET ended_at = now() WHERE id = $1", UUID(worker.member_id))

    answer = await firm.owner.post("~/publications", drafts(0, 24))

    assert (answer.status_code, answer.json()["code"]) == (409, "rules-broken")
    assert {finding["code"] for finding in answer.json()["findings"]} == {"left"}
    assert (await firm.owner.get(f"~/shifts/{planned['id']}")).json()["state"] == "draft"
    assert {finding["code"] for finding in (await preview(firm.owner, drafts(0, 24)))["findings"]} == {"left"}


async def test_people_are_asked_to_confirm_within_the_hours_that_were_chosen(firm, site, worker):
    soon, later = await shift(firm, site["id"], 1, 3), await shift(firm, site["id"], 30, 33)
    for planned in (soon, later):
        await put_on(firm, planned, worker)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            await database.fetch(
                "INSERT INTO planning_choice (org_id, choices) VALUES ($1, $2)",
                UUID(firm.org_id),
                '{"confirm_within_h": 24}',
            )
    await publish(firm.owner, 0, 48)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch("SELECT shift_id, confirm_by FROM assignment")
    deadline = {str(row["shift_id"]): row["confirm_by"] for row in rows}
    assert deadline[soon["id"]] is None, "it begins before anybody could miss the deadline"
    assert abs(deadline[later["id"]] - at(24)) < timedelta(minutes=2)


async def test_only_the_sites_that_are_named_are_published(firm, site, worker, outsider):
    other = await firm.site(name="다른 현장")
    here, there = await shift(firm, site["id"], 1, 3), await shift(firm, other["id"], 1, 3)
    answer = await firm.owner.post("~/publications", drafts(0, 24, site_ids=[site["id"]]))
    assert answer.json()["shift_ids"] == [here["id"]]
    await manage_site(firm, worker, site["id"])
    for person in (worker, outsider):
        for path in ("publications", "publication-previews"):
            answer = await person.post(f"~/{path}", drafts(0, 24, site_ids=[other["id"]]))
            assert answer.status_code == 404
    assert (await firm.owner.get(f"~/shifts/{there['id']}")).json()["state"] == "draft"


def test_a_week_is_compared_seat_by_seat():
    who, where = uuid4(), uuid4()

    def seat(day: int, begins: int, ends: int) -> Worked:
        return Worked(who, where, date(2026, 11, day), time(begins), time(ends))

    usual = [seat(16, 6, 9), seat(16, 18, 20), seat(17, 6, 9)]
    assert changes(usual, [seat(23, 6, 9), seat(23, 18, 20), seat(24, 6, 9)]) == {}
    assert changes(usual, [seat(23, 6, 9), seat(23, 19, 21), seat(25, 6, 9)]) == {
        who: Change(added=1, removed=1, moved=1)
    }
    assert changes([], usual) == {who: Change(added=3)}
