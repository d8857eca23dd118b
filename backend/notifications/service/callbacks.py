"""What a provider says later about a text message: that it has arrived, or could not.

Calls come late, twice and out of order. They are only believed with a signature.
"""

import hmac
from typing import Any, Literal

import msgspec

from backend import settings
from backend.core import clock, database, tenancy
from backend.core.database import transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.sms.solapi import state_of as solapi_state
from backend.core.sms.twilio import is_signed
from backend.core.sms.twilio import state_of as twilio_state
from backend.notifications.channels.sms.budget import Price, settle_spending
from backend.notifications.errors import SignatureWrong
from backend.notifications.events import DeliveriesSettled
from backend.notifications.queries import messaging as queries

State = Literal["sent", "delivered", "failed"]

BY_CODE = "SELECT * FROM delivery_of_code($1)"
BY_PROVIDER = "SELECT * FROM delivery_of_provider($1, $2)"
NUMBER_REASONS = frozenset({"30005", "30006", "21211", "21614", "3104", "3105"})
"""The carrier says that the number does not exist, or is a landline."""
REFUSED_REASONS = frozenset({"21610", "30004", "30007", "3012"})


class Report(msgspec.Struct, rename="camel"):
    """What SOLAPI says of one message (`solapi.model.webhook.single_report`); the rest is ignored."""

    message_id: str = ""
    status_code: str = ""
    custom_fields: dict[str, str] | None = None


class Reported(msgspec.Struct, rename="camel"):
    """One event of SOLAPI's webhook."""

    data: Report


async def hear_twilio(target: str, form: dict[str, str], signature: str) -> None:
    """Take a status callback of Twilio's. `target` is the path and query as they were called.

    Raises SignatureWrong, and NotFound for a message that is not (or not yet) in the ledger.
    """
    if not is_signed(target, form, signature):
        raise SignatureWrong()
    code = target.partition("?code=")[2].partition("&")[0]
    state = twilio_state(form.get("MessageStatus", ""))
    await _note("twilio", form.get("MessageSid", ""), code, state, form.get("ErrorCode", ""))


async def hear_solapi(secret: str, reports: list[Reported]) -> None:
    """Take reports of SOLAPI's webhook; its address ends with our secret. Raises SignatureWrong."""
    known = settings.current().solapi_webhook_secret
    if not known or not hmac.compare_digest(known.encode(), secret.encode()):
        raise SignatureWrong()
    for report in reports:
        said = report.data
        code = (said.custom_fields or {}).get("code", "")
        try:
            await _note("solapi", said.message_id, code, solapi_state(said.status_code), said.status_code)
        except NotFound:
            continue  # of a message that somebody else sent with this account, a sign-in code for instance


async def _note(provider: str, provider_id: str, code: str, state: State, error: str) -> None:
    with tenancy.acting_for():
        async with transaction():
            found = await database.fetch_row(BY_CODE, code) if code else None
            found = found or await database.fetch_row(BY_PROVIDER, provider, provider_id)
    if found is None or not provider_id:
        raise NotFound()
    with tenancy.acting_for(org_id=found["org_id"]):
        await _note_delivery(
            found, provider, provider_id, state, reason_of(error) if state == "failed" else None
        )


async def _note_delivery(
    found: Any, provider: str, provider_id: str, state: State, reason: str | None
) -> None:
    ids = found["notification_id"], found["account_id"]
    async with transaction():
        changed = await database.fetch_row(
            queries.CALLED_BACK, *ids, clock.now(), state, reason, provider, provider_id
        )
        if changed is None:
            return
        await record(DeliveriesSettled(found["notification_id"], "sms", 1), by=None)
    if changed["before"] == "unknown":
        await settle_spending([Price(*ids, 0 if state == "failed" else None)])


def reason_of(error: str) -> str:
    if error in NUMBER_REASONS:
        return "invalid_number"
    return "refused" if error in REFUSED_REASONS else "not_delivered"
