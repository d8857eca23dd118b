"""From punches and the plan to hours that both sides have agreed on.

Words: a Sheet is what one person worked, planned and missed in a Period, with its exceptions on top; it is
open, approved, or locked, and is reopened only with a reason. A Receipt is the worker's own copy: the chain
over their record, signed with the organisation's key. Money is not known here: that is payroll.
"""

from backend.timesheets import (  # noqa: F401 - they register themselves
    permissions,
    receipt_permissions,
    receipt_topics,
    topics,
)
from backend.timesheets.routes import HANDLERS

__all__ = ["HANDLERS"]
