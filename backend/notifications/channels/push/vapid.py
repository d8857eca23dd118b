"""Who we are to a push service (RFC 8292): one key pair, made once and kept.

A browser subscribes under the public key, and its push service takes nothing signed by another. So a new
key means that every phone subscribes again, at its next start of the app (docs/operations.md).
"""

import base64
import os
import secrets
from functools import cache
from pathlib import Path

import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from backend import settings
from backend.core import clock

log = structlog.get_logger()

FILE = "vapid-key"
LIVES_S = 12 * 3600
"""RFC 8292 allows a day at most."""
SIGNED_EVERY_S = 3600
"""Apple refuses who signs anew more often."""

_signed: dict[str, tuple[float, str]] = {}


def key_of(text: str) -> ec.EllipticCurvePrivateKey:
    """The private key from its 32 bytes in base64url, or from PEM. Raises ValueError."""
    if "-----BEGIN" in text:
        loaded = serialization.load_pem_private_key(text.encode(), password=None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey) or not isinstance(loaded.curve, ec.SECP256R1):
            raise ValueError("not a key on the curve P-256")
        return loaded
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if len(raw) != 32:
        raise ValueError("not 32 bytes")
    return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())


def keep(folder: Path) -> Path:
    """The file of the lasting key, made by whoever comes first; only its owner may read it."""
    path = folder.absolute() / FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        mine = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(32))  # any number below the order of the curve is a key
        try:
            os.link(mine, path)  # in one step and never over another one: web and worker begin together
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path


@cache
def vapid() -> Vapid02:
    """The installation's key: the one that was set, else the one in the data folder."""
    chosen = settings.current()
    return Vapid02(key_of(chosen.vapid_private_key or keep(chosen.data).read_text().strip()))


@cache
def public_key() -> str:
    """What a browser subscribes with (`applicationServerKey`): 65 bytes in base64url."""
    point = (
        vapid()
        .private_key.public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def subject() -> str:
    """Where a push service finds us: a mailto or https address."""
    chosen = settings.current()
    return chosen.vapid_subject or (chosen.origin if chosen.secure else "mailto:postmaster@localhost.local")


def authorization(origin: str) -> str:
    """The header for one push service, signed at most once an hour."""
    now = clock.now().timestamp()
    known = _signed.get(origin)
    if known is None or not known[0] <= now < known[0] + SIGNED_EVERY_S:
        claims = {"aud": origin, "exp": int(now) + LIVES_S, "sub": subject()}
        known = _signed[origin] = (now, str(vapid().sign(claims)["Authorization"]))
    return known[1]
