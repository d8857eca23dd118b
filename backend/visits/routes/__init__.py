"""Visits over HTTP, a module for each noun."""

from typing import Any

from backend.visits.routes.access_notes import AccessNoteController
from backend.visits.routes.links import ClientLinkController, LinkController, client_photo, client_view
from backend.visits.routes.reports import ReportController, SiteReportController
from backend.visits.routes.visits import CheckController, ChecklistController, VisitController, get_photo

HANDLERS: list[Any] = [
    AccessNoteController,
    ChecklistController,
    VisitController,
    CheckController,
    get_photo,
    SiteReportController,
    ReportController,
    ClientLinkController,
    LinkController,
    client_view,
    client_photo,
]
