"""Whom a firm works for, where, and by which contract.

Words: a Client owns Sites and signs Contracts; a contract's Line is a rule that makes shifts (a series of
scheduling): every weekday from six to nine, two people. When a contract ends, its lines end. What happens at
a visit is not known here: that is visits.
"""

from backend.clients import documents, permissions  # noqa: F401 - they register themselves
from backend.clients.routes import HANDLERS

__all__ = ["HANDLERS"]
