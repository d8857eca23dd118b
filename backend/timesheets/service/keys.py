"""What an organisation signs with: made when it is first needed, changed by its owner, never forgotten."""

from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.core import clock, tenancy
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.seals import seal, unseal
from backend.timesheets.receipt_errors import SigningKeyLost
from backend.timesheets.receipt_events import SigningKeyMade
from backend.timesheets.rules.receipts import fingerprint_of
from backend.timesheets.schemas.receipts import KeysView, KeyView

PURPOSE = "signing key"

CURRENT = "SELECT id, sealed FROM org_signing_key WHERE retired_at IS NULL"
ALL = (
    "SELECT id, public_key, made_at, retired_at FROM org_signing_key ORDER BY made_at DESC, id DESC LIMIT 100"
)
MAKE = """
INSERT INTO org_signing_key (org_id, id, public_key, sealed, made_at)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
"""
# Whoever makes the first one makes it alone.
HOLD = "SELECT id FROM organisation WHERE id = current_setting('app.org')::uuid FOR NO KEY UPDATE"
RETIRE = "UPDATE org_signing_key SET retired_at = $1 WHERE retired_at IS NULL"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key in use, opened."""

    id: UUID
    private: Ed25519PrivateKey


async def signing_key(org_id: UUID) -> SigningKey:
    """The key in use; the first one is made here. Inside a transaction. Raises SigningKeyLost."""
    row = await fetch_row(CURRENT)
    if row is None:
        await fetch(HOLD)
        row = await fetch_row(CURRENT)
    if row is None:
        return await _make(org_id, None)
    try:
        secret = unseal(PURPOSE, org_id, row["id"], row["sealed"])
    except InvalidTag:
        raise SigningKeyLost() from None
    return SigningKey(row["id"], Ed25519PrivateKey.from_private_bytes(secret))


async def change_key(actor: Actor) -> KeysView:
    """Sign with a new key from now on. What was signed before still holds with the old one."""
    async with transaction():
        await fetch(HOLD)
        await fetch(RETIRE, clock.now())
        await _make(actor.org, actor)
        return await _all()


async def keys() -> KeysView:
    """All public keys of the organisation, the newest first."""
    async with transaction():
        return await _all()


async def public_keys(org_id: UUID) -> KeysView:
    """The same for anybody who holds a receipt. Raises NotFound where nothing was ever signed."""
    with tenancy.acting_for(org_id=org_id):
        found = await keys()
    if not found.items:
        raise NotFound()
    return found


async def _make(org_id: UUID, by: Actor | None) -> SigningKey:
    key_id, private = new_id(), Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    sealed = seal(PURPOSE, org_id, key_id, private.private_bytes_raw())
    await fetch(MAKE, key_id, public, sealed, clock.now())
    await record(SigningKeyMade(key_id, fingerprint_of(public)), by=by)
    return SigningKey(key_id, private)


async def _all() -> KeysView:
    return KeysView(
        [
            KeyView(
                fingerprint=fingerprint_of(row["public_key"]),
                public_key=row["public_key"].hex(),
                since=row["made_at"],
                until=row["retired_at"],
            )
            for row in await fetch(ALL)
        ]
    )
