"""Scheduling over HTTP, a module for each noun."""

from typing import Any

from backend.scheduling.routes.calendars import CalendarFeedController, SiteCalendarController, read_calendar
from backend.scheduling.routes.claims import AnswerController, ClaimController, OpenShiftController
from backend.scheduling.routes.holidays import HolidayController
from backend.scheduling.routes.leave import LeaveController, LeaveRequestController
from backend.scheduling.routes.people import (
    CertificateController,
    MemberFactsController,
    PositionController,
    SiteRequirementsController,
)
from backend.scheduling.routes.planning import PlanningController
from backend.scheduling.routes.roster import RosterController
from backend.scheduling.routes.rosterings import CallOffController, RosteringController
from backend.scheduling.routes.series import SeriesController, SeriesPreviewController
from backend.scheduling.routes.shifts import AssignmentController, ShiftController
from backend.scheduling.routes.sites import SiteCodeController, SiteController
from backend.scheduling.routes.swaps import SwapController, list_partners
from backend.scheduling.routes.times import AvailabilityController, WishController
from backend.scheduling.routes.weeks import (
    PublicationController,
    WeekController,
    WeekTemplateController,
)

HANDLERS: list[Any] = [
    PlanningController,
    PositionController,
    CertificateController,
    MemberFactsController,
    SiteRequirementsController,
    CalendarFeedController,
    SiteCalendarController,
    read_calendar,
    SiteController,
    SiteCodeController,
    ShiftController,
    AssignmentController,
    PublicationController,
    WeekController,
    WeekTemplateController,
    RosterController,
    RosteringController,
    CallOffController,
    OpenShiftController,
    ClaimController,
    AnswerController,
    SwapController,
    list_partners,
    AvailabilityController,
    WishController,
    LeaveController,
    LeaveRequestController,
    SeriesController,
    SeriesPreviewController,
    HolidayController,
]
