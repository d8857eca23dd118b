"""Decisions without a database: what a phone number is, what a device is called, what a role may give."""

import re
from datetime import timedelta
from ipaddress import ip_address, ip_network

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from backend.core.errors import FieldProblem
from backend.identity.errors import CountryNotServed, PhoneNotValid

CODE_DIGITS = 6
CODE_TRIES = 5
CODE_LIFE = timedelta(minutes=10)
CODE_WINDOW = timedelta(minutes=10)
CODES_PER_WINDOW = 3
CODES_PER_DAY = 10
RESEND_AFTER_S = 30
# A whole office, and many phones of a mobile carrier, share one address.
ASKINGS_PER_WINDOW = 100
ASKINGS_PER_DAY = 500
FREE_ASKINGS = 20
"""So many times more while texts cost nothing (the console provider): a script may sign a whole crew in."""

SESSION_LIFE = timedelta(days=400)  # the longest that browsers keep a cookie (RFC 6265bis, 5.5)
STEP_LIFE = timedelta(minutes=10)
PASSKEYS_MAX = 20

ROLES = {
    "owner": ("대표", "Owner"),
    "manager": ("관리자", "Manager"),
    "site_manager": ("현장 담당", "Site manager"),
    "member": ("구성원", "Member"),
}
"""Each role in Korean and English. A site manager is a member who answers for some sites."""

TEXTABLE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def mobile_number(written: str, countries: tuple[str, ...]) -> str:
    """The number in E.164. Without a country code it belongs to the first country.

    Raises PhoneNotValid for what cannot receive a text message, CountryNotServed for other countries.
    """
    try:
        number = phonenumbers.parse(written, countries[0])
    except phonenumbers.NumberParseException:
        raise _not_valid() from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in TEXTABLE:
        raise _not_valid()
    if phonenumbers.region_code_for_number(number) not in countries:
        raise CountryNotServed(errors=[FieldProblem("/phone", "country-not-served", "")])
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _not_valid() -> PhoneNotValid:
    return PhoneNotValid(errors=[FieldProblem("/phone", "phone-not-valid", "")])


def network_of(address: str) -> str:
    """What counts as one asker: an IPv4 address, or the /64 that an IPv6 customer has for themselves."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - not an address to listen on: a peer without one, such as a socket
    return (
        str(parsed) if parsed.version == 4 else str(ip_network(f"{parsed}/64", strict=False).network_address)
    )


SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("KAKAOTALK", "KakaoTalk"),
    ("NAVER", "Naver"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Whale", "Whale"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_of(user_agent: str) -> str:
    """A name by which a person recognises a phone: its system and browser, and the model where it is told."""
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    model = re.search(r"Android [\d.]+; ([^;)]{2,40}?)(?: Build|[;)])", user_agent)
    if model and model.group(1) != "K":  # Chrome says K when it will not tell
        system = model.group(1)
    return " · ".join(part for part in (system, browser) if part) or "?"


def fallback_name(phone: str) -> str:
    """What to call somebody who has not said their name."""
    return phone[-4:]
