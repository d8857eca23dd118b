"""What the office decides about text messages and e-mail: budget, warnings, senders."""

import re
from typing import Any

import msgspec
import phonenumbers

from backend import settings
from backend.core import clock, database, providers
from backend.core.actor import Actor
from backend.core.database import transaction
from backend.core.errors import FieldProblem
from backend.core.events import record
from backend.notifications.channels import email
from backend.notifications.errors import SenderNotValid
from backend.notifications.events import MessagingChanged
from backend.notifications.queries import messaging as queries
from backend.notifications.schemas.messaging import MessagingChange, MessagingView

KOREAN_SHORT = re.compile(r"1[5689]\d{6}")
"""Numbers such as 1588-1234, which have no area code (전국대표번호)."""
INVISIBLE = re.compile(r"[\x00-\x1f\x7f<>\"@]")


async def messaging_of(actor: Actor) -> MessagingView:
    """The present month's money, the senders, and how the providers are."""
    actor.must("change_messaging")
    async with transaction():
        return await _view()


async def change_messaging(actor: Actor, body: MessagingChange) -> MessagingView:
    """Change what was given. A new budget warns anew. Raises SenderNotValid."""
    actor.must("change_messaging")
    changed = {
        name: value for name, value in msgspec.structs.asdict(body).items() if value is not msgspec.UNSET
    }
    if changed.get("sender"):
        changed["sender"] = sender_number(changed["sender"])
    if changed.get("email_name"):
        changed["email_name"] = _readable_name(changed["email_name"])
    async with transaction():
        now = await database.fetch_row(queries.MONTH, clock.now())
        kept = {name: now[name] for name in ("budget_won", "warn_at_percent", "sender", "email_name")}
        wanted = kept | changed
        if wanted != kept:
            await database.fetch(queries.CHANGE, *wanted.values())
            if (wanted["budget_won"], wanted["warn_at_percent"]) != (
                kept["budget_won"],
                kept["warn_at_percent"],
            ):
                await database.fetch(queries.FORGET_WARNINGS, now["month"])
            fields = sorted(name for name in wanted if wanted[name] != kept[name])
            await record(MessagingChanged(actor.org, fields), by=actor)
        return await _view()


def sender_number(written: str) -> str:
    """A sender as providers want it: E.164, or the eight digits of a Korean 15xx number.

    Raises SenderNotValid. Whether it is registered (발신번호 사전등록) only the provider knows.
    """
    digits = re.sub(r"[\s()-]", "", written)
    if KOREAN_SHORT.fullmatch(digits):
        return digits
    try:
        number = phonenumbers.parse(digits, settings.current().countries.split(",")[0].strip().upper())
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise SenderNotValid(errors=[FieldProblem("/sender", "sender-not-valid", "")])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _readable_name(written: str) -> str:
    name = " ".join(INVISIBLE.sub(" ", written).split())
    if not name:
        raise SenderNotValid(errors=[FieldProblem("/email_name", "sender-not-valid", "")])
    return name


async def _view() -> MessagingView:
    ours = settings.current()
    month = await database.fetch_row(queries.MONTH, clock.now())
    money: Any = await database.fetch_row(queries.SPENDING, month["month"])
    defaults = {"twilio": ours.twilio_sender, "solapi": ours.solapi_sender}
    return MessagingView(
        month=month["month"].isoformat()[:7],
        budget_won=month["budget_won"],
        spent_won=money["spent_won"],
        reserved_won=money["reserved_won"],
        warn_at_percent=month["warn_at_percent"],
        sender=month["sender"],
        default_sender=defaults.get(ours.sms_names[0]) or None,
        email_name=month["email_name"],
        email_from=ours.email_from or None,
        providers=[
            *await providers.states("sms", ours.sms_names),
            *await providers.states("email", email.names()),
        ],
    )
