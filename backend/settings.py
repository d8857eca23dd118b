"""Settings come from the environment, once, at the start. A bad one stops the start with one line.

Every setting `x` is read from `PUMASI_X`, or from the file named by `PUMASI_X_FILE` (for secrets).
"""

import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

PREFIX = "PUMASI_"


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
    sms_provider: Literal["console", "twilio"] = "console"
    twilio_account_sid: str = ""
    twilio_auth_token: str = ""
    twilio_sender: str = ""
    twilio_base_url: str = ""
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
    if not settings.secret_key:
        settings = msgspec.structs.replace(settings, secret_key=secrets.token_urlsafe(32))
    if settings.sms_provider == "twilio" and not (settings.twilio_account_sid and settings.twilio_auth_token):
        raise BadSetting(
            "PUMASI_SMS_PROVIDER=twilio needs PUMASI_TWILIO_ACCOUNT_SID and PUMASI_TWILIO_AUTH_TOKEN."
        )
    return settings


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
