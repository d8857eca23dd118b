"""What the hours and the money of the past weeks say about the next: by site, by client, by person.

Nothing is stored here: every answer is read from the plan, the sheets and the pay.
"""

from backend.insight import permissions  # noqa: F401 - they register themselves
from backend.insight.routes import HANDLERS

__all__ = ["HANDLERS"]
