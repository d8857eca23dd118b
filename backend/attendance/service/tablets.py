"""Shared tablets as the office sees them: offer, pair, list, revoke."""

import asyncio
import base64
import hmac
import re
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from backend import settings
from backend.attendance.errors import PairingCodeWrong
from backend.attendance.events import TabletOffered, TabletPaired, TabletRevoked
from backend.attendance.queries import tablets as queries
from backend.attendance.schemas.tablets import TabletInput, TabletOffer, TabletsView, TabletView
from backend.core import clock, seals, tenancy
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.service.sites import visible_site

PURPOSE = "tablet keys"
CODE_LIFE = timedelta(minutes=10)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""None that looks like another."""
CODE_LENGTH = 8
SECRET_BYTES = 32
KEY_BITS = 2048


async def tablets(actor: Actor) -> TabletsView:
    """Those that are paired, and those that still wait for it."""
    async with transaction():
        scopes = actor.scope_filter("pair_tablets")
        rows = await fetch(
            queries.TABLETS, clock.now(), None if scopes is None else list(scopes), queries.MOST_TABLETS
        )
    return TabletsView([TabletView(**row) for row in rows])


async def offer(actor: Actor, wanted: TabletInput) -> TabletOffer:
    """A code that pairs one tablet with the site, once, within CODE_LIFE. Raises NotFound, Forbidden."""
    async with transaction():
        site = await visible_site(actor, wanted.site_id)
        if site.archived_at is not None:
            raise NotFound()
        actor.must("pair_tablets", site.id)
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        tablet_id, now = new_id(), clock.now()
        await fetch(
            queries.OFFER,
            *(tablet_id, site.id, wanted.name.strip(), now, actor.member, code_hash(code), now + CODE_LIFE),
        )
        await record(TabletOffered(tablet_id, site.id), by=actor)
    url = f"{settings.current().base_url.rstrip('/')}/tablet"
    shown = f"{code[:4]}-{code[4:]}"
    return TabletOffer(tablet_id, shown, url, f"{url}#{shown}", now + CODE_LIFE)


async def pair(code: str) -> str:
    """Make the caller the tablet that the code was made for; its secret. Raises PairingCodeWrong."""
    typed = re.sub(r"[^A-Z0-9]", "", code.upper())
    now = clock.now()
    with tenancy.acting_for():
        async with transaction():
            found = await fetch_row("SELECT * FROM tablet_of_code($1, $2)", code_hash(typed), now)
    if found is None:
        raise PairingCodeWrong()
    org_id, tablet_id = found["org_id"], found["tablet_id"]
    secret = secrets.token_bytes(SECRET_BYTES)
    private, public = await asyncio.to_thread(_new_key)
    sealed = seals.seal(PURPOSE, org_id, tablet_id, private)
    with tenancy.acting_for(org_id=org_id):
        async with transaction():
            values = tablet_id, now, sha256(secret).digest(), sealed, public
            paired = await fetch_row(queries.PAIR, *values)
            if paired is None:
                raise PairingCodeWrong()
            await record(TabletPaired(tablet_id, paired["site_id"]), by=None)
    return base64.urlsafe_b64encode(org_id.bytes + tablet_id.bytes + secret).decode()


async def revoke(actor: Actor, tablet_id: UUID) -> None:
    """It is nothing but a screen from now on. Again changes nothing. Raises NotFound, Forbidden."""
    async with transaction():
        tablet = await fetch_row("SELECT site_id FROM tablet WHERE id = $1", tablet_id)
        if tablet is None or not actor.may("see_sites", tablet["site_id"]):
            raise NotFound()
        actor.must("pair_tablets", tablet["site_id"])
        if await fetch_row(queries.REVOKE, tablet_id, clock.now()):
            await record(TabletRevoked(tablet_id, tablet["site_id"]), by=actor)


def code_hash(code: str) -> bytes:
    """Keyed: so few letters are tried out in no time by whoever reads the table."""
    return hmac.digest(settings.current().secret_key.encode(), f"tablet code {code}".encode(), "sha256")


def _new_key() -> tuple[bytes, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public: Any = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, base64.b64encode(public).decode()
