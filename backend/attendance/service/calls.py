"""Clocking in by a call from one's own number: press 1, 2 or 3, and hear what was recorded."""

from dataclasses import dataclass
from datetime import datetime

from backend.attendance.rules.words import KEYS, Meaning
from backend.attendance.service import callers
from backend.attendance.service.callers import Caller, Workplace
from backend.attendance.service.clock_words import punch_once, recorded
from backend.core import clock, tenancy
from backend.notifications.templates import text

TRIES = 3
LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a caller hears: each text in its language. With `then` their next key is waited for."""

    said: list[tuple[str, str]]
    then: dict[str, str] | None = None
    """What comes back with the next key."""


async def hear(phone: str, called: str, sid: str, key: str, step: dict[str, str]) -> Spoken:
    """What is said in a call. `key` was pressed last, `step` is what `Spoken.then` gave before."""
    caller = await callers.caller_of(phone, called)
    if caller is None:
        return Spoken([(language, text("clock.unknown", {}, language)) for language in LANGUAGES])
    for workplace in caller.workplaces:  # the same call, once more
        with tenancy.acting_for(org_id=workplace.actor.org, account_id=caller.account_id):
            if (said := await recorded(workplace, sid)) is not None:
                return Spoken([(caller.language, said)])
    meant = KEYS.get(step.get("meant", "")) or KEYS.get(key)
    if meant is None:
        return _menu(caller, step, again=bool(key))
    chosen = key if "meant" in step else ""
    where = _where(caller, meant, chosen)
    if where is None:
        return _which(caller, step, key, again=bool(chosen))
    said = await punch_once(where, "call", sid, meant, _pressed_at(step))
    return Spoken([(caller.language, said)])


def _menu(caller: Caller, step: dict[str, str], *, again: bool) -> Spoken:
    return _ask(caller, text("clock.menu", {}, caller.language), step, {}, again=again)


def _which(caller: Caller, step: dict[str, str], key: str, *, again: bool) -> Spoken:
    listed = ", ".join(
        text("clock.menu_place", {"key": number, "place": workplace.name}, caller.language)
        for number, workplace in enumerate(caller.workplaces[:9], start=1)
    )
    kept = {"meant": step.get("meant", key), "at": step.get("at", clock.now().isoformat())}
    return _ask(caller, listed, step, kept, again=again)


def _ask(caller: Caller, said: str, step: dict[str, str], kept: dict[str, str], *, again: bool) -> Spoken:
    tries = int(step.get("tries", "0")) + again if step.get("tries", "0").isdigit() else TRIES
    if tries >= TRIES:
        return Spoken([(caller.language, text("clock.goodbye", {}, caller.language))])
    return Spoken([(caller.language, said)], kept | {"tries": str(tries)})


def _where(caller: Caller, meant: Meaning, chosen: str) -> Workplace | None:
    if chosen.isdigit():
        number = int(chosen)
        return caller.workplaces[number - 1] if 1 <= number <= len(caller.workplaces) else None
    return caller.only_one_for(meant)


def _pressed_at(step: dict[str, str]) -> datetime:
    """When the first key was pressed; what comes back is signed by Twilio, and was ours before."""
    try:
        at = datetime.fromisoformat(step["at"])
    except (KeyError, ValueError):
        return clock.now()
    return at if at.tzinfo is not None and at <= clock.now() else clock.now()
