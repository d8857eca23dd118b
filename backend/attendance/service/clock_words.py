"""A punch from a word or a key: one message or call is one punch, and the answer says what was recorded."""

from datetime import datetime
from uuid import UUID, uuid5

from backend.attendance.errors import (
    AlreadyBack,
    AlreadyIn,
    AlreadyOnBreak,
    AlreadyOnTheWay,
    AlreadyOut,
    OutsideSite,
    PunchExists,
    TooManyPunches,
)
from backend.attendance.queries import texts as queries
from backend.attendance.rules.evidence import Way
from backend.attendance.rules.words import Meaning
from backend.attendance.schemas.punches import Kind, PunchInput
from backend.attendance.service.callers import Workplace
from backend.attendance.service.clock_in import take_punch
from backend.core import clock, tenancy
from backend.core.database import fetch_row, transaction
from backend.notifications.templates import text

NAMESPACE = UUID("01930000-0000-7000-8000-0000000c10c4")
TWICE = {
    AlreadyIn: "clock.already_in",
    AlreadyOut: "clock.already_out",
    AlreadyOnBreak: "clock.already_on_break",
    AlreadyBack: "clock.already_back",
    AlreadyOnTheWay: "clock.already_on_the_way",
}


def punch_id_of(sid: str) -> UUID:
    """The id of the punch that a message or a call makes: the same for the same one."""
    return uuid5(NAMESPACE, sid)


async def punch_once(workplace: Workplace, how: str, sid: str, meant: Meaning, sent_at: datetime) -> str:
    """Record what somebody means, once for this message or call, and say so in their language."""
    actor = workplace.actor
    with tenancy.acting_for(org_id=actor.org, account_id=actor.account_id):
        said = await recorded(workplace, sid)
        if said is not None:
            return said
        given = PunchInput(
            kind=_kind(meant, workplace),
            device_time=sent_at,
            last_server_time=sent_at,
            device_age_ms=0,
            app_version=f"twilio {how}",
        )
        try:
            await take_punch(actor, punch_id_of(sid), given, Way(how, flags=("no_position",)))
        except PunchExists:
            pass  # its copy was faster, and is what is answered
        except tuple(TWICE) as error:
            return _twice(workplace, error)
        except (OutsideSite, TooManyPunches):
            return text("clock.not_taken", {}, actor.language)
        return await recorded(workplace, sid) or text("clock.not_taken", {}, actor.language)


async def recorded(workplace: Workplace, sid: str) -> str | None:
    """What is said of a punch that a message or call has made, or None while there is none."""
    async with transaction():
        row = await fetch_row(queries.PUNCH, punch_id_of(sid))
    if row is None:
        return None
    language = workplace.actor.language
    zone = row["timezone"] or workplace.timezone
    values = {
        "at": {"at": row["believed_at"].isoformat(), "zone": zone},
        "place": row["site_name"] or workplace.name,
    }
    said = text(f"clock.{row['kind']}", values, language)
    unclear = "no_open_session" in row["flags"]
    return f"{said} {text('clock.unclear', {}, language)}" if unclear else said


def _kind(meant: Meaning, workplace: Workplace) -> Kind:
    if meant == "break":
        return "break_end" if workplace.on_break else "break_start"
    assert meant != "help"
    return meant


def _twice(workplace: Workplace, error: Exception) -> str:
    key = TWICE[type(error)]  # type: ignore[index]
    since = getattr(error, "extra", {}).get("since")
    moment = since if isinstance(since, datetime) else clock.now()
    values = {"at": {"at": moment.isoformat(), "zone": workplace.timezone}}
    return text(key, values, workplace.actor.language)
