"""Words for the tests of sheets: days by Seoul's clocks, and sheets as the application reads them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core import clock, tenancy
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.service.sheets import read_sheets
from tests.attendance.day import AT_SITE, tap
from tests.world import Firm, Person

SEOUL = ZoneInfo("Asia/Seoul")


def days_ago(days: int, clock_time: str) -> datetime:
    """A moment of a day before today, by Seoul's clocks: days_ago(1, "07:00")."""
    day = clock.now().astimezone(SEOUL).date() - timedelta(days=days)
    return datetime.fromisoformat(f"{day}T{clock_time}").replace(tzinfo=SEOUL).astimezone(UTC)


def day_ago(days: int) -> date:
    return clock.now().astimezone(SEOUL).date() - timedelta(days=days)


async def work(person: Person, site_id: str, *taps: tuple[str, datetime]) -> list[str]:
    """Taps at the site that the phone kept until now."""
    answers = [await tap(person, kind, at, site_id=site_id, **AT_SITE) for kind, at in taps]
    assert all(answer.status_code == 201 for answer in answers), [answer.text for answer in answers]
    return [answer.json()["id"] for answer in answers]


async def sheet(firm: Firm, member: Person, from_on: date, until_on: date | None = None) -> Sheet:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        return (await read_sheets(from_on, until_on or from_on, [UUID(member.member_id)]))[0]


def odd(sheet: Sheet) -> list[str]:
    return [one.code for one in sheet.exceptions]
