"""A week that can be counted by hand: the one before this one, at two sites, by Seoul's clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.core import clock
from tests.attendance.day import AT_SITE, tap
from tests.world import Firm, Person

SEOUL = ZoneInfo("Asia/Seoul")
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def today() -> date:
    return clock.now().astimezone(SEOUL).date()


def monday(weeks: int = 0) -> date:
    """The Monday of a week from this one."""
    return today() - today().weekday() * DAY + weeks * WEEK


def at(day: date, clock_time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock_time}").replace(tzinfo=SEOUL).astimezone(UTC)


async def planned(
    firm: Firm, site: Any, person: Person, day: date, begins: str, ends: str, break_min: int = 0
) -> None:
    """A shift with one person on it."""
    ends_on = day if ends > begins else day + DAY
    shift = await firm.shift(
        site["id"], at(day, begins).isoformat(), at(ends_on, ends).isoformat(), seats=1, break_min=break_min
    )
    answer = await firm.owner.put(f"~/shifts/{shift['id']}/assignments/{person.member_id}")
    assert answer.status_code in (200, 201), answer.text


async def published(firm: Firm, first: date, last: date) -> None:
    body = {"from": at(first, "00:00").isoformat(), "to": at(last + DAY, "00:00").isoformat()}
    answer = await firm.owner.post("~/publications", body)
    assert answer.status_code == 201, answer.text


async def worked(person: Person, site: Any, day: date, begins: str, ends: str) -> None:
    for kind, clock_time in (("in", begins), ("out", ends)):
        answer = await tap(person, kind, at(day, clock_time), site_id=site["id"], **AT_SITE)
        assert answer.status_code == 201, answer.text


@dataclass
class World:
    firm: Firm
    lee: Person
    choi: Person
    lobby: dict[str, Any]
    """Of a client, with a budget of 200,000 won a week."""
    market: dict[str, Any]
    client_id: str


async def world(firm: Firm) -> World:
    """Lee earns 12,000 won an hour; Choi has no contract yet, so the hour counts as the minimum wage."""
    lee, choi = await firm.hire("이순자"), await firm.hire("최명희")
    lobby, market = await firm.site(name="로비"), await firm.site(name="망원시장")
    owner, last = firm.owner, monday(-1)
    budget = await owner.put(f"~/sites/{lobby['id']}/requirements", {"weekly_budget_won": 200_000})
    assert budget.status_code == 200, budget.text
    client = (await owner.post("~/clients", {"name": "한강빌딩 관리단"})).json()["id"]
    await owner.put(f"~/sites/{lobby['id']}/client", {"client_id": client})
    contract = {"name": "청소", "from_on": str(last - 400 * DAY), "monthly_won": 3_000_000}
    assert (await owner.post(f"~/clients/{client}/contracts", contract)).status_code == 201
    terms = {"weekly_min": 0, "days_per_week": 0, "wage_kind": "hourly", "wage_won": 12_000}
    answer = await owner.put(f"~/members/{lee.member_id}/terms/{last - 400 * DAY}", terms)
    assert answer.status_code == 200, answer.text

    await planned(firm, lobby, lee, last, "07:00", "12:00")
    await planned(firm, lobby, lee, last + DAY, "09:00", "12:00")
    await planned(firm, market, choi, last, "06:00", "08:00")
    await planned(firm, lobby, choi, last, "08:30", "10:30")
    await planned(firm, market, choi, last + 2 * DAY, "06:00", "08:00")
    await published(firm, last, last + 6 * DAY)
    await worked(lee, lobby, last, "07:00", "12:00")  # no break, where the law wants half an hour
    await worked(lee, lobby, last + DAY, "09:10", "12:00")
    await worked(choi, market, last, "06:00", "08:00")
    await worked(choi, lobby, last, "08:45", "10:30")  # comes from the market
    return World(firm, lee, choi, lobby, market, client)
