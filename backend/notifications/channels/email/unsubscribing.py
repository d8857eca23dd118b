"""What the unsubscribe link of a letter carries: whose letter it was, and of which topic, under our key.

Whoever has the letter may stop such letters; the token says nothing to anybody else and opens nothing else.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from backend import settings

MAC_BYTES = 16
PATH = "/api/v1/public/email/unsubscribe/"


def unsubscribe_url(account_id: UUID, topic: str) -> str:
    return f"{settings.current().origin}{PATH}{token_of(account_id, topic)}"


def token_of(account_id: UUID, topic: str) -> str:
    raw = account_id.bytes + _mac(account_id, topic) + topic.encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_token(token: str) -> tuple[UUID, str] | None:
    """Whose letter and of which topic; None for what we did not sign."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        account_id = UUID(bytes=raw[:16])
        topic = raw[16 + MAC_BYTES :].decode()
    except (binascii.Error, ValueError):
        return None
    return (
        (account_id, topic)
        if hmac.compare_digest(_mac(account_id, topic), raw[16 : 16 + MAC_BYTES])
        else None
    )


def _mac(account_id: UUID, topic: str) -> bytes:
    text = f"unsubscribe {account_id} {topic}".encode()
    return hmac.new(settings.current().secret_key.encode(), text, hashlib.sha256).digest()[:MAC_BYTES]
