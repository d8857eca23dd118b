"""Who somebody is, and where they belong.

Words: an Account is a person with one verified phone number; an Organisation is a firm, a shop or a
co-operative; a Member is an account inside one organisation, with a role; an Invitation lets somebody
become one; a Session is one signed-in phone. Identity proves who acts and says what they may do. It
knows nothing of the work that people do there: sites are opaque scopes to it.
"""

from backend.identity import permissions  # noqa: F401 - declares them
from backend.identity.authentication import authenticate
from backend.identity.routes import HANDLERS

__all__ = ["HANDLERS", "authenticate"]
