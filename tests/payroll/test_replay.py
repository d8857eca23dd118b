"""A month as it really goes: sessions, sheets and pay against an independent slow calculation of each."""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
import pytest

from backend.core import database, tenancy
from backend.core.actor import Actor
from backend.core.ids import new_id
from backend.payroll.rules.facts import Choices, Contract, PayFacts
from backend.payroll.schemas.settings import Payday, PaySettingsInput
from backend.payroll.service import settings
from backend.payroll.service.statements import statements
from backend.timesheets.rules.sheet import PlannedTime, Rest, Stretch
from backend.timesheets.service import periods
from backend.timesheets.service.sheets import read_sheets
from tests import month
from tests.conftest import Servers
from tests.month import BEGINS, ENDS, FIRST, LAST, SEOUL, Shift, Stay
from tests.payroll.slow import slow_pay
from tests.replay import Replayed, prepare, replay

PEOPLE = int(os.environ.get("REPLAY_PEOPLE", "12"))
"""How many live through the month: 300 take some minutes, and are for `REPLAY_PEOPLE=300`."""

HOLIDAYS = frozenset(
    {
        *(date(2026, 9, day) for day in (24, 25, 26)),
        date(2026, 10, 3),
        date(2026, 10, 5),  # instead of the third, a Saturday
        date(2026, 10, 9),
    }
)
"""Of the generated weeks, by the calendar of the government."""
CHOICES = Choices("last_days", False, "start_day", "exact", "nearest")
MINUTE = timedelta(minutes=1)

SESSIONS = """
SELECT member_id, site_id, started_at, ended_at, closed_by, breaks FROM work_session
"""


pytestmark = pytest.mark.timeout(60 + PEOPLE * 4)


@pytest.fixture(scope="module")
async def replayed(app: object, servers: Servers) -> Replayed:
    done = await prepare(servers.dsns.superuser, month.generate(PEOPLE))
    await replay(done)
    return done


async def test_only_second_taps_are_refused_and_nothing_else_is_lost(replayed: Replayed) -> None:
    doubled = {tap.number for tap in replayed.month.taps if tap.doubled}
    assert set(replayed.refused) <= doubled
    assert set(replayed.refused.values()) <= {"AlreadyIn", "AlreadyOut"}
    assert len(replayed.punches) + len(replayed.refused) == len(replayed.month.taps)


async def test_sessions_are_what_the_slow_reading_says(replayed: Replayed) -> None:
    expected = [
        (
            replayed.member(stay.person),
            replayed.site(stay.site),
            stay.starts_at,
            stay.ends_at,
            stay.ended_by,
            stay.breaks,
        )
        for stays in month.truth(replayed.month).values()
        for stay in stays
    ]
    with tenancy.acting_for(org_id=replayed.crowd.org_id):
        async with database.transaction():
            rows = await database.fetch(SESSIONS)
    assert sorted(map(_session, rows), key=repr) == sorted(expected, key=repr)


def _session(row: Any) -> tuple[Any, ...]:
    breaks: Sequence[Any] = msgspec.json.decode(
        row["breaks"], type=list[tuple[month.datetime, month.datetime]]
    )
    return (
        row["member_id"],
        row["site_id"],
        row["started_at"],
        row["ended_at"],
        row["closed_by"],
        list(breaks),
    )


async def test_sheets_hold_every_stretch_until_it_ended_as_far_as_anybody_knows(replayed: Replayed) -> None:
    expected = {
        replayed.member(person): [_stretch(replayed, stay) for stay in stays]
        for person, stays in month.truth(replayed.month).items()
    }
    with tenancy.acting_for(org_id=replayed.crowd.org_id):
        async with database.transaction():
            sheets = await read_sheets(BEGINS, ENDS, list(expected))
    read = {sheet.member_id: [_times(stretch) for stretch in sheet.stretches] for sheet in sheets}
    assert read == {member: [_times(one) for one in stretches] for member, stretches in expected.items()}


async def test_pay_is_what_the_slow_calculation_says(replayed: Replayed) -> None:
    owner = replayed.crowd.owner
    actor = Actor(owner.account_id, new_id(), "ko", replayed.crowd.org_id, owner.member_id, "owner")
    decided = PaySettingsInput(
        pack="kr",
        weekly_excess=CHOICES.weekly_excess or "last_days",
        holiday_hours_in_week=False,
        holiday_from_midnight="start_day",
        minutes="exact",
        won="nearest",
        payday=Payday(day=10),
    )
    with tenancy.acting_for(org_id=replayed.crowd.org_id):
        await settings.change_settings(actor, decided)
        await periods.ensure()
        period = await periods.period_of(FIRST)
        assert period is not None
        assert (period.from_on, period.until_on) == (FIRST, LAST)
        paid = {one.member_id: one for one in await statements(period)}

    for person, stays in month.truth(replayed.month).items():
        statement = paid[replayed.member(person)]
        slow = slow_pay(_facts(replayed, person, stays))
        assert statement.total_won == int(slow.total + Fraction(1, 2))
        assert sum(line.won for line in statement.lines) == statement.total_won
        for code, won in slow.won.items():
            lines = [line for line in statement.lines if line.code == code]
            assert abs(sum(line.won for line in lines) - won) <= max(len(lines), 1)


def _stretch(replayed: Replayed, stay: Stay) -> Stretch:
    """Without an OUT the work ended with its shift, or with the next IN if that came before."""
    planned = max(stay.shift.ends_at, stay.starts_at + MINUTE)
    ends_at = stay.ends_at or planned
    if stay.ended_by == "next_in":
        ends_at = min(ends_at, planned)
    breaks = ((from_, min(to, ends_at)) for from_, to in stay.breaks)
    return Stretch(
        session_id=UUID(int=0),
        day=stay.starts_at.astimezone(SEOUL).date(),
        starts_at=stay.starts_at,
        ends_at=ends_at,
        zone="Asia/Seoul",
        breaks=tuple(Rest(from_, to) for from_, to in breaks if from_ < to),
        site_id=replayed.site(stay.site),
        open=stay.ends_at is None,
    )


def _times(stretch: Stretch) -> tuple[Any, ...]:
    breaks = [(rest.starts_at, rest.ends_at) for rest in stretch.breaks]
    return stretch.day, stretch.starts_at, stretch.ends_at, breaks, stretch.site_id, stretch.open


def _facts(replayed: Replayed, person: int, stays: list[Stay]) -> PayFacts:
    pattern = replayed.month.people[person]
    since = BEGINS.replace(year=BEGINS.year - 1)
    contract = Contract(
        since,
        pattern.wage_kind,
        pattern.wage_won,
        pattern.weekly_min,
        len(pattern.weekdays),
        extra_hours_agreed=True,
    )
    return PayFacts(
        member_id=replayed.member(person),
        from_on=FIRST,
        until_on=LAST,
        contracts=(contract,),
        choices=CHOICES,
        stretches=tuple(_stretch(replayed, stay) for stay in stays),
        planned=tuple(_planned(replayed, shift) for shift in replayed.month.plan if shift.person == person),
        holidays=HOLIDAYS,
        five_or_more={FIRST: True, date(2026, 9, 1): True},
        hired_on=since,
    )


def _planned(replayed: Replayed, shift: Shift) -> PlannedTime:
    day = shift.starts_at.astimezone(SEOUL).date()
    site_id = replayed.site(shift.site)
    return PlannedTime(new_id(), day, shift.starts_at, shift.ends_at, "Asia/Seoul", site_id, shift.break_min)
