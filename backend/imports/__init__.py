"""Tables that come from elsewhere: people, sites and shifts from a CSV or an Excel file.

A file is first only looked at: row by row, what would be added, changed, left as it is, or refused and why.
That preview is kept for a day; applying it does exactly what it showed, or nothing when the data has moved
since. The same file again changes nothing. What the rows become is made by the domains' own services.
"""

from backend.imports import permissions  # noqa: F401 - they register themselves
from backend.imports.routes import HANDLERS

__all__ = ["HANDLERS"]
