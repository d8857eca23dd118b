"""From an empty seat to somebody who signed for it.

Words: a Posting offers work in public; an Application answers it; the Pipeline leads it to a contract that
both sides signed, or to a kind refusal. The Board is what the world sees of postings, without an account.
"""

from backend.recruiting.routes import HANDLERS

__all__ = ["HANDLERS"]
