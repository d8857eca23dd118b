"""Who worked where and when, and how well we know it.

Words: a Punch is a person's claim ("I came in", with the evidence for it) and is never changed; what the
server believes of it stands beside it (its Reading); a WorkSession is what follows from a person's punches
in the order in which they happened, whatever the order in which they arrived. The board shows who is
expected, on site, late, or gone. Plans belong to scheduling, pay to payroll.
"""

from backend.attendance import documents, permissions, topics, worked  # noqa: F401 - they register themselves
from backend.attendance.routes import HANDLERS

__all__ = ["HANDLERS"]
