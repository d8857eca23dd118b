"""Web Push: RFC 8030 (protocol), 8291 (encryption), 8292 (who we are), and declarative payloads.

A delivery goes to every phone of its person, and is one delivery. Nothing in here writes what became of it.
"""

from backend.notifications.channels.push.post import close
from backend.notifications.channels.push.sender import send

__all__ = ["close", "send"]
