"""People hear of what others tapped for them, and of what is objected to."""

from typing import Any, Literal

from backend.attendance.queries.punches import WHO_ANSWERS_FOR
from backend.attendance.schemas.punches import PunchView
from backend.core.actor import Actor
from backend.notifications.service.decide import Audience, Message, notify


async def tell_of_tap(
    punch: PunchView, site: Any, *, way: Literal["crew", "tablet"], by: Actor | None = None, name: str = ""
) -> None:
    """The person hears of a tap that another made, or that nobody could check. Inside its transaction."""
    message = Message(
        topic="tapped_for_you",
        key=f"tapped_for_you/{punch.id}",
        subject=punch.id,
        variables=_variables(punch.kind, punch.believed_at, site, name) | {"way": way},
        link=f"/punches/{punch.id}",
    )
    await notify(message, Audience.of([punch.member_id], "own_record"), by=by)


async def tell_of_objection(punch: Any, *, by: Actor) -> None:
    """Whoever answers for the site hears that somebody objects. Inside its transaction."""
    message = Message(
        topic="punch_objected",
        key=f"punch_objected/{punch['id']}",
        subject=punch["id"],
        variables=_variables(punch["kind"], punch["believed_at"], punch, punch["member_name"]),
        link=f"/punches/{punch['id']}",
    )
    await notify(message, Audience(WHO_ANSWERS_FOR, (punch["site_id"],)), by=by)


def _variables(kind: str, at: Any, site: Any, name: str) -> dict[str, Any]:
    return {
        "site": site["site_name"] or "-",
        "at": {"at": at.isoformat(), "zone": site["timezone"]},
        "name": name or "-",
        "kind": kind,
    }
