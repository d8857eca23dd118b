"""Insight: each number against a week that was counted by hand, and who may see which."""

import calendar
import csv
import io
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from backend.core import clock, database, tenancy
from backend.insight.queries import ahead as queries
from backend.insight.rules.forecast import fifteen, week_of
from backend.insight.rules.spans import buckets_of, end_of, shares
from backend.scheduling.rules import law
from backend.scheduling.rules.guards.facts import Terms
from tests.attendance.day import AT_SITE, tap
from tests.insight.world import DAY, WEEK, at, monday, planned, published, world
from tests.payroll.periods import last_period, lock
from tests.payroll.test_settings import R26
from tests.scheduling.plan import manage_site
from tests.world import Firm, Person


async def look(person: Person, what: str, **query: Any) -> Any:
    text = "&".join(f"{name}={value}" for name, value in query.items())
    answer = await person.get(f"~/insight/{what}?{text}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def last_week() -> dict[str, date]:
    return {"from": monday(-1), "until": monday(-1) + 6 * DAY}


async def test_hours_and_money_by_site_and_client(firm: Firm) -> None:
    here = await world(firm)
    view = await look(firm.owner, "hours", **last_week())
    assert view["buckets"] == [str(monday(-1))]
    lobby, market = view["sites"]
    assert [site["name"] for site in view["sites"]] == ["로비", "망원시장"]
    assert (lobby["figures"]["planned_min"], lobby["figures"]["worked_min"]) == ([600], [575])
    assert (market["figures"]["planned_min"], market["figures"]["worked_min"]) == ([240], [120])
    assert view["total"]["planned_min"] == [840]
    assert view["total"]["worked_min"] == [695]
    assert (lobby["figures"]["breaks_owed"], market["figures"]["breaks_owed"]) == ([1], [0])
    least = law.MINIMUM_WAGE_WON.on(monday(-1) + 6 * DAY)
    money = lobby["figures"]["money"]
    assert money["planned"] == [480 * 200 + least * 120 // 60]
    assert money["worked"] == [half_up(Fraction(470 * 200) + Fraction(least * 105, 60))]
    assert (money["budget"], market["figures"]["money"]["budget"]) == ([200_000], None)
    (client,) = view["clients"]
    assert (client["client_id"], client["figures"]["worked_min"]) == (here.client_id, [575])
    days = [monday(-1) + n * DAY for n in range(7)]
    month = sum(Fraction(3_000_000, calendar.monthrange(day.year, day.month)[1]) for day in days)
    assert client["figures"]["money"]["budget"] == [half_up(month)]


def half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


async def test_weeks_and_months_have_the_same_sums(firm: Firm) -> None:
    await world(firm)
    month = await look(firm.owner, "hours", by="month", **last_week())
    weeks = await look(firm.owner, "hours")
    assert sum(month["total"]["worked_min"]) == sum(weeks["total"]["worked_min"]) == 695
    assert len(weeks["buckets"]) == 13
    assert weeks["buckets"][-1] == str(monday())


async def test_what_was_paid_is_shared_among_sites_by_hours(firm: Firm) -> None:
    here = await world(firm)
    await firm.owner.patch("~/pay-settings", {"pack": "kr", **R26})
    period_id = await last_period(firm)
    before = await look(firm.owner, "hours", **last_week())
    assert before["total"]["paid_min"] == [0], "what is not locked is not paid"
    await lock(firm, period_id)
    pay = (await firm.owner.get(f"~/exports/{period_id}?file=json")).json()
    won = {one["name"]: one["total_won"] for one in pay["people"]}
    lobby, market = (await look(firm.owner, "hours", **last_week()))["sites"]
    assert (lobby["figures"]["paid_min"], market["figures"]["paid_min"]) == ([575], [120])
    # Choi worked 105 of 225 minutes in the lobby.
    paid = (lobby["figures"]["money"]["paid"][0], market["figures"]["money"]["paid"][0])
    assert sum(paid) == won["이순자"] + won["최명희"]
    assert abs(paid[1] - won["최명희"] * 120 / 225) <= 1
    await manage_site(firm, here.choi, here.market["id"])
    assert (await look(here.choi, "hours", **last_week()))["total"]["paid_min"] == [120]


async def test_a_forgotten_out_without_a_shift_counts_as_on_the_sheet(firm: Firm, worker: Person) -> None:
    site = await firm.site()
    came = await tap(worker, "in", at(monday(-1), "08:00"), site_id=site["id"], **AT_SITE)
    assert came.status_code == 201, came.text
    assert (await look(firm.owner, "hours", **last_week()))["total"]["worked_min"] == [1]


async def test_lateness_says_where_and_when_and_what_speaks_for_the_person(firm: Firm) -> None:
    here = await world(firm)
    view = await look(firm.owner, "lateness", **last_week())
    late = {"seats": 5, "late": 2, "late_min": 25, "absent": 1, "after_other": 1}
    assert (view["total"], view["grace_min"]) == (late, 5)
    assert [(one["name"], one["late"]["late"], one["late"]["after_other"]) for one in view["people"]] == [
        ("최명희", 1, 1),
        ("이순자", 1, 0),
    ]
    assert [(one["site_id"], one["late"]["seats"], one["late"]["late"]) for one in view["sites"]] == [
        (here.lobby["id"], 3, 2),
        (here.market["id"], 2, 0),
    ]
    assert [one["late"]["late"] for one in view["trend"]] == [2]
    hours = {(one["weekday"], one["hour"]): one["late"]["late"] for one in view["hours"]}
    assert hours == {(0, 6): 0, (0, 7): 0, (0, 8): 1, (1, 9): 1, (2, 6): 0}


async def test_who_has_leave_is_not_late(firm: Firm) -> None:
    here = await world(firm)
    wednesday = str(monday(-1) + 2 * DAY)
    asked = await here.choi.post(
        "~/leave-requests", {"kind": "sick", "from_on": wednesday, "until_on": wednesday}
    )
    path = f"~/leave-requests/{asked.json()['id']}/decision"
    assert (await firm.owner.put(path, {"approve": True})).status_code == 200
    view = await look(firm.owner, "lateness", **last_week())
    assert (view["total"]["seats"], view["total"]["absent"]) == (4, 0)


async def test_next_week_shows_overtime_and_who_comes_near_a_limit(firm: Firm) -> None:
    lee, choi, park = [await firm.hire(name) for name in ("이순자", "최명희", "박새로")]
    site, coming = await firm.site(), monday(1)
    for day in range(6):
        await planned(firm, site, lee, coming + day * DAY, "08:00", "17:30", break_min=60)
    for week in (-1, 0, 1):  # 16 hours a week; before, four weeks had 4 on the average
        for day in range(4):
            await planned(firm, site, choi, monday(week) + day * DAY, "18:00", "22:00", break_min=30)
            await planned(firm, site, choi, monday(week) + day * DAY, "09:00", "11:00")
    await planned(firm, site, park, coming, "09:00", "17:30", break_min=30)
    await published(firm, monday(-1), coming + 6 * DAY)
    view = await look(firm.owner, "ahead")
    assert view["mondays"] == [str(monday()), str(coming)]
    assert (view["overtime_min"], view["over_52"], view["working"]) == ([0, 11 * 60], [0, 0], 3)
    first, second = view["people"]
    assert (first["name"], first["fifteen"]) == ("이순자", None)
    assert first["weeks"][1] == {
        "monday": str(coming),
        "minutes": 51 * 60,
        "done_min": 0,
        "overtime_min": 11 * 60,
        "limit": "near",
    }
    assert (second["name"], second["fifteen"]) == (
        "최명희",
        {"crossing": "rises", "contract_min": 0, "before_min": 330, "ahead_min": 990},
    )


async def test_what_was_recorded_takes_the_place_of_what_was_planned(firm: Firm) -> None:
    here = await world(firm)
    await planned(firm, here.lobby, here.lee, monday(1), "08:00", "18:00", break_min=60)  # an hour beyond 8
    view = await look(firm.owner, "ahead")
    with_past = {one["name"]: one for one in view["people"]}
    assert with_past["이순자"]["weeks"][1]["overtime_min"] == 60
    found = fifteen(monday(), await recorded(firm, here.lee), [])
    assert found is None
    assert sum(minutes for minutes, _ in (await recorded(firm, here.lee)).values()) == 300 + 170 + 540
    assert sum(done for _, done in (await recorded(firm, here.lee)).values()) == 470


async def recorded(firm: Firm, person: Person) -> dict[date, tuple[int, int]]:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            rows = await database.fetch(
                queries.days(), monday(-4), monday(1) + 6 * DAY, None, clock.now(), "start"
            )
    return {
        row["day"]: (row["minutes"], row["done_min"])
        for row in rows
        if row["member_id"] == UUID(person.member_id)
    }


def hours(*weeks: int) -> dict[date, tuple[int, int]]:
    """So many hours on the Monday of each week, the last one being the next one."""
    first = monday(2 - len(weeks))
    return {first + n * WEEK: (60 * worked, 0) for n, worked in enumerate(weeks) if worked}


def terms(weekly_h: int) -> list[Terms]:
    return [Terms(date(2020, 1, 1), 60 * weekly_h, 5, "hourly", 12_000, False)]


@pytest.mark.parametrize(
    ("weeks", "contract", "crossing", "before", "ahead"),
    [
        ((12, 12, 12, 12, 18, 18), 0, "rises", 720, 900),
        ((16, 16, 16, 16, 10, 10), 0, "falls", 960, 780),
        ((14, 14, 14, 14, 14, 15), 0, "near", 840, 855),
        ((20, 20, 20, 20, 20, 20), 0, None, 0, 0),
        ((8, 8, 8, 8, 8, 8), 0, None, 0, 0),
        ((0, 0, 0, 0, 0, 60), 0, "near", 0, 900),
        ((12, 12, 16, 16, 16, 16), 14, "above_contract", 840, 960),
        ((12, 12, 16, 16, 16, 12), 20, None, 0, 0),
        ((), 0, None, 0, 0),
    ],
)
def test_fifteen_hours(
    weeks: tuple[int, ...], contract: int, crossing: str | None, before: int, ahead: int
) -> None:
    found = fifteen(monday(), hours(*weeks), terms(contract) if contract else [])
    said = (found.crossing, found.before_min, found.ahead_min) if found else (None, 0, 0)
    assert said == (crossing, before, ahead)


@pytest.mark.parametrize(
    ("hours_a_day", "overtime_h", "limit"),
    [
        ((8, 8, 8, 8, 8), 0, ""),
        ((9, 9, 9, 9), 4, ""),
        ((8,) * 6, 8, ""),
        ((9,) * 5 + (4,), 9, "near"),
        ((13,) * 4 + (1,), 20, "over"),
    ],
)
def test_weeks_by_law(hours_a_day: tuple[int, ...], overtime_h: int, limit: str) -> None:
    days = {monday() + n * DAY: (60 * worked, 0) for n, worked in enumerate(hours_a_day)}
    week = week_of(monday(), days, five_or_more=True)
    assert (week.overtime_min, week.limit) == (60 * overtime_h, limit)
    assert week_of(monday(), days, five_or_more=False).limit == "", "below five people there is no limit"


@pytest.mark.parametrize("rule", ["start", "end", "most", "split"])
async def test_a_night_belongs_to_the_week_that_the_house_says(firm: Firm, rule: str) -> None:
    chosen = await firm.owner.put("~/planning-choices", {"day_rule": rule})
    assert chosen.status_code == 200, chosen.text
    lee, site = await firm.hire("이순자"), await firm.site()
    await planned(firm, site, lee, monday(1) - DAY, "21:00", "06:00", break_min=60)  # 3 of 9 h on Sunday
    await planned(firm, site, lee, monday(1) + 2 * DAY, "12:00", "22:00", break_min=60)
    view = await look(firm.owner, "ahead")
    weeks = [week["minutes"] for week in view["people"][0]["weeks"]]
    night = {"start": (480, 0), "end": (0, 480), "most": (0, 480), "split": (160, 320)}[rule]
    assert weeks == [night[0], 540 + night[1]]


async def test_a_site_manager_sees_their_sites_without_money(firm: Firm) -> None:
    here = await world(firm)
    await manage_site(firm, here.choi, here.market["id"])
    view = await look(here.choi, "hours", **last_week())
    assert [site["name"] for site in view["sites"]] == ["망원시장"]
    assert (view["total"]["worked_min"], view["total"]["money"]) == ([120], None)
    late = await look(here.choi, "lateness", **last_week())
    assert (late["total"]["seats"], [one["name"] for one in late["people"]]) == (2, [])
    ahead = await look(here.choi, "ahead")
    assert ahead["working"] == 0


async def test_others_see_nothing(firm: Firm, worker: Person, outsider: Person) -> None:
    for what in ("hours", "lateness", "ahead", "hours.csv", "lateness.csv", "ahead.csv"):
        assert (await worker.get(f"~/insight/{what}")).status_code == 403
        stranger = await outsider.get(f"/orgs/{firm.org_id}/insight/{what}")
        assert stranger.status_code == 404


async def test_an_empty_organisation_has_empty_pictures(firm: Firm) -> None:
    hours_view = await look(firm.owner, "hours")
    assert (hours_view["sites"], hours_view["total"]["worked_min"]) == ([], [0] * 13)
    late = await look(firm.owner, "lateness")
    assert (late["total"]["seats"], late["people"], len(late["trend"])) == (0, [], 13)
    ahead = await look(firm.owner, "ahead")
    assert (ahead["people"], ahead["overtime_min"]) == ([], [0, 0])


async def test_everything_can_be_downloaded(firm: Firm) -> None:
    here = await world(firm)
    await firm.owner.patch(f"~/sites/{here.lobby['id']}", {"name": "=1+1"})
    query = "&".join(f"{name}={value}" for name, value in last_week().items())
    answer = await firm.owner.get(f"~/insight/hours.csv?{query}")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:5] == ["현장", "고객", "시작일", "계획 시간", "근무 시간"]
    assert rows[0][:5] == ["'=1+1", "한강빌딩 관리단", str(monday(-1)), "10:00", "9:35"]
    late = await firm.owner.get(f"~/insight/lateness.csv?{query}")
    assert "시간대,월 08:00,1,1,0:15,1,0" in late.content.decode("utf-8-sig")
    assert (await firm.owner.get("~/insight/ahead.csv")).content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("from_on", "until_on", "code"),
    [
        (date(2026, 1, 1), date(2027, 2, 1), "span-too-long"),
        (date(2026, 2, 1), date(2026, 1, 1), "unacceptable-fields"),
        (date(1990, 1, 1), date(1990, 2, 1), "unacceptable-fields"),
    ],
)
async def test_strange_ranges_are_refused(firm: Firm, from_on: date, until_on: date, code: str) -> None:
    for what in ("hours", "lateness"):
        refused = await firm.owner.get(f"~/insight/{what}?from={from_on}&until={until_on}")
        assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_ranges_are_whole_weeks_or_months() -> None:
    assert buckets_of(date(2026, 11, 4), date(2026, 11, 16), "week") == [
        *(date(2026, 11, day) for day in (2, 9, 16)),
    ]
    assert buckets_of(date(2026, 12, 31), date(2027, 2, 1), "month") == [
        *(date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)),
    ]
    assert end_of(date(2028, 2, 1), "month") == date(2028, 2, 29)


def test_shares_add_up() -> None:
    assert shares(100, [1, 1, 1]) == [33, 33, 34]
    assert shares(100, [0, 0]) == [0, 0]
    assert sum(shares(999_999, [7, 13, 0, 500])) == 999_999
