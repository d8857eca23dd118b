"""What an entry of somebody's chain says, as the bytes that are hashed."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

GENESIS = bytes(32)
"""What stands before the first entry."""


def payload_of(values: Mapping[str, Any]) -> str:
    """JSON with its keys in order; nothing in it is null."""
    known = {name: value for name, value in values.items() if value is not None}
    return msgspec.json.encode(known, order="sorted").decode()


def next_hash(before: bytes, kind: str, payload: str) -> bytes:
    """SHA-256 over the hash before, the kind, a line feed and the payload's UTF-8."""
    return hashlib.sha256(before + f"{kind}\n{payload}".encode()).digest()
