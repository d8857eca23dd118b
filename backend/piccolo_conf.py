"""Piccolo's configuration: the engine of this process, and every domain's tables and migrations."""

from piccolo.conf.apps import AppRegistry

from backend import settings
from backend.core.database import Engine

DB = Engine(config={"dsn": settings.current().database_url})

APP_REGISTRY = AppRegistry(
    apps=[
        "backend.core.piccolo_app",
        "backend.identity.piccolo_app",
        "backend.notifications.piccolo_app",
        "backend.scheduling.piccolo_app",
        "backend.attendance.piccolo_app",
        "backend.clients.piccolo_app",
        "backend.visits.piccolo_app",
        "backend.imports.piccolo_app",
        "backend.timesheets.piccolo_app",
        "backend.payroll.piccolo_app",
    ]
)
