"""Social sign-in: any OpenID Connect issuer (Kakao, Naver, Google, …) by configuration.

Authorization code with PKCE (RFC 7636), state and nonce (OpenID Connect Core 1.0, 3.1). A social sign-in
alone opens no account: the first time, the person also proves a phone number, and the two are linked.
"""

import hmac
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import httpx2
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from backend import settings
from backend.core import clock, database, tenancy
from backend.core.errors import NotFound
from backend.core.events import record_for_account
from backend.identity import queries, rules
from backend.identity.errors import LinkOver
from backend.identity.events import ExternalLoginLinked
from backend.identity.schemas import ProviderView
from backend.identity.service import sessions
from backend.identity.service.sessions import Begun, Browser
from backend.identity.tokens import hash_of, new_token
from backend.settings import OidcProvider

log = structlog.get_logger()

SIGN_IN = "social sign-in"
LINK = "social link"
SCOPE = "openid profile"
TIMEOUT_S = 10
METADATA_LIFE_S = 3600
LEEWAY_S = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class SocialSignInFailed(Exception):
    """The provider's answer cannot be believed. The person is told to try again; the log says why."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and the state that its cookie must bring back."""

    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back: a session for a known person, or a link waiting for a phone number."""

    begun: Begun | None = None
    link_token: str | None = None


def list_providers() -> Sequence[ProviderView]:
    return [ProviderView(provider.name, provider.title) for provider in settings.current().oidc]


async def depart(name: str) -> Departure:
    """Begin a sign-in at the provider. Raises NotFound, SocialSignInFailed."""
    provider = provider_named(name)
    metadata = await metadata_of(provider)
    state, nonce, verifier = new_token(), new_token(), new_token()
    async with client_of(provider, metadata) as client:
        url, _ = client.create_authorization_url(
            metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    async with database.transaction():
        await queries.keep_step(
            hash_of(state),
            SIGN_IN,
            {"provider": name, "nonce": nonce, "verifier": verifier},
            clock.now() + rules.STEP_LIFE,
        )
    return Departure(url, state)


async def arrive(
    name: str,
    *,
    code: str | None,
    state: str | None,
    issuer: str | None,
    cookie: str | None,
    browser: Browser,
) -> Arrival:
    """Finish a sign-in that this browser began. Raises NotFound, SocialSignInFailed."""
    provider = provider_named(name)
    if not code or not state or not cookie or not hmac.compare_digest(state.encode(), cookie.encode()):
        raise SocialSignInFailed("not the browser that began, or it was cancelled")
    if issuer is not None and issuer != provider.issuer:
        raise SocialSignInFailed("another issuer answered (RFC 9207)")
    async with database.transaction():
        begun = await queries.take_step(hash_of(state), SIGN_IN)
    if begun is None or begun["provider"] != name:
        raise SocialSignInFailed("the sign-in is over, or was finished before")
    claims = await _claims(provider, code, begun)

    async with database.transaction():
        account_id = await queries.account_of_login(provider.issuer, claims["sub"])
        if account_id is None:
            link_token = new_token()
            link = {"provider": name, "issuer": provider.issuer, "subject": claims["sub"]}
            await queries.keep_step(hash_of(link_token), LINK, link, clock.now() + rules.STEP_LIFE)
            return Arrival(link_token=link_token)
    with tenancy.acting_for(account_id=account_id):
        async with database.transaction():
            return Arrival(begun=await sessions.begin(account_id, method="social", browser=browser))


async def link(account_id: UUID, link_token: str | None) -> None:
    """Link the social sign-in that waits in this browser, in the account's transaction. Raises LinkOver."""
    waiting = await queries.take_step(hash_of(link_token), LINK) if link_token else None
    if waiting is None:
        raise LinkOver()
    provider = waiting["provider"]
    if await queries.link_login(
        issuer=waiting["issuer"], subject=waiting["subject"], provider=provider, account_id=account_id
    ):
        await record_for_account(
            ExternalLoginLinked(account_id=account_id, provider=provider), account_id=account_id
        )


def provider_named(name: str) -> OidcProvider:
    found = next((provider for provider in settings.current().oidc if provider.name == name), None)
    if found is None:
        raise NotFound()
    return found


async def _claims(provider: OidcProvider, code: str, begun: dict[str, Any]) -> dict[str, Any]:
    """Exchange the code, and believe the ID token only when every check of Core 3.1.3.7 holds."""
    metadata = await metadata_of(provider)
    try:
        async with client_of(provider, metadata) as client:
            tokens = await client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=begun["verifier"],
            )
        keys = await _read_json(metadata["jwks_uri"])
        token = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        checks = jwt.JWTClaimsRegistry(
            now=int(clock.now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": begun["nonce"]},
        )
        checks.validate(token.claims)
    except (AuthlibBaseError, JoseError, httpx2.HTTPError, KeyError, ValueError) as error:
        raise SocialSignInFailed(f"{type(error).__name__} from {provider.issuer}") from error
    if token.claims.get("azp", provider.client_id) != provider.client_id:
        raise SocialSignInFailed("the token is for another client")
    if not isinstance(token.claims["sub"], str):
        raise SocialSignInFailed("the subject is no string")
    return dict(token.claims)


def client_of(provider: OidcProvider, metadata: dict[str, Any]) -> AsyncOAuth2Client:
    methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return AsyncOAuth2Client(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=f"{settings.current().base_url.rstrip('/')}/api/v1/sign-in/providers/{provider.name}/callback",
        code_challenge_method="S256",
        token_endpoint_auth_method=(
            "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        ),
        timeout=TIMEOUT_S,
        verify=_trust(),
    )


_metadata: dict[str, tuple[float, dict[str, Any]]] = {}


async def metadata_of(provider: OidcProvider) -> dict[str, Any]:
    """The issuer's own description (OpenID Connect Discovery 1.0), kept for an hour."""
    until, known = _metadata.get(provider.issuer, (0.0, {}))
    if time.monotonic() < until:
        return known
    url = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        found: dict[str, Any] = await _read_json(url)
    except (httpx2.HTTPError, ValueError) as error:
        raise SocialSignInFailed(f"{type(error).__name__} from {url}") from error
    if found.get("issuer") != provider.issuer:
        raise SocialSignInFailed(f"{url} describes another issuer")
    _metadata[provider.issuer] = (time.monotonic() + METADATA_LIFE_S, found)
    return found


async def _read_json(url: str) -> Any:
    async with httpx2.AsyncClient(timeout=TIMEOUT_S, verify=_trust()) as client:
        return (await client.get(url)).raise_for_status().json()


@cache
def _trust() -> ssl.SSLContext:
    """Made once: reading the certificates takes 20 ms, in which the process answers nobody."""
    return httpx2.create_ssl_context()
