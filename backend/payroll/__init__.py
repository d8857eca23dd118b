"""From hours to money, with the working shown.

Words: a Pack holds the pay rules of a country (`rules/kr`) or none (`rules/neutral`); a Statement is what its
rules make of one person's period, line by line with rule, article, minutes and won; a Slip is the statement
that the person gets on payday. All of it is an estimate, and says so.
"""

from backend.payroll import permissions, topics  # noqa: F401 - they register themselves
from backend.payroll.routes import HANDLERS

__all__ = ["HANDLERS"]
