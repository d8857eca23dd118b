"""What happens at a client's site: how one gets in, what is to be done there, and the proof that it was.

Words: a Visit is a published shift with its checklist; a Check says that one item of it was done, if asked
with a Photo; an access note (keys, alarm codes) opens with a PIN and every look at it is recorded; a Report
tells the office of a problem or of supplies that run out; a client's link shows a client its own visits
and nothing else. Who worked how long is not known here: that is attendance.
"""

from backend.visits import documents, permissions, topics  # noqa: F401 - they register themselves
from backend.visits.routes import HANDLERS

__all__ = ["HANDLERS"]
