"""Where and when people are to work.

Words: a Site is a place with a position, a radius and a time zone; a Shift is work at a site from one
moment to another, with seats; an Assignment puts a member on a seat; publishing shows drafts to the
crew. A site's zone decides the day, and a shift belongs to the day on which it starts. What people
really did is not known here: that is attendance.
"""

from backend.scheduling import (  # noqa: F401 - they register themselves
    documents,
    documents_time,
    permissions,
    topics,
)
from backend.scheduling.routes import HANDLERS

__all__ = ["HANDLERS"]
