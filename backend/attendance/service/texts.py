"""Clocking in by a text message, for people without a smartphone: a word in, what was recorded out."""

from datetime import timedelta
from uuid import UUID

from backend.attendance.queries import texts as queries
from backend.attendance.rules.words import Meaning, number_of, word_and_number
from backend.attendance.service import callers
from backend.attendance.service.callers import Caller, Workplace
from backend.attendance.service.clock_words import punch_once, recorded
from backend.core import clock, tenancy
from backend.core.database import fetch, fetch_row, transaction
from backend.notifications.templates import text

WAITS = timedelta(minutes=15)
"""So long a word waits for the number of the organisation that is meant."""
BOTH = ("ko", "en")


async def hear(phone: str, called: str, sid: str, body: str) -> str:
    """What is answered to a text message. It has been checked that it comes from Twilio."""
    caller = await callers.caller_of(phone, called)
    if caller is None:
        return unknown()
    for workplace in caller.workplaces:  # the same message, once more
        with tenancy.acting_for(org_id=workplace.actor.org, account_id=caller.account_id):
            if (said := await recorded(workplace, sid)) is not None:
                return said
    meant, number = word_and_number(body)
    if meant is None and (number := number_of(body)) is not None:
        return await _chosen(caller, number)
    if meant is None or meant == "help":
        return text("clock.help", {}, caller.language)
    where = _meant(caller, meant, number)
    if where is None:
        return await _ask(caller, sid, meant)
    return await punch_once(where, "sms", sid, meant, clock.now())


def unknown() -> str:
    """The same to everybody whose number takes no part in this, and in both languages."""
    return "\n".join(text("clock.unknown", {}, language) for language in BOTH)


def _meant(caller: Caller, meant: Meaning, number: int | None) -> Workplace | None:
    if number is None:
        return caller.only_one_for(meant)
    return caller.workplaces[number - 1] if number <= len(caller.workplaces) else None


async def _ask(caller: Caller, sid: str, meant: Meaning) -> str:
    """Which organisation? The word waits with the moment at which it came."""
    with tenancy.acting_for(account_id=caller.account_id):
        async with transaction():
            ids = [workplace.actor.org for workplace in caller.workplaces]
            waiting = await fetch_row(queries.WAITING, clock.now() - WAITS)
            if waiting is None or waiting["sid"] != sid:
                await fetch(queries.KEEP, sid, meant, ids, clock.now())
    listed = " ".join(f"{n} {w.name}" for n, w in enumerate(caller.workplaces, start=1))
    return text("clock.which", {"list": listed}, caller.language)


async def _chosen(caller: Caller, number: int) -> str:
    """Somebody answered with a number: do what they texted before, as of then."""
    with tenancy.acting_for(account_id=caller.account_id):
        async with transaction():
            waiting = await fetch_row(queries.WAITING, clock.now() - WAITS)
    if waiting is None:
        return text("clock.help", {}, caller.language)
    ids: list[UUID] = list(waiting["org_ids"])
    chosen = ids[number - 1] if number <= len(ids) else None
    where = next((w for w in caller.workplaces if w.actor.org == chosen), None)
    # The word is kept until another one comes: its number may be sent twice, and means the same then.
    for workplace in caller.workplaces:
        with tenancy.acting_for(org_id=workplace.actor.org, account_id=caller.account_id):
            if (said := await recorded(workplace, waiting["sid"])) is not None:
                return said
    if where is None:
        return await _ask(caller, waiting["sid"], waiting["word"])
    return await punch_once(where, "sms", waiting["sid"], waiting["word"], waiting["sent_at"])
