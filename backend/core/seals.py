"""Small secrets at rest: encrypted for one purpose, one organisation and one row; PINs are hashed slowly."""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend import settings

NONCE_BYTES = 12


def seal(purpose: str, org_id: UUID, row_id: UUID, secret: bytes) -> bytes:
    """AES-256-GCM. It opens for this purpose and row only, and not at all when a byte was changed."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key(purpose, org_id)).encrypt(nonce, secret, row_id.bytes)


def unseal(purpose: str, org_id: UUID, row_id: UUID, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidTag when the key or the bytes are others."""
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return AESGCM(_key(purpose, org_id)).decrypt(nonce, body, row_id.bytes)


def pin_hash(purpose: str, org_id: UUID, row_id: UUID, pin: str) -> bytes:
    """Slow (scrypt) and keyed: four digits are tried out in no time otherwise."""
    salt = _key(purpose, org_id) + row_id.bytes
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def is_pin(purpose: str, org_id: UUID, row_id: UUID, pin: str, kept: bytes) -> bool:
    return hmac.compare_digest(pin_hash(purpose, org_id, row_id, pin), kept)


def _key(purpose: str, org_id: UUID) -> bytes:
    key = settings.current().secret_key.encode()
    return hmac.new(key, f"{purpose} of {org_id}".encode(), hashlib.sha256).digest()
