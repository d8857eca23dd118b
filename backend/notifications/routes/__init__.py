"""The routes of notifications, a module for each noun."""

from typing import Any

from backend.notifications.routes.inbox import InboxController
from backend.notifications.routes.preferences import PreferencesController

HANDLERS: list[Any] = [InboxController, PreferencesController]
