"""A punch that a manager states for somebody is told and answered like every correction by the office."""

from collections.abc import Mapping
from typing import Any

from backend.attendance.correction_events import RecordCorrected
from backend.attendance.service.corrections import add_rows, await_answer, chain
from backend.core.actor import Actor
from backend.core.events import record


async def note_statement(actor: Actor, punch: Mapping[str, Any]) -> None:
    """Write the punch down as a correction that stands, with its id, in the transaction that stores it.

    Raises CorrectionExists.
    """
    same = ("org_id", "member_id", "kind", "site_id", "shift_id", "reason")
    row = {name: punch[name] for name in same} | {
        "id": punch["id"],
        "request_id": punch["id"],
        "punch_id": punch["id"],
        "place": 0,
        "at": punch["believed_at"],
        "asked_by": actor.member,
        "asked_at": punch["server_time"],
        "state": "standing",
        "decided_by": actor.member,
        "decided_at": punch["server_time"],
        "proposed": False,
    }
    await add_rows([row])
    await await_answer(punch["id"], punch["server_time"])
    await chain(punch["member_id"], "correction_decided", punch["id"], {"by": actor.member})
    event = RecordCorrected(punch["member_id"], punch["id"], punch["believed_at"], punch["believed_at"])
    await record(event, by=actor, to=[punch["member_id"]])
