"""Everything of insight over HTTP, a module for each noun."""

from typing import Any

from backend.insight.routes import insight

HANDLERS: list[Any] = [*insight.HANDLERS]
