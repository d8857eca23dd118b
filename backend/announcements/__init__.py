"""What the firm tells its people, and the proof that they read it.

Words: an Announcement is written in one or more languages and sent as a Version that never changes; an edit
of what was sent is a new version. A must-read one asks for an Acknowledgement in the reader's own language;
who does not answer is reached by other ways, and at last by a call of a person.
"""

from backend.announcements.routes import HANDLERS

__all__ = ["HANDLERS"]
