"""Scheduling over HTTP, a module for each noun."""

from typing import Any

from backend.scheduling.routes.calendars import CalendarFeedController, SiteCalendarController, read_calendar
from backend.scheduling.routes.roster import RosterController
from backend.scheduling.routes.shifts import AssignmentController, ShiftController, WeekController
from backend.scheduling.routes.sites import SiteCodeController, SiteController

HANDLERS: list[Any] = [
    CalendarFeedController,
    SiteCalendarController,
    read_calendar,
    SiteController,
    SiteCodeController,
    ShiftController,
    AssignmentController,
    WeekController,
    RosterController,
]
