"""Passkeys (WebAuthn Level 3): a second way in, with the phone's own lock."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.core import clock, database, tenancy
from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.core.events import record_for_account
from backend.core.ids import new_id
from backend.identity import queries, rules
from backend.identity.errors import PasskeyKnown, PasskeyRefused, TooManyPasskeys
from backend.identity.events import PasskeyAdded, PasskeyRemoved
from backend.identity.schemas import PasskeyInput, PasskeyOptions, PasskeySessionInput, PasskeyView
from backend.identity.service import sessions
from backend.identity.service.sessions import Begun, Browser
from backend.identity.tables import Account, Passkey
from backend.identity.tokens import hash_of, new_token

SIGN_IN = "passkey sign-in"
REGISTRATION = "passkey registration"
NAME = "Pumasi"

# A malformed credential shows itself as any of these, depending on how far it was parsed.
BAD_CREDENTIAL = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


async def sign_in_options(browser: Browser) -> PasskeyOptions:
    """A challenge for whoever may answer: the phone knows which account its passkey is for."""
    options = webauthn.generate_authentication_options(
        rp_id=site_of(browser), user_verification=UserVerificationRequirement.REQUIRED
    )
    return await _keep(SIGN_IN, options.challenge, options_to_json_dict(options))


async def sign_in(body: PasskeySessionInput, browser: Browser) -> Begun:
    """Begin a session for the owner of the passkey. Raises PasskeyRefused. A challenge is good once."""
    challenge = await _take(SIGN_IN, body.challenge_id)
    try:
        account_id = UUID(bytes=base64url_to_bytes(body.credential["response"]["userHandle"]))
        credential_id = base64url_to_bytes(body.credential["rawId"])
    except BAD_CREDENTIAL:
        raise PasskeyRefused() from None
    # The phone only claims to be this account; the signature below proves it.
    with tenancy.acting_for(account_id=account_id):
        async with database.transaction():
            passkey = (
                await Passkey.objects()
                .where(Passkey.credential_id == credential_id)
                .lock_rows("UPDATE")
                .first()
            )
            if passkey is None:
                raise PasskeyRefused()
            sign_count = _verified_sign_count(body.credential, passkey, challenge, browser)
            await Passkey.update({Passkey.sign_count: sign_count, Passkey.last_used_at: clock.now()}).where(
                Passkey.id == passkey.id
            )
            return await sessions.begin(account_id, method="passkey", browser=browser)


def _verified_sign_count(
    credential: dict[str, Any], passkey: Passkey, challenge: bytes, browser: Browser
) -> int:
    try:
        return webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site_of(browser),
            expected_origin=browser.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except BAD_CREDENTIAL:
        raise PasskeyRefused() from None


async def registration_options(actor: Actor, browser: Browser) -> PasskeyOptions:
    """A challenge for making a passkey on this phone. Raises TooManyPasskeys."""
    async with database.transaction():
        account = await Account.objects().get(Account.id == actor.account_id)
        known = await Passkey.objects()
        if account is None:
            raise NotFound()
        if len(known) >= rules.PASSKEYS_MAX:
            raise TooManyPasskeys()
    options = webauthn.generate_registration_options(
        rp_id=site_of(browser),
        rp_name=NAME,
        user_id=account.id.bytes,
        user_name=account.phone,
        user_display_name=account.name or account.phone,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return await _keep(f"{REGISTRATION} {actor.account_id}", options.challenge, options_to_json_dict(options))


async def register(actor: Actor, body: PasskeyInput, browser: Browser) -> tuple[PasskeyView, str]:
    """Keep a new passkey. Returns it with the session's new token: a way in was added, so the cookie rotates.

    Raises PasskeyRefused, PasskeyKnown.
    """
    challenge = await _take(f"{REGISTRATION} {actor.account_id}", body.challenge_id)
    try:
        verified = webauthn.verify_registration_response(
            credential=body.credential,
            expected_challenge=challenge,
            expected_rp_id=site_of(browser),
            expected_origin=browser.origin,
            require_user_verification=True,
        )
    except BAD_CREDENTIAL:
        raise PasskeyRefused() from None
    passkey = Passkey(
        id=new_id(),
        account_id=actor.account_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=body.name.strip(),
        created_at=clock.now(),
    )
    try:
        async with database.transaction():
            await Passkey.insert(passkey)
            await record_for_account(PasskeyAdded(passkey_id=passkey.id), account_id=actor.account_id)
            return _view(passkey), await sessions.rotate(actor)
    except asyncpg.UniqueViolationError:
        raise PasskeyKnown() from None


async def list_passkeys(_actor: Actor) -> Sequence[PasskeyView]:
    async with database.transaction():
        return [_view(passkey) for passkey in await Passkey.objects().order_by(Passkey.id)]


async def remove(actor: Actor, passkey_id: UUID) -> None:
    """Forget a passkey; a phone that still has it cannot sign in with it. Raises NotFound."""
    async with database.transaction():
        removed = await Passkey.delete().where(Passkey.id == passkey_id).returning(Passkey.id)
        if not removed:
            raise NotFound()
        await record_for_account(PasskeyRemoved(passkey_id=passkey_id), account_id=actor.account_id)


def site_of(browser: Browser) -> str:
    """The relying party's id. The origin was checked before: it is ours."""
    return urlsplit(browser.origin).hostname or ""


async def _keep(purpose: str, challenge: bytes, options: dict[str, Any]) -> PasskeyOptions:
    challenge_id = new_token()
    async with database.transaction():
        await queries.keep_step(
            hash_of(challenge_id),
            purpose,
            {"challenge": bytes_to_base64url(challenge)},
            clock.now() + rules.STEP_LIFE,
        )
    return {"challenge_id": challenge_id, **options}


async def _take(purpose: str, challenge_id: str) -> bytes:
    async with database.transaction():
        kept = await queries.take_step(hash_of(challenge_id), purpose)
    if kept is None:
        raise PasskeyRefused()
    return base64url_to_bytes(kept["challenge"])


def _view(passkey: Passkey) -> PasskeyView:
    return PasskeyView(passkey.id, passkey.name, passkey.created_at, passkey.last_used_at)
