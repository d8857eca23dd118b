"""Settings come from the environment, once, at the start. A bad one stops the start with one line.

Every setting `x` is read from `PUMASI_X`, or from the file named by `PUMASI_X_FILE` (for secrets).
"""

import os
import re
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

PREFIX = "PUMASI_"
VAPID_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?|-----BEGIN [\s\S]+")


class BadSetting(SystemExit):
    """A setting that cannot be used. Printed as one line; the process ends with status 1."""


class OidcProvider(msgspec.Struct, frozen=True):
    """One social sign-in: any OpenID Connect issuer."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    title: str


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one list of settings. docs/operations.md explains each."""

    data: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    seed: str = "cleaning-firm"
    base_url: str = ""
    secret_key: str = ""
    database_url: str = ""
    database_owner_url: str = ""
    database_relay_url: str = ""
    database_pool: int = 16
    valkey_url: str = ""
    sms_provider: Literal["console", "twilio", "solapi"] = "console"
    sms_providers: str = ""
    sms_prices: str = "solapi.sms=18,solapi.lms=45,twilio.segment=70,console.sms=20,console.lms=50"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_sender: str = ""
    twilio_base_url: str = ""
    solapi_api_key: str = ""
    solapi_api_secret: str = ""
    solapi_sender: str = ""
    solapi_base_url: str = "https://api.solapi.com"
    solapi_webhook_secret: str = ""
    smtp_url: str = ""
    email_from: str = ""
    vapid_private_key: str = ""
    vapid_subject: str = ""
    push_hosts: str = ""
    push_loopback: Literal["on", "off"] = "off"
    countries: str = "KR"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    rate_limits: Literal["on", "off"] = "on"
    behind_proxy: Literal["on", "off"] = "off"
    oidc: tuple[OidcProvider, ...] = ()

    @property
    def origin(self) -> str:
        """Scheme, host and port that browsers use, for the Origin check and for links."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sms_names(self) -> tuple[str, ...]:
        """The providers of text messages, the preferred one first."""
        named = tuple(name.strip() for name in self.sms_providers.split(",") if name.strip())
        return named or (self.sms_provider,)

    @property
    def prices_won(self) -> dict[str, int]:
        """What a message costs, by `provider.kind`."""
        pairs = (pair.partition("=") for pair in self.sms_prices.split(",") if pair.strip())
        return {name.strip().lower(): int(won) for name, _, won in pairs}

    @property
    def allowed_countries(self) -> frozenset[str]:
        return frozenset(code.strip().upper() for code in self.countries.split(",") if code.strip())


def environment_names() -> frozenset[str]:
    """Every name that the environment may carry, the `_FILE` forms included."""
    plain = {
        PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings) if field.name != "oidc"
    }
    return frozenset(plain | {f"{name}_FILE" for name in plain})


def load(environment: Mapping[str, str]) -> Settings:
    """Read and check the settings; raises BadSetting with one clear line."""
    values = _read(environment)
    providers = _oidc_providers(values)
    unknown = sorted(set(values) - {field.name for field in msgspec.structs.fields(Settings)})
    if unknown:
        raise BadSetting(
            f"Unknown setting {PREFIX}{unknown[0].upper()}. Known ones are in docs/operations.md."
        )
    try:
        settings = msgspec.convert({**values, "oidc": providers}, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise BadSetting(f"Bad setting: {error}") from None
    if not settings.base_url:
        settings = msgspec.structs.replace(settings, base_url=f"http://{settings.host}:{settings.port}")
    if settings.secure and len(settings.secret_key) < 32:
        raise BadSetting("PUMASI_SECRET_KEY must have at least 32 characters when the address is https.")
    if settings.secure and not settings.vapid_private_key:
        raise BadSetting(
            "PUMASI_VAPID_PRIVATE_KEY must be set when the address is https (docs/operations.md)."
        )
    if settings.vapid_private_key and not VAPID_KEY.fullmatch(settings.vapid_private_key):
        raise BadSetting("PUMASI_VAPID_PRIVATE_KEY must be 32 bytes in base64url, or PEM.")
    if settings.secure and settings.push_loopback == "on":
        raise BadSetting("PUMASI_PUSH_LOOPBACK is for development; the address is https.")
    if settings.vapid_subject and not settings.vapid_subject.startswith(("mailto:", "https://")):
        raise BadSetting("PUMASI_VAPID_SUBJECT must begin with mailto: or https://.")
    if not settings.secret_key:
        settings = msgspec.structs.replace(settings, secret_key=secrets.token_urlsafe(32))
    _check_providers(settings)
    return settings


def _check_providers(settings: Settings) -> None:
    needed = {
        "console": (),
        "twilio": ("twilio_account_sid", "twilio_auth_token"),
        "solapi": ("solapi_api_key", "solapi_api_secret", "solapi_sender"),
    }
    for name in settings.sms_names:
        if name not in needed:
            raise BadSetting(f"PUMASI_SMS_PROVIDERS: {name} is none of {', '.join(needed)}.")
        if not all(getattr(settings, key) for key in needed[name]):
            keys = " and ".join(PREFIX + key.upper() for key in needed[name])
            raise BadSetting(f"PUMASI_SMS_PROVIDER={name} needs {keys}.")
    try:
        _ = settings.prices_won
    except ValueError:
        raise BadSetting("PUMASI_SMS_PRICES: write it as twilio.segment=70,solapi.sms=18 (won).") from None
    for url in settings.smtp_url.split(","):
        if url and urlsplit(url.strip()).scheme not in ("smtp", "smtps"):
            raise BadSetting("PUMASI_SMTP_URL: write it as smtp://user:password@host:587 or smtps://host.")
    if settings.smtp_url and "@" not in settings.email_from:
        raise BadSetting("PUMASI_SMTP_URL needs PUMASI_EMAIL_FROM, the address that mail comes from.")


@cache
def current() -> Settings:
    """The settings of this process."""
    return load(os.environ)


def _read(environment: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name.startswith("PUMASI_E2E_"):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key.endswith("_file"):
            try:
                values[key.removesuffix("_file")] = Path(value).read_text().strip()
            except OSError as error:
                raise BadSetting(f"{name}: {error}") from None
        else:
            values.setdefault(key, value)
    return values


def _oidc_providers(values: dict[str, str]) -> list[dict[str, str]]:
    """Take PUMASI_OIDC_<NAME>_{ISSUER,CLIENT_ID,CLIENT_SECRET,TITLE} out of the values."""
    found: dict[str, dict[str, str]] = {}
    for key in [key for key in values if key.startswith("oidc_")]:
        for field in ("issuer", "client_id", "client_secret", "title"):
            if key.endswith(f"_{field}"):
                name = key.removeprefix("oidc_").removesuffix(f"_{field}")
                found.setdefault(name, {"name": name, "title": name.title()})[field] = values.pop(key)
    return list(found.values())


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)
