"""When a period is paid."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from backend.payroll.rules.payday import payday_of
from backend.payroll.schemas.settings import PaySettings
from backend.scheduling.rules.leave import months_after
from backend.scheduling.service.series_ahead import known_holidays
from backend.timesheets.service.periods import Period

MORNING = time(9)
"""Slips are given at nine on payday, by the organisation's clocks."""


async def payday(period: Period, settings: PaySettings) -> date | None:
    """The day of pay; None while nothing was decided. Inside a transaction."""
    if settings.payday is None:
        return None
    latest = months_after(period.until_on, settings.payday.months_after + 2)
    return payday_of(period.until_on, settings.payday, await known_holidays(period.until_on, latest))


def given_at(day: date, zone: str, now: datetime) -> datetime:
    """When people get the slips of that payday: that morning, or at once when it is over."""
    return max(datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC), now)
