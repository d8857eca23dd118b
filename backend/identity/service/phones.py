"""The numbers that this server serves."""

from backend import settings
from backend.identity import rules


def served_number(written: str) -> str:
    """A mobile number in E.164. Raises PhoneNotValid, CountryNotServed."""
    countries = [code.strip().upper() for code in settings.current().countries.split(",")]
    return rules.mobile_number(written, tuple(code for code in countries if code))
