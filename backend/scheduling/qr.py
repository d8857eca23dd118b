"""The signed text in a site's QR code: the proof that somebody stood in front of it.

A printed code names a version of the site's poster and can be revoked; a code on a screen changes every
WINDOW_S seconds. The organisation is signed but not written, which keeps the code small enough for a
cheap camera in a dark stairwell: 44 characters.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Literal
from uuid import UUID

from backend import settings

WINDOW_S = 30
WINDOWS_BACK = 1
"""How many windows after its own a code on a screen still counts: reading and typing take time."""
CLOCK_TOLERANCE = timedelta(seconds=5)

_MAC_BYTES = 12
_PRINTED, _SCREEN = b"P", b"S"
_SIZE = 1 + 16 + 4 + _MAC_BYTES


@dataclass(frozen=True, slots=True)
class SiteCode:
    """What a genuine code says. `number` is the poster's version, or the screen's window."""

    kind: Literal["printed", "screen"]
    site_id: UUID
    number: int

    def shown_at(self, moment: datetime) -> bool:
        """Whether a screen at the site showed this code then, or shortly before."""
        start = datetime.fromtimestamp(self.number * WINDOW_S, UTC)
        end = start + timedelta(seconds=WINDOW_S * (1 + WINDOWS_BACK))
        return start - CLOCK_TOLERANCE <= moment < end + CLOCK_TOLERANCE


def printed(org_id: UUID, site_id: UUID, version: int) -> str:
    """The text of the poster."""
    return _sign(org_id, _PRINTED + site_id.bytes + version.to_bytes(4, "big"))


def on_screen(org_id: UUID, site_id: UUID, now: datetime) -> tuple[str, datetime]:
    """The text that a screen at the site shows now, and when it must show the next one."""
    window = int(now.timestamp()) // WINDOW_S
    text = _sign(org_id, _SCREEN + site_id.bytes + window.to_bytes(4, "big"))
    return text, datetime.fromtimestamp((window + 1) * WINDOW_S, UTC)


def read(org_id: UUID, text: str) -> SiteCode | None:
    """What a scanned text says, or None when we did not sign it for this organisation.

    A poster may hold a link that ends in the code, so that any camera opens the app.
    """
    code = text.rpartition("/")[2]
    try:
        raw = base64.urlsafe_b64decode(code)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _SIZE or not hmac.compare_digest(_sign(org_id, raw[:-_MAC_BYTES]), code):
        return None
    kind: Literal["printed", "screen"] = "printed" if raw[:1] == _PRINTED else "screen"
    return SiteCode(kind, UUID(bytes=raw[1:17]), int.from_bytes(raw[17:21], "big"))


def _sign(org_id: UUID, message: bytes) -> str:
    mac = hmac.digest(_key(), org_id.bytes + message, "sha256")[:_MAC_BYTES]
    return base64.urlsafe_b64encode(message + mac).decode()


@cache
def _key() -> bytes:
    return hmac.digest(settings.current().secret_key.encode(), b"site code", sha256)
