"""Everything of recruiting over HTTP, a module for each noun."""

from typing import Any

HANDLERS: list[Any] = []
