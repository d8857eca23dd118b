"""From leased deliveries to texts for numbers, or to the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers
import structlog
from phonenumbers import PhoneNumberType

from backend import settings
from backend.notifications import templates
from backend.notifications.channels.sms.text import Size, fitted
from backend.notifications.service.deliveries import Leased, Outcome

log = structlog.get_logger()

TEXTABLE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
KOREA = "KR"


@dataclass(frozen=True, slots=True)
class Draft:
    """One text message, ready to leave."""

    leased: Leased
    phone: str
    size: Size


def draft(leased: Leased, phone: str | None, fallback: str) -> Draft | Outcome:
    """The message of one delivery, or what becomes of it without one."""
    country = textable_country(phone or "")
    if phone is None or country is None:
        return failed(leased, "invalid_number")
    if country not in settings.current().allowed_countries:
        return Outcome(leased.notification_id, leased.account_id, "suppressed", "country")
    try:
        words = templates.render(leased.topic, leased.variables, leased.language, fallback)
    except Exception as error:
        log.exception("sms.bad_template", topic=leased.topic, error=type(error).__name__)
        return failed(leased, "bad_template")
    size = body_of(words.sms, link_of(leased.code), korean=country == KOREA)
    return Draft(leased, phone, size) if size.says_enough else failed(leased, "bad_characters")


def body_of(words: str, link: str, *, korean: bool = True) -> Size:
    """Who says it, what is said, and where there is more; in the alphabet of the country's carriers."""
    return fitted(f"[품앗이] {words}" if korean else f"[Pumasi] {words}", link, korean=korean)


def link_of(code: str | None) -> str:
    """The short link of a delivery."""
    return f"{settings.current().origin}/n/{code}" if code else ""


def textable_country(phone: str) -> str | None:
    """The country of a number that can take a text message; None when it cannot, or cannot exist."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in TEXTABLE:
        return None
    return phonenumbers.region_code_for_number(number)


def failed(leased: Leased, reason: str) -> Outcome:
    return Outcome(leased.notification_id, leased.account_id, "failed", reason)


def drafts_of(
    deliveries: Sequence[Leased], phones: dict[Any, str], fallback: str
) -> tuple[list[Draft], list[Outcome]]:
    """What can leave, and what cannot."""
    made = [draft(each, phones.get(each.account_id), fallback) for each in deliveries]
    drafts = [each for each in made if isinstance(each, Draft)]
    return drafts, [each for each in made if isinstance(each, Outcome)]
