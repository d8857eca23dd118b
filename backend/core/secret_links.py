"""Secrets that open one thing to whoever holds the link: a calendar, a client's view.

A link names its organisation and its row, and proves itself with the server's key. So it can be made again
and is stored nowhere; the row that it names says whether it still holds.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from backend import settings

PROOF_BYTES = 16


def secret_of(kind: str, org_id: UUID, row_id: UUID) -> str:
    """The secret of a row, safe in a URL. Secrets of one kind open nothing of another."""
    raw = org_id.bytes + row_id.bytes + _proof(kind, org_id, row_id)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_secret(kind: str, secret: str) -> tuple[UUID, UUID] | None:
    """The organisation and the row that a secret names; None when it is none of ours."""
    try:
        raw = base64.b64decode(secret + "=" * (-len(secret) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 32 + PROOF_BYTES:
        return None
    org_id, row_id = UUID(bytes=raw[:16]), UUID(bytes=raw[16:32])
    return (org_id, row_id) if hmac.compare_digest(raw[32:], _proof(kind, org_id, row_id)) else None


def _proof(kind: str, org_id: UUID, row_id: UUID) -> bytes:
    key, text = settings.current().secret_key, f"{kind} {org_id} {row_id}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()[:PROOF_BYTES]
