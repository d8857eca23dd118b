"""What an organisation asks for at a punch, and how long it keeps it."""

from typing import Any

import msgspec
import phonenumbers

from backend import settings
from backend.attendance.consent_errors import LineNotValid
from backend.attendance.consent_events import RecordPolicyChanged
from backend.attendance.queries import consents as queries
from backend.attendance.schemas.consents import PhotoRuleView, RecordPolicyInput, RecordPolicyView
from backend.attendance.service import forgetting
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound
from backend.core.events import EVERYONE, record


async def policy(actor: Actor) -> RecordPolicyView:
    """The policy as it stands; what nobody decided is the default."""
    actor.must("see_board")
    async with transaction():
        return _view(await fetch_row(queries.POLICY))


async def write(actor: Actor, given: RecordPolicyInput) -> RecordPolicyView:
    """Put the whole policy. Raises Forbidden, NotFound for a site, LineNotValid."""
    actor.must("change_organisation")
    number = _line(given.clock_number) if given.clock_number else None
    sites = [rule.site_id for rule in given.photo_sites]
    async with transaction():
        before = _view(await fetch_row(queries.POLICY))
        if sites and (await fetch_row(queries.KNOWN_SITES, sites))["n"] < len(sites):
            raise NotFound()
        reason = given.photo_reason.strip() if given.photo_reason else None
        await fetch(
            queries.KEEP_POLICY, given.location_days, given.photo_days, reason, number, given.keep_years
        )
        await fetch(queries.FORGET_RULES)
        if sites:
            await fetch(queries.KEEP_RULES, sites, [rule.reason.strip() for rule in given.photo_sites])
        after = _view(await fetch_row(queries.POLICY))
        changed = [n for n in after.__struct_fields__ if getattr(after, n) != getattr(before, n)]
        if changed:
            await record(RecordPolicyChanged(actor.org, changed), by=actor, to=EVERYONE)
        await forgetting.begin()
    return after


def _line(written: str) -> str:
    """A number that can be called, in E.164. Without a country code it is of the first country."""
    try:
        number = phonenumbers.parse(written, settings.current().countries.split(",")[0].strip().upper())
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise LineNotValid(errors=[FieldProblem("/clock_number", "line-not-valid", "")])
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _view(row: Any) -> RecordPolicyView:
    return RecordPolicyView(
        location_days=row["location_days"],
        photo_days=row["photo_days"],
        photo_reason=row["photo_reason"],
        photo_sites=msgspec.json.decode(row["photo_sites"], type=list[PhotoRuleView]),
        clock_number=row["clock_number"],
        keep_years=row["keep_years"],
    )
