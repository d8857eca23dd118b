"""Secrets and what is stored of them. The server's key makes each kind of hash its own."""

import base64
import binascii
import hashlib
import hmac
import secrets
from uuid import UUID

from backend import settings
from backend.identity.authentication import hash_of
from backend.identity.rules import CODE_DIGITS

__all__ = ["code_hash", "hash_of", "invitation_token", "new_code", "new_token", "org_of_invitation"]

SECRET_BYTES = 16


def new_token() -> str:
    """A session's cookie or a sign-in step's secret: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_hash(phone: str, code: str) -> bytes:
    """Keyed, because a million codes are hashed in a second."""
    return _keyed(f"sign-in code {phone} {code}")


def invitation_token(org_id: UUID, invitation_id: UUID) -> str:
    """The organisation and a secret. It can be made again, so no row, event or queue needs to carry it."""
    secret = _keyed(f"invitation {org_id} {invitation_id}")[:SECRET_BYTES]
    return base64.urlsafe_b64encode(org_id.bytes + secret).decode().rstrip("=")


def org_of_invitation(token: str) -> UUID | None:
    """The organisation that a token names; None when it is no token."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:16]) if len(raw) == 16 + SECRET_BYTES else None


def _keyed(text: str) -> bytes:
    return hmac.new(settings.current().secret_key.encode(), text.encode(), hashlib.sha256).digest()
