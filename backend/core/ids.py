"""Ids are UUIDv7 (RFC 9562): sortable by time, made by whoever bears the row, phone or server."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    high, low = divmod(secrets.randbits(74), 1 << 62)
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    return UUID(int=value)
