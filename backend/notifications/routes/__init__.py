"""The routes of notifications, a module for each noun."""

from typing import Any

HANDLERS: list[Any] = []
