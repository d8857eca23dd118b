"""The credential in a push with which its phone says "it came", without a session.

It names the organisation, the person and the notifications of the push, under a keyed hash. It is good for
this alone, however often it is used, and cannot be made for another.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from backend import settings

ID_BYTES = 16
MAC_BYTES = 16
MOST = 20
"""So many notifications in one push, so that the token stays small."""


class Pushed(NamedTuple):
    """What a token stands for."""

    org_id: UUID
    account_id: UUID
    notifications: tuple[UUID, ...]


def token_of(org_id: UUID, account_id: UUID, notifications: Sequence[UUID]) -> str:
    message = b"".join(each.bytes for each in (org_id, account_id, *notifications))
    return base64.urlsafe_b64encode(message + _mac(message)).decode().rstrip("=")


def pushed_by(token: str) -> Pushed | None:
    """What the token stands for; None when we did not make it."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    message, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    if len(message) < 3 * ID_BYTES or len(message) % ID_BYTES or not hmac.compare_digest(_mac(message), mac):
        return None
    ids = [UUID(bytes=message[at : at + ID_BYTES]) for at in range(0, len(message), ID_BYTES)]
    return Pushed(ids[0], ids[1], tuple(ids[2:]))


def _mac(message: bytes) -> bytes:
    return hmac.digest(_key(), message, "sha256")[:MAC_BYTES]


@cache
def _key() -> bytes:
    return hmac.digest(settings.current().secret_key.encode(), b"push receipt", sha256)
