"""The planner's board: everybody, every place and every shift of some weeks in one small answer."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from tests.scheduling.plan import manage_site

MONDAY = "2026-11-23"


@pytest.fixture
async def site(firm):
    return await firm.site()


async def put_on(firm, shift, person):
    answer = await firm.owner.put(f"~/shifts/{shift['id']}/assignments/{person.member_id}")
    assert answer.status_code == 200, answer.text


async def board(person, week=MONDAY, **query):
    more = "".join(f"&{name}={value}" for name, value in query.items())
    answer = await person.get(f"~/roster?week={week}{more}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def grant_leave(firm, person, first, last):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            await database.fetch(
                "INSERT INTO leave_request (org_id, id, member_id, kind, from_on, until_on, starts_at,"
                " ends_at, minutes, state, asked_at)"
                " VALUES ($1, uuidv7(), $2, 'annual', $3::text::date, $4::text::date,"
                " $3::text::date, $4::text::date + 1, 480, 'approved', now())",
                UUID(firm.org_id),
                UUID(person.member_id),
                first,
                last,
            )


async def agree_terms(firm, person, from_on, weekly_min):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            await database.fetch(
                "INSERT INTO employment_terms (org_id, member_id, from_on, weekly_min, days_per_week,"
                " wage_kind, wage_won) VALUES ($1, $2, $3::text::date, $4, 5, 'hourly', 11000)",
                UUID(firm.org_id),
                UUID(person.member_id),
                from_on,
                weekly_min,
            )


async def test_a_week_shows_who_works_where_and_how_much(firm, site, worker, second_worker):
    with clock.stopped_at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        # Monday 06:00 and Sunday 23:00 in Seoul belong to the week; in UTC they begin and end outside of it.
        first = await firm.shift(site["id"], "2026-11-22T21:00:00Z", "2026-11-23T00:00:00Z", break_min=30)
        last = await firm.shift(site["id"], "2026-11-29T14:00:00Z", "2026-11-29T20:00:00Z", seats=1)
        await firm.shift(site["id"], "2026-11-29T21:00:00Z", "2026-11-30T00:00:00Z")  # next Monday
        gone = await firm.shift(site["id"], "2026-11-24T14:00:00Z", "2026-11-24T20:00:00Z")
        await firm.owner.delete(f"~/shifts/{gone['id']}")
        await put_on(firm, first, worker)
        await put_on(firm, last, worker)
    await agree_terms(firm, worker, "2026-01-01", 900)
    await agree_terms(firm, worker, "2026-11-24", 1200)  # from Tuesday on
    await grant_leave(firm, second_worker, "2026-11-29", "2026-12-02")

    week = await board(firm.owner, "2026-11-25")

    assert (week["first_on"], week["days"], week["next_cursor"]) == (MONDAY, 7, None)
    people = {person["id"]: person for person in week["people"]}
    lee = people[worker.member_id]
    assert (lee["planned_min"], lee["contract_min"]) == (150 + 360, 900)
    assert people[second_worker.member_id]["leave"] == [
        {"from_on": "2026-11-29", "until_on": "2026-12-02", "part": "day"}
    ]
    assert [shift["id"] for shift in week["shifts"]] == [first["id"], last["id"]]
    early = week["shifts"][0]
    assert (early["draft"], early["break_min"], early["seats"]) == (True, 30, 2)
    assert week["people"][early["on"][0]["person"]]["id"] == worker.member_id
    assert week["sites"][early.get("site", 0)] == {
        "id": site["id"],
        "name": site["name"],
        "timezone": "Asia/Seoul",
    }


async def test_a_month_is_read_in_pages(firm, site, monkeypatch):
    monkeypatch.setattr("backend.scheduling.service.roster.PAGE", 2)
    with clock.stopped_at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        planned = [
            await firm.shift(site["id"], f"2026-12-{day:02}T00:00:00Z", f"2026-12-{day:02}T03:00:00Z")
            for day in (1, 8, 15)
        ]
    first = await board(firm.owner, days=28)
    second = await board(firm.owner, days=28, cursor=first["next_cursor"])
    assert [shift["id"] for shift in first["shifts"] + second["shifts"]] == [shift["id"] for shift in planned]
    assert second["next_cursor"] is None


async def test_who_has_left_is_still_named_on_their_shifts(firm, site, worker):
    with clock.stopped_at(datetime(2026, 11, 28, 9, tzinfo=UTC)):
        past = await firm.shift(site["id"], "2026-11-23T00:00:00Z", "2026-11-23T03:00:00Z")
        await put_on(firm, past, worker)
        await firm.owner.delete(f"~/members/{worker.member_id}")
    week = await board(firm.owner)
    assert worker.name in {week["people"][seat["person"]]["name"] for seat in week["shifts"][0]["on"]}
    assert worker.name not in {person["name"] for person in (await board(firm.owner, "2026-12-14"))["people"]}


async def test_a_site_manager_sees_the_board_of_their_sites(firm, site, worker):
    other = await firm.site(name="남의 현장")
    with clock.stopped_at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        mine = await firm.shift(site["id"], "2026-11-24T00:00:00Z", "2026-11-24T03:00:00Z")
        theirs = await firm.shift(other["id"], "2026-11-24T00:00:00Z", "2026-11-24T03:00:00Z")
    await manage_site(firm, worker, site["id"])

    week = await board(worker)

    assert [shift["id"] for shift in week["shifts"]] == [mine["id"]]
    assert [place["id"] for place in week["sites"]] == [site["id"]]
    assert (await worker.get(f"~/roster?week={MONDAY}&site_id={other['id']}")).status_code == 404
    only = await board(firm.owner, site_id=other["id"])
    assert [shift["id"] for shift in only["shifts"]] == [theirs["id"]]


@pytest.mark.parametrize(
    "query", ["week=soon", f"week={MONDAY}&days=14", "week=1700-01-01", "", f"week={MONDAY}&cursor=x"]
)
async def test_a_board_that_cannot_be_read_is_refused(firm, query):
    assert (await firm.owner.get(f"~/roster?{query}")).status_code in (400, 422)


async def test_a_worker_and_an_outsider_see_no_board(firm, site, worker, outsider):
    assert (await worker.get(f"~/roster?week={MONDAY}")).status_code == 403
    assert (await outsider.get(f"/orgs/{firm.org_id}/roster?week={MONDAY}")).status_code in (403, 404)
    assert (await outsider.get(f"~/roster?week={MONDAY}&site_id={site['id']}")).status_code == 404
