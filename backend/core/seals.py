"""Access notes are encrypted with a key of their site's own, and their PINs are hashed slowly."""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend import settings

NONCE_BYTES = 12


def seal(org_id: UUID, site_id: UUID, text: str) -> bytes:
    """AES-256-GCM. It opens for this site only, and not at all when a byte was changed."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key(org_id)).encrypt(nonce, text.encode(), site_id.bytes)


def unseal(org_id: UUID, site_id: UUID, sealed: bytes) -> str:
    """Raises cryptography's InvalidTag when the key or the bytes are others."""
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return AESGCM(_key(org_id)).decrypt(nonce, body, site_id.bytes).decode()


def pin_hash(org_id: UUID, site_id: UUID, pin: str) -> bytes:
    """Slow (scrypt) and keyed: four digits are tried out in no time otherwise."""
    return hashlib.scrypt(pin.encode(), salt=_key(org_id) + site_id.bytes, n=2**14, r=8, p=1, dklen=32)


def is_pin(org_id: UUID, site_id: UUID, pin: str, kept: bytes) -> bool:
    return hmac.compare_digest(pin_hash(org_id, site_id, pin), kept)


def _key(org_id: UUID) -> bytes:
    key = settings.current().secret_key.encode()
    return hmac.new(key, f"access notes of {org_id}".encode(), hashlib.sha256).digest()
