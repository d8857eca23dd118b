"""A generated month (tests/month.py), written into an organisation, and sent tap by tap by the real rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.attendance.schemas.punches import PunchInput
from backend.attendance.service.clock_in import take_punch
from backend.core import clock, tenancy
from backend.core.actor import Actor
from backend.core.errors import DomainError
from backend.core.ids import new_id
from tests.crowd import Crowd, gather_crowd
from tests.month import BEGINS, Month, Tap

MAY = frozenset({"clock_in", "see_own_record"})


@dataclass
class Replayed:
    """The organisation, and which punch each tap became; a refused tap has none."""

    crowd: Crowd
    month: Month
    punches: dict[int, UUID]
    refused: dict[int, str]

    def member(self, person: int) -> UUID:
        return self.crowd.workers[person].member_id

    def site(self, number: int) -> UUID:
        return self.crowd.places[number].id


async def prepare(superuser_dsn: str, month: Month) -> Replayed:
    """The firm with its people, contracts and published shifts; nobody has clocked in yet."""
    crowd = await gather_crowd(superuser_dsn, workers=len(month.people), places=month.sites)
    connection = await asyncpg.connect(superuser_dsn)
    try:
        # The shift of today that every crowd has is not of this month.
        await connection.execute("DELETE FROM assignment WHERE org_id = $1", crowd.org_id)
        await connection.execute("DELETE FROM shift WHERE org_id = $1", crowd.org_id)
        await connection.execute(
            "UPDATE member SET joined_at = $2 WHERE org_id = $1", crowd.org_id, _day_before(month)
        )
        await _write_contracts(connection, crowd, month)
        await _write_plan(connection, crowd, month)
    finally:
        await connection.close()
    return Replayed(crowd, month, {}, {})


def _day_before(month: Month) -> datetime:
    return month.plan[0].starts_at.replace(year=month.plan[0].starts_at.year - 1)


async def _write_contracts(connection: asyncpg.Connection, crowd: Crowd, month: Month) -> None:
    await connection.executemany(
        "INSERT INTO employment_terms (org_id, member_id, from_on, weekly_min, days_per_week, wage_kind,"
        " wage_won, extra_hours_agreed) VALUES ($1, $2, $3, $4, $5, $6, $7, true)",
        [
            (
                crowd.org_id,
                worker.member_id,
                BEGINS.replace(year=BEGINS.year - 1),
                pattern.weekly_min,
                len(pattern.weekdays),
                pattern.wage_kind,
                pattern.wage_won,
            )
            for worker, pattern in zip(crowd.workers, month.people, strict=True)
        ],
    )


async def _write_plan(connection: asyncpg.Connection, crowd: Crowd, month: Month) -> None:
    shifts: list[tuple[Any, ...]] = []
    assignments: list[tuple[Any, ...]] = []
    for shift in month.plan:
        shift_id, span = new_id(), (shift.starts_at, shift.ends_at)
        shifts.append((crowd.org_id, shift_id, crowd.places[shift.site].id, *span, shift.break_min))
        member_id = crowd.workers[shift.person].member_id
        assignments.append((crowd.org_id, new_id(), shift_id, member_id, *span))
    await connection.executemany(
        "INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, state, published_at, break_min)"
        " VALUES ($1, $2, $3, $4, $5, 1, 'published', $4, $6)",
        shifts,
    )
    await connection.executemany(
        "INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        assignments,
    )


async def replay(replayed: Replayed, taps: Sequence[Tap] | None = None) -> None:
    """Send the taps as they arrive, each at its moment."""
    with tenancy.acting_for(org_id=replayed.crowd.org_id):
        for tap in replayed.month.taps if taps is None else taps:
            walker, place = replayed.crowd.workers[tap.person], replayed.crowd.places[tap.site]
            actor = Actor(
                walker.account_id,
                new_id(),
                "ko",
                replayed.crowd.org_id,
                walker.member_id,
                "member",
                permissions=MAY,
            )
            heard = tap.last_server_time
            claim = PunchInput(
                kind=tap.kind,
                device_time=tap.device_time,
                site_id=place.id,
                last_server_time=heard,
                device_age_ms=round((tap.happened_at - heard).total_seconds() * 1000) if heard else None,
                lat=place.lat,
                lon=place.lon,
                accuracy_m=15.0,
            )
            punch_id = new_id()
            with clock.stopped_at(tap.arrives_at):
                try:
                    await take_punch(actor, punch_id, claim)
                except DomainError as error:
                    replayed.refused[tap.number] = type(error).__name__
                else:
                    replayed.punches[tap.number] = punch_id
